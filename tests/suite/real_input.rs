//! The published example documents, sent as they are to a consumer.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use crate::support::{Stage, TestSandbox};

/// A document, a day on which its due date is still ahead, and the ways it must take.
///
/// None of the published documents reaches the netbank: their KIDs fail MOD10, or their buyers are
/// in no registry.
const DOCUMENTS: [(&str, &str, &[&str]); 6] = [
    // A buyer with phone and e-mail, in a town with a postal code of three digits.
    (
        "01-peppol-bis3-no-national-invoice.xml",
        "2013-07-01T09:00:00+02:00",
        &["efaktura refused ef_no_lookup_data", "email delivered"],
    ),
    // A credit note in euro to Stockholm, where a postal code has a blank in it.
    (
        "02-peppol-bis3-credit-note.xml",
        "2017-11-14T09:00:00+01:00",
        &["efaktura refused ef_not_found", "email delivered"],
    ),
    // The same as an invoice below zero.
    (
        "03-peppol-bis3-negative-invoice.xml",
        "2017-11-14T09:00:00+01:00",
        &["efaktura refused ef_not_found", "email delivered"],
    ),
    // Nothing but name and address.
    (
        "04-ehf3-forward-billing-consumer-invoice.xml",
        "2019-04-02T09:00:00+02:00",
        &[
            "efaktura refused ef_no_lookup_data",
            "email refused em_no_address",
            "print delivered",
        ],
    ),
    // An identity number that is a placeholder, and a phone in the old notation.
    (
        "05-ehf2-b2c-invoice-z01.xml",
        "2013-07-01T09:00:00+02:00",
        &["efaktura refused ef_not_found", "email delivered"],
    ),
    // A byte order mark, no due date, no means of payment.
    (
        "06-ehf2-b2c-credit-note.xml",
        "2015-08-22T09:00:00+02:00",
        &[
            "efaktura refused ef_no_lookup_data",
            "email refused em_no_address",
            "print delivered",
        ],
    ),
];

#[expect(
    clippy::disallowed_methods,
    reason = "where the documents lie is told from outside"
)]
fn documents() -> Option<PathBuf> {
    let specs = std::env::var_os("SANDKASSE_SPECS")?;
    Some(PathBuf::from(specs).join("ubl"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the documents are not part of this repository"
)]
fn bytes_of(folder: &std::path::Path, name: &str) -> Vec<u8> {
    let path = folder.join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Past the capture of the test runner, so that it is seen.
fn skipped() {
    let what = b"skipped: the published documents; SANDKASSE_SPECS is not set\n";
    std::io::stderr().write_all(what).unwrap();
}

async fn post(sandbox: &TestSandbox, file: &[u8], name: &str, more: &[(&str, &str)]) -> String {
    let token = sandbox.token().await;
    let fields = [&[("recipient_type", "consumer")], more].concat();
    let reply = sandbox.post(&token, file, &fields).await;
    assert_eq!(reply.status, 201, "{name}: {}", reply.text());
    reply.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_published_document_ends_where_its_content_says() {
    let Some(folder) = documents() else {
        skipped();
        return;
    };
    let mut wrong = Vec::new();
    for (name, day, expected) in DOCUMENTS {
        let file = bytes_of(&folder, name);
        let sandbox = Stage::frozen(day).build();
        let id = post(&sandbox, &file, name, &[]).await;
        sandbox.advance("PT1M").await;
        let found = sandbox.attempts(&id).await;
        let mut whole = vec!["direct_debit skipped dd_not_simulated"];
        whole.extend(expected);
        if found != whole {
            wrong.push(format!(
                "{name}\n  expected {whole:?}\n  found    {found:?}"
            ));
        }
        assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED", "{name}");
        assert_eq!(sandbox.events("invoice.created").len(), 1, "{name}");
        assert_eq!(sandbox.outbox().await.len(), 1, "{name}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What each document trips over in the netbank once its consumer is found: addressed to Halgeir by
/// identity number, with the clock before the due date.
const JUDGED: [(&str, &str); 6] = [
    // `0003434323213231` fails MOD10, in whichever form it comes.
    ("01-peppol-bis3-no-national-invoice.xml", "ef_kid"),
    ("04-ehf3-forward-billing-consumer-invoice.xml", "ef_kid"),
    ("05-ehf2-b2c-invoice-z01.xml", "ef_kid"),
    // Euro, and after that an account that is none.
    ("02-peppol-bis3-credit-note.xml", "ef_currency"),
    ("03-peppol-bis3-negative-invoice.xml", "ef_currency"),
    // A credit note needs no due date, and this one names no account either.
    ("06-ehf2-b2c-credit-note.xml", "ef_account"),
];

#[tokio::test]
async fn a_published_document_for_a_known_consumer_trips_over_its_own_content() {
    let Some(folder) = documents() else {
        skipped();
        return;
    };
    for (name, code) in JUDGED {
        let (_, day, _) = DOCUMENTS
            .iter()
            .find(|(known, _, _)| *known == name)
            .unwrap();
        let file = bytes_of(&folder, name);
        let sandbox = Stage::frozen(day).build();
        let halgeir = [("recipient_ssn", "09091816528")];
        let id = post(&sandbox, &file, name, &halgeir).await;
        sandbox.advance("PT1M").await;
        let found = sandbox.attempts(&id).await;
        assert_eq!(found[1], format!("efaktura refused {code}"), "{name}");
    }
}

#[tokio::test]
async fn the_table_knows_every_published_document() {
    let Some(folder) = documents() else {
        skipped();
        return;
    };
    let names = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let xml = names.filter_map(|name| name.into_string().ok());
    let mut xml: Vec<String> = xml.filter(|name| name.ends_with(".xml")).collect();
    xml.sort();
    assert_eq!(xml, DOCUMENTS.map(|(name, _, _)| name));
}

#[tokio::test]
async fn the_senders_own_picture_of_the_invoice_goes_into_the_envelope() {
    let Some(folder) = documents() else {
        skipped();
        return;
    };
    let (name, day, _) = DOCUMENTS[3];
    let sandbox = Stage::frozen(day).build();
    post(&sandbox, &bytes_of(&folder, name), name, &[]).await;
    let outbox = sandbox.outbox().await;
    let files = outbox.iter().flat_map(|letter| &letter.files);
    let names: Vec<&str> = files.map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["originalinvoice.pdf"]);
}
