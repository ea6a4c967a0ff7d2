//! The worked examples of the guide and their neighbours, as a table.
//!
//! A case is a bill (see `Bill::read`) and the form fields it is sent with; below it the ways that
//! were tried, closed ones by their code and the last one in capitals, and what the sender sees:
//! status, and the actions after RECEIVED and CREATED.

use crate::support::{Bill, MONDAY, TestSandbox};
use sandkasse::domain::letter::Delivery;

/// Sends every bill of a table in a sandbox of its own and holds its end against the table.
pub(super) async fn walk(table: &str) {
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut wrong = Vec::new();
    for case in lines.chunks(2) {
        let [sent, expected] = case else {
            panic!("a case has two lines: {case:?}")
        };
        let found = end_of(sent).await;
        if found != expected.trim() {
            wrong.push(format!(
                "{sent}\n   expected {}\n   found    {found}",
                expected.trim()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn end_of(sent: &str) -> String {
    let (bill, fields) = sent.split_once('|').unwrap();
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::read(bill), fields).await;
    sandbox.advance("PT1M").await;
    let status = sandbox.invoice(&id).await["status"].clone();
    let ways = sandbox.ways(&id).await;
    let actions = sandbox.actions(&id).await;
    let (first, rest) = actions.split_at(2);
    assert_eq!(first, ["RECEIVED", "CREATED"], "{sent}");
    format!("{ways} | {}: {}", status.as_str().unwrap(), rest.join(" "))
}

#[tokio::test]
async fn the_worked_examples_of_the_guide_end_as_it_tells() {
    walk(
        "
bjorg | recipient_phone_number=+4721622259
    dd_not_simulated ef_not_enabled EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bjorg -email | recipient_phone_number=+4721622259
    dd_not_simulated ef_not_enabled em_no_address PRINT | DELIVERED: INFO INFO INFO SENT/PRINT
bjorg -email | recipient_phone_number=+4721622259 recipient_efaktura_id=207080383
    dd_not_simulated ef_not_enabled ef_not_enabled em_no_address PRINT | \
DELIVERED: INFO INFO INFO INFO SENT/PRINT
bjorg | recipient_phone_number=+4721622259 recipient_efaktura_id=207080383
    dd_not_simulated ef_not_enabled ef_not_enabled EMAIL | DELIVERED: INFO INFO INFO SENT/EMAIL
halgeir | recipient_ssn=09091816528
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
halgeir due=2026-03-04 | recipient_ssn=09091816528
    dd_not_simulated ef_due_date EMAIL | DELIVERED: INFO INFO SENT/EMAIL
halgeir due=2026-03-05 | recipient_ssn=09091816528
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil | route_order=netbank route_order=print
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil -email | route_order=netbank route_order=print
    dd_not_simulated ef_no_lookup_data PRINT | DELIVERED: INFO INFO SENT/PRINT
",
    )
    .await;
}

#[tokio::test]
async fn a_consumer_is_found_by_whatever_the_registry_takes_and_by_nothing_less() {
    walk(
        "
bodil city=BRØNNØYSUND name=BODIL_TANGEN |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil city=Brønnøysund |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil city=BRONNOYSUND |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil city=BRONNOYSUND postal=0001 name=Bodil_Feil |
    dd_not_simulated ef_not_found EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil -postal |
    dd_not_simulated ef_no_lookup_data EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil -email +phone |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
halgeir -email -street -postal | recipient_phone_number=91816528 recipient_date_of_birth=1918-09-09
    dd_not_simulated ef_no_lookup_data em_no_address pr_address_incomplete | \
FAILED: INFO INFO INFO INFO ERROR
halgeir -street -postal | recipient_phone_number=91816528 recipient_date_of_birth=1918-09-09
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil phone=00472_1622259 | recipient_efaktura_id=414360222
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil | recipient_efaktura_id=999999999
    dd_not_simulated ef_not_found EFAKTURA | DELIVERED: INFO INFO SENT/EINVOICE
twin-one -email | recipient_phone_number=+4711900010
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
twin-one email=both@sandkasse.example |
    dd_not_simulated ef_not_found EMAIL | DELIVERED: INFO INFO SENT/EMAIL
blocks-fjord-energi |
    dd_not_simulated ef_blocked EMAIL | DELIVERED: INFO INFO SENT/EMAIL
legacy-agreement |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
longest-name |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
unregistered |
    dd_not_simulated ef_no_lookup_data em_no_address PRINT | DELIVERED: INFO INFO INFO SENT/PRINT
",
    )
    .await;
}

#[tokio::test]
async fn each_validation_of_an_efaktura_closes_the_netbank_and_nothing_else() {
    walk(
        "
bodil kid=1 |
    dd_not_simulated ef_kid EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil kid=18 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil kid=9999999999999999999999994 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil kid=00003434323213231 |
    dd_not_simulated ef_kid EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil -kid |
    dd_not_simulated ef_kid EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil account=8601111794 |
    dd_not_simulated ef_account EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil account=86011117948 |
    dd_not_simulated ef_account EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil account=NO9386011117947 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil account=NO93_8601_1117_947 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil -account |
    dd_not_simulated ef_account EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil amount=0.00 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil amount=-1.00 |
    dd_not_simulated ef_amount EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil currency=EUR |
    dd_not_simulated ef_currency EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil -due |
    dd_not_simulated ef_due_date EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil due=2026-03-01 -email |
    dd_not_simulated ef_no_lookup_data em_no_address PRINT | DELIVERED: INFO INFO INFO SENT/PRINT
bodil email=bodil |
    dd_not_simulated ef_no_lookup_data em_bad_address PRINT | DELIVERED: INFO INFO INFO SENT/PRINT
",
    )
    .await;
}

#[tokio::test]
async fn every_form_of_the_document_takes_the_same_ways() {
    walk(
        "
bodil form=ehf2 |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil form=ehf2 due=2026-03-04 |
    dd_not_simulated ef_due_date EMAIL | DELIVERED: INFO INFO SENT/EMAIL
bodil form=credit |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil form=credit -due |
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
halgeir form=credit -due | recipient_ssn=09091816528 b2cno_document_type=INVOICE
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
",
    )
    .await;
}

#[tokio::test]
async fn attempts_say_whether_a_way_was_skipped_or_refused_and_the_journal_says_why() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bjorg"), "").await;
    sandbox.advance("PT1M").await;
    assert_eq!(
        sandbox.attempts(&id).await,
        [
            "direct_debit skipped dd_not_simulated",
            "efaktura refused ef_not_enabled",
            "email delivered"
        ]
    );
    let story = sandbox.journal().join("\n");
    assert!(
        story.contains("has not said yes to eFaktura from everybody (found: "),
        "{story}"
    );
}

#[tokio::test]
async fn a_printed_letter_keeps_its_norwegian_letters() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bjorg").without("email"), "").await;
    sandbox.advance("PT1M").await;
    let outbox = sandbox.outbox().await;
    assert_eq!(outbox.len(), 1);
    assert_eq!(outbox[0].invoice, Some(id));
    let Delivery::Print { name, address } = &outbox[0].to else {
        panic!("not on paper: {:?}", outbox[0])
    };
    assert_eq!(name, "Bjørg Forsøk");
    assert_eq!(address.city.as_deref(), Some("Brønnøysund"));
}

#[tokio::test]
async fn the_consumer_sees_the_efaktura_in_the_netbank_and_in_vipps_as_she_chose() {
    for (slug, fields, document, in_vipps) in [
        ("halgeir", "recipient_ssn=09091816528", "bis3", true),
        ("halgeir", "recipient_ssn=09091816528", "credit", false),
        ("bodil", "", "bis3", false),
        ("vipps-display-off", "", "bis3", false),
        ("no-vipps", "", "bis3", false),
    ] {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        let bill = Bill::to(slug).with("form", document);
        sandbox.sent(&bill, fields).await;
        sandbox.advance("PT1M").await;
        let shown = sandbox
            .enter(|world| {
                let shown = world.book.presented();
                shown
                    .map(|(_, it)| (it.consumer.to_string(), it.in_vipps))
                    .collect::<Vec<_>>()
            })
            .await;
        assert_eq!(shown, [(slug.to_owned(), in_vipps)], "{slug} {document}");
    }
}

#[tokio::test]
async fn the_identifier_that_the_registry_gave_reaches_mps() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .sent(&Bill::to("bodil"), "route_order=netbank,print")
        .await;
    sandbox.advance("PT1M").await;
    let journal = sandbox.journal().join("\n");
    assert!(journal.contains("501216659"), "{journal}");
    assert!(sandbox.outbox().await.is_empty());
}

#[tokio::test]
async fn a_file_that_lies_about_its_encoding_is_refused_in_the_call_and_goes_nowhere() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let latin1: Vec<u8> = Bill::to("bodil")
        .xml()
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let token = sandbox.token().await;
    let fields = [
        ("recipient_type", "consumer"),
        ("route_order", "netbank,print"),
    ];
    let reply = sandbox.post(&token, &latin1, &fields).await;
    assert_eq!(reply.refusal(), "400 invoice_create_api_error");
    sandbox.advance("PT1M").await;
    let list = sandbox.get("/v1/invoices?direction=SENT").await;
    assert_eq!(list.text(), "[]");
    let told = latin1_as_declared(&latin1);
    let reply = sandbox.post(&token, &told, &fields).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
}

fn latin1_as_declared(latin1: &[u8]) -> Vec<u8> {
    let end = latin1.iter().position(|byte| *byte == b'\n').unwrap();
    let mut file = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".to_vec();
    file.extend_from_slice(&latin1[end..]);
    file
}
