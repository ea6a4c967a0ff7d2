//! The files of MPS as a value: what came, what goes out, and what is on its way.

use serde_json::{Value, json};

use super::documents::{put, refusal};
use super::submitters::ship;
use super::travels::{document, elsewhere, read};
use crate::support::{MONDAY, Stage, TestSandbox};
use sandkasse::documents::bbs;
use sandkasse::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, Notifier, Order, SerialNumber, Transmission,
};
use sandkasse::domain::money::Ore;
use sandkasse::domain::slug::Slug;
use sandkasse::sandbox::snapshot;

const ACCOUNT: &str = "86011117947";
/// A payer without cover, one who stops the payment, and one who just pays; the second has an
/// eFaktura too.
const NO_COVER: &str = "000002123453";
const STOPPED: &str = "000011123452";
const PAYS: &str = "000012123451";

fn claim(number: u32, kid: &str, due: &str) -> FiledClaim {
    FiledClaim {
        number,
        notifier: Notifier::Payee,
        due_date: due.parse().unwrap(),
        amount: Ore::new(45_000),
        kid: kid.to_owned(),
        short_name: String::new(),
        external_reference: String::new(),
        texts: Vec::new(),
    }
}

fn order(number: u32, claims: Vec<FiledClaim>) -> ClaimOrder {
    ClaimOrder {
        number: SerialNumber::new(number).unwrap(),
        account: ACCOUNT.to_owned(),
        claims,
    }
}

async fn send(sandbox: &TestSandbox, number: u32, orders: Vec<Order>) {
    let unit = {
        let room = sandbox.sandbox.lock();
        let fjord = Slug::parse("fjord-energi").unwrap();
        let fjord = room.world.cast.company(&fjord).unwrap();
        fjord.mps.as_ref().unwrap().customer_unit.clone().unwrap()
    };
    let transmission = Transmission {
        sender: unit,
        number: SerialNumber::new(number).unwrap(),
        recipient: CustomerUnit::mps(),
        orders,
        date: None,
    };
    let mut bytes = bbs::write(&transmission).unwrap();
    // A due date of 9 is none; the sum is as it was.
    if number == UNREADABLE {
        let text = String::from_utf8(bytes).unwrap();
        bytes = text
            .replacen("NY2102300000002200426", "NY2102300000002990426", 1)
            .into();
    }
    let reply = sandbox.call("POST", "/mps/files/inbound", &[], bytes).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

/// The transmission whose second claim cannot be read.
const UNREADABLE: u32 = 5;

async fn arm(sandbox: &TestSandbox, kid: &str, fault: &str) {
    let rule = json!({
        "on": "mps.files.send", "times": 1, "when": {"kid": kid}, "then": {"fault": fault},
    });
    let path = "/_sandbox/sandboxes/default/faults";
    let reply = sandbox.call("POST", path, &[], rule.to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

async fn order_mandates(sandbox: &TestSandbox) {
    let body = json!({"accounts": [ACCOUNT]}).to_string();
    let reply = sandbox.call("POST", "/mps/files/mandates", &[], body).await;
    assert_eq!(reply.status, 202, "{}", reply.text());
}

/// A month's files: mandates and payments went out, a list too; a deletion is at the bank, another
/// and claims were just sent, and a full list is ordered.
async fn busy() -> TestSandbox {
    let sandbox = Stage::frozen(MONDAY).build();
    order_mandates(&sandbox).await;
    let id = |first: char| format!("{first}0000000-0000-4000-8000-000000000001");
    let ids = (id('a'), id('b'));
    let kind = "EFAKTURA_AND_EXTERNAL_AVTALEGIRO";
    ship(&sandbox, (&ids.0, &ids.1), "304520817", kind, "2026-03-20").await;
    sandbox.advance("PT24H").await;
    let first = [NO_COVER, PAYS, "000099923455"].into_iter().zip(1..);
    let first = first.map(|(kid, number)| claim(number, kid, "2026-03-20"));
    send(&sandbox, 1, vec![Order::Claims(order(1, first.collect()))]).await;
    sandbox.move_to("2026-03-20T13:00:00+01:00").await.unwrap();
    for (number, kid, fault) in [(2, NO_COVER, "noCover"), (3, STOPPED, "stoppedByPayer")] {
        arm(&sandbox, kid, fault).await;
        let claims = vec![claim(1, kid, "2026-04-20")];
        send(&sandbox, number, vec![Order::Claims(order(number, claims))]).await;
        sandbox.advance("PT5H").await;
    }
    let claims = vec![claim(1, PAYS, "2026-04-20")];
    send(&sandbox, 4, vec![Order::Claims(order(4, claims))]).await;
    sandbox.move_to("2026-03-24T18:00:00+01:00").await.unwrap();
    arm(&sandbox, NO_COVER, "CANCELLATION_REJECTED_BY_BDS").await;
    let back = Order::Deletions(order(6, vec![claim(1, NO_COVER, "2026-04-20")]));
    send(&sandbox, 6, vec![back]).await;
    for _ in 0..100 {
        let out = document(&sandbox).await;
        if out.to_string().contains("CANCELLATION_SENT_TO_BDS") {
            break;
        }
        sandbox.advance("PT10S").await;
    }
    let twice = [1, 2].map(|number| claim(number, PAYS, "2026-04-20"));
    let gone = Order::Deletions(order(8, vec![claim(1, STOPPED, "2026-04-20")]));
    let sent = vec![Order::Claims(order(7, twice.to_vec())), gone];
    send(&sandbox, UNREADABLE, sent).await;
    order_mandates(&sandbox).await;
    sandbox
}

/// Whatever the mailbox holds, name and content.
async fn mailbox(sandbox: &TestSandbox) -> Vec<(String, String)> {
    let list = sandbox.call("GET", "/mps/files/outbound", &[], "").await;
    let list = list.json();
    let mut files = Vec::new();
    for file in list["files"].as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        let path = format!("/mps/files/outbound/{name}");
        let content = sandbox.call("GET", &path, &[], "").await;
        files.push((name.to_owned(), content.text()));
    }
    files
}

fn filed(document: &Value) -> &Value {
    &document["services"]["mps"]["files"]
}

#[tokio::test]
async fn files_of_every_kind_come_back_and_the_rest_of_the_month_is_the_same() {
    let here = busy().await;
    // The journal counts that somebody looked.
    let before = mailbox(&here).await;
    let out = document(&here).await;
    assert_eq!(snapshot(&read(&out)), out);
    let files = filed(&out);
    for (what, text) in [
        ("orders", "\"worked\":false"),
        ("orders", "\"rejected\":[{"),
        ("orders", "\"deletions\":[{"),
        ("deletions", "CANCELLATION_REJECTED_BY_BDS"),
        ("outgoing", "\"L226\""),
        ("outgoing", "\"L00202\""),
        ("outgoing", "\"mandates\""),
        ("outgoing", "\"ocr\""),
        ("lists_wanted", ACCOUNT),
    ] {
        assert!(
            files[what].to_string().contains(text),
            "no {text} in {what}"
        );
    }
    let transactions = out["services"]["mps"]["transactions"].to_string();
    for fate in ["\"noCover\"", "\"stoppedByPayer\""] {
        assert!(transactions.contains(fate), "no {fate}");
    }
    let claims = out["book"]["claims"].as_array().unwrap();
    assert!(
        claims.iter().any(|claim| !claim["copy"].is_null()),
        "no copy"
    );

    let there = elsewhere(&out);
    for step in 0..60 {
        for sandbox in [&here, &there] {
            sandbox.advance("PT12H").await;
        }
        let written = document(&here).await;
        assert_eq!(written, document(&there).await, "after {step} steps");
        assert_eq!(snapshot(&read(&written)), written, "after {step} steps");
    }
    let after = mailbox(&here).await;
    assert_eq!(after, mailbox(&there).await);
    let names: Vec<&str> = after[before.len()..]
        .iter()
        .map(|it| it.0.as_str())
        .collect();
    for stem in ["L00202.", "FBO.", "OCR."] {
        assert!(names.iter().any(|name| name.starts_with(stem)), "{names:?}");
    }
}

/// Where below `/services/mps/files`, what is put there, and how the refusal begins; `~` is the
/// place itself. FBO, OLD, NEW and DEL are the first file of mandates, an order that is judged, one
/// of deletions that is not, and the claim that is at its bank.
const WRONG: &str = r#"
outgoing/FBO/serial | "0000099" | ~: found `0000099`
outgoing/FBO/name | "FBO.KFBO" | ~: found `FBO.KFBO`, expected a name with
outgoing/FBO/name | "../FBO.KFBO.txt" | ~: found `../FBO.KFBO.txt`, expected letters, digits
outgoing/FBO/name | "a\\b.KFBO.txt" | ~: found
outgoing/FBO/name | "å.KFBO.txt" | ~: found
outgoing/FBO/name | "a.KFBO.exe" | ~: found `a.KFBO.exe`, expected letters, digits and dots, ending
outgoing/FBO/name | "a.KFBO.csv" | it was read
outgoing/FBO/content | {"transmission": ""} | ~.transmission: found
outgoing/FBO/content | {"fax": 1} | ~
outgoing/FBO/kind | "L1" | ~: found `L1`
last_file | "0000001" | services.mps.files.outgoing.
orders/OLD/worked | false | it was read
orders/NEW/worked | true | ~: found `true`, expected false
orders/NEW/deletions/0/fate | "noCover" | services.mps.files.orders.NEW.deletions[0].fate: found
orders/NEW/deletions/0/fate | "CANCELLATION_REJECTED" | it was read
deletions/DEL/fate | "noReceipt" | ~: found `noReceipt`, expected what can become of a deletion
deletions/DEL/fate | null | it was read
deletions/DEL/order | "00000000-0000-4000-8000-000000000000" | services.mps.files.deletions.DEL
changes_told | 99999 | ~: found `99999`
"#;

#[tokio::test]
async fn files_that_could_not_be_are_refused_with_their_place() {
    let good = document(&busy().await).await;
    assert_eq!(refusal(&good), "it was read");
    let find = |what: &str, is_it: &dyn Fn(&Value) -> bool| {
        let mut all = filed(&good)[what].as_object().unwrap().iter();
        all.find(|(_, value)| is_it(value)).unwrap().0.clone()
    };
    let names = [
        ("FBO", find("outgoing", &|it| it["kind"] == "mandates")),
        ("OLD", find("orders", &|it| it["worked"] == true)),
        ("NEW", find("orders", &|it| it["deletions"] != json!([]))),
        ("DEL", find("deletions", &|_| true)),
    ];
    for row in WRONG.lines().filter(|row| !row.is_empty()) {
        let row = names.iter().fold(row.to_owned(), |row, (short, name)| {
            let row = row.replace(&format!("/{short}/"), &format!("/{name}/"));
            let row = row.replace(&format!(".{short}"), &format!(".{name}"));
            row.replace(&format!("K{short}"), &format!("K{name}"))
        });
        let [path, value, told] = row.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let place = format!("services.mps.files.{}", path.replace('/', "."));
        let told = told.replacen('~', &place, 1);
        let mut bad = good.clone();
        let value = serde_json::from_str(value).unwrap();
        put(&mut bad, &format!("/services/mps/files/{path}"), value);
        let said = refusal(&bad);
        assert!(said.starts_with(&told), "{row}:\n`{said}` wants\n`{told}`");
    }
}

#[tokio::test]
async fn ids_of_orders_without_claims_are_used_ones() {
    let good = document(&busy().await).await;
    let drawn = good["mint"]["drawn"]["shipment"].as_u64().unwrap();
    let mut bad = good.clone();
    bad["mint"]["drawn"]["shipment"] = json!(drawn - 1);
    // The last order that came was one of deletions.
    let said = refusal(&bad);
    assert!(said.starts_with("mint.drawn.shipment: found"), "{said}");
}

#[tokio::test]
async fn a_document_of_before_the_file_exchange_is_read() {
    let sandbox = Stage::frozen(MONDAY).build();
    let out = document(&sandbox).await;
    let mut old = out.clone();
    let mps = old.pointer_mut("/services/mps").unwrap();
    assert!(mps.as_object_mut().unwrap().remove("files").is_some());
    assert_eq!(snapshot(&read(&old)), out);
}
