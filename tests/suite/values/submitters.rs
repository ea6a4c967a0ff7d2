//! What submitters sent to MPS themselves, as a value: every stage of it reads back, and what could
//! not be is refused where it is wrong.

use serde_json::json;

use super::documents::{put, refusal};
use super::travels::{document, read};
use crate::support::{Bill, MONDAY, Stage, TestSandbox};
use sandkasse::sandbox::snapshot;
use sandkasse::services::mps::{Ask, BrandRule, Model, Port, Sibling, SiblingAsk};

const ISSUER: &str = "310000027";

/// An id by the one letter that the tables call it.
fn id(letter: &str) -> String {
    format!("{}-0000-4000-8000-000000000001", letter.repeat(8))
}

pub(super) async fn ship(
    sandbox: &TestSandbox,
    ids: (&str, &str),
    issuer: &str,
    kind: &str,
    due: &str,
) {
    let info = match kind {
        "AVTALEGIRO" => "<atgInfo><atgNotification>true</atgNotification></atgInfo>",
        _ => {
            "<efakturaInfo><efakturaIdentifier>414360222</efakturaIdentifier>\
             <brandName>Fjord</brandName><eFakturaUrl>https://fjord.example/1</eFakturaUrl>\
             </efakturaInfo>"
        }
    };
    let (shipment, transaction) = ids;
    let body = format!(
        "<v1:AddShipmentRequest><auditInformation><messageIdentifier>m-00001</messageIdentifier>\
         </auditInformation><shipmentId>{shipment}</shipmentId><issuer>{issuer}</issuer>\
         <transactions><transactions><transactionId>{transaction}</transactionId>\
         <paymentType>{kind}</paymentType><documentType>INVOICE</documentType>\
         <kid>000002123453</kid><accountNumber>86011117947</accountNumber>\
         <amount>450.00</amount><dueDate>{due}</dueDate>{info}</transactions></transactions>\
         </v1:AddShipmentRequest>"
    );
    let reply = sandbox.soap("addShipment", &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

async fn send(sandbox: &TestSandbox, letter: &str, issuer: &str, kind: &str, due: &str) {
    let id = id(letter);
    ship(sandbox, (&id, &id), issuer, kind, due).await;
}

async fn take_back(sandbox: &TestSandbox, letter: &str) {
    let body = format!(
        "<v1:CancelTransactionRequest><auditInformation><messageIdentifier>m-00002\
         </messageIdentifier></auditInformation><transactionId>{}</transactionId>\
         </v1:CancelTransactionRequest>",
        id(letter)
    );
    let reply = sandbox.soap("cancelTransaction", &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

/// A claim at the bank (a), one that waits for it (b), an eFaktura that waits for the banks to know
/// its issuer (c), one that is being taken back (d), and one that just came (e).
async fn busy() -> TestSandbox {
    let sandbox = Stage::frozen(MONDAY).build();
    send(&sandbox, "a", "304520817", "AVTALEGIRO", "2026-03-20").await;
    sandbox.advance("PT10H").await;
    let rules = vec![BrandRule {
        account: "86011117947".to_owned(),
        position: "KID[1-6]".to_owned(),
    }];
    let ask = SiblingAsk::CreateIssuer(ISSUER.to_owned(), Some("Ny".to_owned()), rules);
    let port = Port::Erp;
    let ask = Ask::Sibling(Sibling { port, ask });
    sandbox
        .enter(|world| world.take_turn(|model: &mut Model, turn| model.apply(ask.into(), turn)))
        .await
        .unwrap();
    send(&sandbox, "b", "304520817", "AVTALEGIRO", "2026-03-27").await;
    send(&sandbox, "c", ISSUER, "EFAKTURA", "2026-03-27").await;
    send(&sandbox, "d", "304520817", "EFAKTURA", "2026-03-27").await;
    sandbox.advance("PT10M").await;
    take_back(&sandbox, "d").await;
    send(&sandbox, "e", "304520817", "EFAKTURA", "2026-03-27").await;
    sandbox
}

/// Where below `/services/mps`, what is put there, and how the refusal begins. A lone letter is the
/// shipment or transaction of that name; `~` is the place itself, `M`, `S` and `T` stand for
/// `services.mps` and its shipments and transactions.
const WRONG: &str = r#"
shipments/e/validated_at | "2026-03-02T08:00:00Z" | T.e.efaktura.status: found `IN_PROGRESS`
shipments/a/validated_at | null | T.a.atg.status: found `SENT_TO_BDS`, expected IN_PROGRESS
shipments/d/stepping | false | ~: found `false`, expected true
shipments/a/stepping | true | agenda: found `nothing`, expected one `step` of shipment a
transactions/b/atg/status | "RECEIVED" | S.b.stepping: found `false`
transactions/b/withdrawn | true | S.b.stepping: found `false`
transactions/b/atg/status | "SENT_TO_BDS" | ~: found `SENT_TO_BDS`
transactions/b/atg/status | "CANCELLATION_ACCEPTED_BY_BDS" | ~
transactions/b/atg/status | "CANCELLATION_REJECTED" | it was read
transactions/b/atg/status | "REJECTED" | M.waiting: found `b`
transactions/a/atg/status | "CANCELLATION_REJECTED" | it was read
transactions/a/atg/status | "PROCESSED" | M.waiting: found `a list without it`, expected `a` too
waiting | [] | ~: found `a list without it`, expected `b` too
waiting | ["a", "b"] | ~: found `a`
waiting | ["b", "f"] | ~: found `f`
hand_over_at | null | ~: found `null`
hand_over_at | "2026-03-03T15:00:00Z" | agenda: found ``hand_over` at 2026-03-03T16:00:00Z`
transactions/c/efaktura/status | "REJECTED" | agenda[
transactions/c/efaktura/status | "CANCELLED" | it was read
transactions/a/sent/payment_type | "EFAKTURA_AND_AVTALEGIRO" | T.a.sent.efaktura: found `null`
transactions/a/sent/kid | null | ~: found `null`
transactions/a/sent/atg | null | ~: found `null`
transactions/c/sent/payment_type | "EFAKTURA_AND_EXTERNAL_AVTALEGIRO" | T.c.atg.status: found
transactions/c/atg/status | "EXTERNAL_ATG" | ~: found `EXTERNAL_ATG`
transactions/c/efaktura/status | "NOT_AN_EFAKTURA_TRANSACTION" | ~
transactions/a/efaktura/status | "ACCEPTED" | ~: found `ACCEPTED`
transactions/a/atg/status | "NOT_AN_ATG_TRANSACTION" | ~: found
transactions/a/atg/reason | {"code": "", "text": "x"} | ~.code: found ``
transactions/a/atg/reason | {"code": "ÆØÅÅ", "text": "x"} | it was read
transactions/a/atg/reason | {"code": "A0001", "text": "x"} | ~.code: found `A0001`, expected 1 to 4
transactions/a/warning | {"code": "W001", "text": ""} | ~.text: found
transactions/d/efaktura/reason | {"code": "E001", "text": ""} | ~.text
transactions/a/fate | "anotherOrder" | ~: found `anotherOrder`
transactions/a/fate | "IN_PROGRESS" | ~: found `IN_PROGRESS`
transactions/a/fate | "PROCESSED_WITH_WARNING" | it was read
transactions/a/fate | "ALREADY_CANCELLED" | it was read
transactions/a/fate | "A001" | it was read
transactions/a/fate | "stuckInProgress" | T.a.atg.status: found `SENT_TO_BDS`
transactions/e/fate | "stuckInProgress" | it was read
issuers/1 | =issuers/310000027 | M.issuers: found `1`, expected nine digits
issuers/310000027/holder | "nobody" | ~: found `nobody`
issuers/310000027/holder | "regnskapshuset" | it was read
issuers/310000027/rules/0/account | "86011117948" | M.issuers.310000027.rules[0].account
issuers/310000027/rules/0/account | "8601.11.17947" | M.issuers.310000027.rules[0].account
issuers/310000027/rules/0/position | "KID[6-1]" | M.issuers.310000027.rules[0].position
"#;

/// A text with every lone letter between quotes, slashes, dots, blanks or backticks spelled out.
fn spelled(text: &str) -> String {
    let edge = |at: Option<char>| at.is_none_or(|it| "\"/.` ".contains(it));
    let letters: Vec<char> = text.chars().collect();
    let near = |at: usize| letters.get(at).copied();
    let mut out = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(near);
        let after = near(at + 1);
        let closed = before != Some('`') || after == before;
        if ('a'..='f').contains(letter) && edge(before) && edge(after) && closed {
            out.push_str(&id(&letter.to_string()));
        } else {
            out.push(*letter);
        }
    }
    out
}

fn full(told: &str, path: &str) -> String {
    let told = match told.strip_prefix('~') {
        Some(rest) => format!("services.mps.{}{rest}", path.replace('/', ".")),
        None => told.to_owned(),
    };
    let long = [
        ("M.", "services.mps."),
        ("S.", "services.mps.shipments."),
        ("T.", "services.mps.transactions."),
    ];
    let long = long.iter().find_map(|(short, long)| {
        let rest = told.strip_prefix(short)?;
        Some(format!("{long}{rest}"))
    });
    spelled(&long.unwrap_or(told))
}

#[tokio::test]
async fn each_stage_that_could_not_be_is_refused_with_its_place() {
    let good = document(&busy().await).await;
    assert_eq!(refusal(&good), "it was read");
    for row in WRONG.lines().filter(|row| !row.is_empty()) {
        let [path, value, told] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let told = match told {
            "it was read" => told.to_owned(),
            told => full(told, path),
        };
        let value = match value.strip_prefix('=') {
            Some(place) => good
                .pointer(&format!("/services/mps/{place}"))
                .unwrap()
                .clone(),
            None => serde_json::from_str(&spelled(value)).unwrap(),
        };
        let mut bad = good.clone();
        put(&mut bad, &spelled(&format!("/services/mps/{path}")), value);
        let said = refusal(&bad);
        assert!(said.starts_with(&told), "{row}:\n`{said}` wants\n`{told}`");
    }
}

#[tokio::test]
async fn what_waits_stands_on_the_agenda_once() {
    let good = document(&busy().await).await;
    let entries = good["agenda"].as_array().unwrap();
    let mut seen = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(event) = entry["what"].get("mps") else {
            continue;
        };
        let kind = event.as_str().map(str::to_owned);
        let kind =
            kind.unwrap_or_else(|| event.as_object().unwrap().keys().next().unwrap().clone());
        let mut twice = good.clone();
        let list = twice["agenda"].as_array_mut().unwrap();
        list.insert(index, entry.clone());
        let said = refusal(&twice);
        let told = format!("agenda: found `2 of them`, expected one `{kind}`");
        assert!(said.starts_with(&told), "{said}");
        let mut without = good.clone();
        without["agenda"].as_array_mut().unwrap().remove(index);
        let said = refusal(&without);
        // One that was not presented because its receiver closed the door has none either.
        let told = match kind.as_str() {
            "present" => "it was read".to_owned(),
            kind => format!("agenda: found `nothing`, expected one `{kind}`"),
        };
        assert!(said.starts_with(&told), "{said}");
        seen.push(kind);
    }
    seen.sort();
    assert_eq!(seen, ["hand_over", "present", "step", "validate"]);
}

#[tokio::test]
async fn every_moment_reads_back_also_of_what_is_taken_back_before_it_was_presented() {
    let sandbox = busy().await;
    for letter in ["a", "b", "c"] {
        take_back(&sandbox, letter).await;
    }
    for step in 0..30 {
        let out = document(&sandbox).await;
        assert_eq!(snapshot(&read(&out)), out, "after {step} steps");
        sandbox
            .advance(if step < 20 { "PT7S" } else { "PT5H" })
            .await;
    }
    let last = document(&sandbox).await;
    let status = |letter: &str, leg: &str| {
        let place = format!("/services/mps/transactions/{}/{leg}/status", id(letter));
        last.pointer(&place).unwrap().clone()
    };
    assert_eq!(status("a", "atg"), "CANCELLATION_ACCEPTED_BY_BDS");
    assert_eq!(status("b", "atg"), "CANCELLATION_PROCESSED");
    assert_eq!(status("c", "efaktura"), "CANCELLED");
}

#[tokio::test]
async fn ids_of_another_sandbox_with_the_same_seed_are_as_good_as_any() {
    let bill = Bill::to("halgeir");
    let there = Stage::frozen(MONDAY).seed(7).build();
    for number in ["1", "2"] {
        let bill = bill.clone().with("number", number);
        there.sent(&bill, "recipient_ssn=09091816528").await;
        there.advance("PT1H").await;
    }
    let theirs = document(&there).await;
    let shipments = &theirs["services"]["mps"]["shipments"];
    let here = Stage::frozen(MONDAY).seed(7).named("other").build();
    for (shipment, stored) in shipments.as_object().unwrap() {
        let transaction = stored["transactions"][0].as_str().unwrap();
        let ids = (shipment.as_str(), transaction);
        ship(&here, ids, "304520817", "EFAKTURA", "2026-03-27").await;
    }
    let out = document(&here).await;
    assert_eq!(snapshot(&read(&out)), out);
    let id = here.sent(&bill, "recipient_ssn=09091816528").await;
    here.advance("PT1H").await;
    assert_eq!(here.invoice(&id).await["status"], "DELIVERED");
    let out = document(&here).await;
    assert_eq!(snapshot(&read(&out)), out);
    let transactions = &out["services"]["mps"]["transactions"];
    assert_eq!(transactions.as_object().unwrap().len(), 3);
    assert_eq!(out["mint"]["drawn"]["transaction"], json!(3));
    let mut back = out.clone();
    back["mint"]["drawn"]["transaction"] = json!(2);
    assert!(refusal(&back).starts_with("mint.drawn.transaction: found `2`"));
}
