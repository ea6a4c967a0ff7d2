//! From intake to the result: what the status operations say, and when.

use jiff::SignedDuration;

use super::world::{FJORD, HALGEIR, World, message, post, text};
use crate::services::mps::Model;
use crate::snapshot::written;

/// A UUID that shows what it is for.
pub(super) fn id(kind: char, number: usize) -> String {
    format!("{}-0000-4000-8000-{number:012}", kind.to_string().repeat(8))
}

/// `addShipment` with transactions as `number:type:document`, `:atg` and `:kid` for these parts,
/// `-` behind it all: no efakturaInfo.
pub(super) fn shipment(number: usize, transactions: &[&str]) -> String {
    let rows: String = transactions
        .iter()
        .map(|words| {
            let bare = words.strip_suffix('-');
            let mut parts = bare.unwrap_or(words).split(':');
            let mut part = || parts.next().unwrap();
            let id = id('b', part().parse().unwrap());
            let (payment, document) = (part(), part());
            let info = format!("<socialSecurityNumber>{HALGEIR}</socialSecurityNumber>");
            let info = if bare.is_some() { "" } else { &info };
            let row = transaction(&id, payment, document, info);
            parts.fold(row, |row, part| match part {
                "atg" => row.replace("</transactions>", ATG),
                _ => row.replace("<accountNumber>", "<kid>123456782</kid><accountNumber>"),
            })
        })
        .collect();
    add(&id('a', number), FJORD, &rows)
}

const ATG: &str = "<atgInfo><atgNotification>true</atgNotification></atgInfo></transactions>";

pub(super) fn add(id: &str, issuer: &str, rows: &str) -> String {
    let rest = format!(
        "<shipmentId>{id}</shipmentId><issuer>{issuer}</issuer><transactions>{rows}</transactions>"
    );
    message("AddShipmentRequest", &rest)
}

fn transaction(id: &str, payment: &str, document: &str, receiver: &str) -> String {
    let info = format!(
        "<efakturaInfo>{receiver}<brandName>Fjord</brandName>\
         <eFakturaUrl>https://f.example/1</eFakturaUrl></efakturaInfo>"
    );
    let info = if receiver.is_empty() { "" } else { &info };
    format!(
        "<transactions><transactionId>{id}</transactionId><paymentType>{payment}</paymentType>\
         <documentType>{document}</documentType><accountNumber>15062995960</accountNumber>\
         <amount>450.00</amount><dueDate>2026-03-20</dueDate>{info}</transactions>"
    )
}

fn ask(world: &mut World, root: &str, name: &str, id: &str) -> String {
    let body = message(root, &format!("<{name}>{id}</{name}>"));
    text(&world.send(post(&body)))
}

#[test]
fn a_shipment_is_in_progress_until_the_delay_has_passed_and_then_processed() {
    let mut world = World::new();
    let sent = ["1:EFAKTURA:INVOICE", "2:EFAKTURA:REMINDER"];
    let answer = text(&world.send(post(&shipment(1, &sent))));
    assert!(
        answer.contains("<noOfTransactions>2</noOfTransactions>"),
        "{answer}"
    );
    world.advance(SignedDuration::from_secs(4));
    let root = "GetShipmentStatusRequest";
    let early = ask(&mut world, root, "shipmentId", &id('a', 1));
    assert!(
        early.contains(
            "<efakturaShipmentStatus>IN_PROGRESS</efakturaShipmentStatus>\
             <atgShipmentStatus>NO_ATG_IN_SHIPMENT</atgShipmentStatus>\
             <transactionCount>2</transactionCount>\
             <efakturaTransactionCount>2</efakturaTransactionCount>\
             <atgTransactionCount>0</atgTransactionCount></v1:"
        ),
        "{early}"
    );
    world.advance(SignedDuration::from_secs(1));
    let late = ask(&mut world, root, "shipmentId", &id('a', 1));
    assert!(
        late.contains(">PROCESSED</efakturaShipmentStatus>"),
        "{late}"
    );
    let row = format!(
        "<transactionStatus><transactionId>{}</transactionId>\
         <efakturaTransactionStatus><status>ACCEPTED</status></efakturaTransactionStatus>\
         <atgTransactionStatus><status>NOT_AN_ATG_TRANSACTION</status></atgTransactionStatus>\
         </transactionStatus>",
        id('b', 2)
    );
    assert!(late.contains(&row), "{late}");
}

#[test]
fn what_is_accepted_stands_in_the_consumers_book_and_is_told() {
    let mut world = World::new();
    let sent = ["1:EFAKTURA:INVOICE", "2:EFAKTURA:CREDIT_NOTE"];
    world.send(post(&shipment(1, &sent)));
    world.advance(SignedDuration::from_secs(5));
    let shown: Vec<_> = world
        .book
        .presented()
        .map(|(_, it)| (it.service_id.clone(), it.consumer.to_string(), it.in_vipps))
        .collect();
    let mut shown = shown;
    shown.sort();
    assert_eq!(
        shown,
        [
            (id('b', 1), "halgeir".to_owned(), true),
            (id('b', 2), "halgeir".to_owned(), false),
        ]
    );
    assert_eq!(
        world.told(),
        [
            "efaktura.received -",
            "efaktura.received -",
            "efaktura.accepted -",
            "efaktura.accepted -",
        ]
    );
    let state = written::serialize(&world.model, serde_json::value::Serializer).unwrap();
    let one = &state["transactions"][id('b', 1)];
    assert_eq!(one["efaktura"]["status"], "ACCEPTED");
    assert_eq!(one["sent"]["amount_ore"], 45_000);
    let read: Model = written::deserialize(state).unwrap();
    assert_eq!(read, world.model);
}

#[test]
fn without_a_delay_the_validation_is_still_a_thing_that_happens_after_the_answer() {
    let mut world = World::new();
    world.settings.mps_validation_delay = SignedDuration::ZERO;
    world.send(post(&shipment(1, &["1:EFAKTURA:INVOICE"])));
    let root = "GetTransactionStatusRequest";
    let before = ask(&mut world, root, "transactionId", &id('b', 1));
    assert!(before.contains("<status>IN_PROGRESS</status>"), "{before}");
    world.advance(SignedDuration::ZERO);
    let after = ask(&mut world, root, "transactionId", &id('b', 1));
    assert!(after.contains("<status>ACCEPTED</status>"), "{after}");
}

#[test]
fn a_thousand_transactions_are_taken_and_one_more_is_not() {
    let rows = |count: usize| -> String {
        let row = |n| {
            let receiver = format!("<socialSecurityNumber>{HALGEIR}</socialSecurityNumber>");
            transaction(&id('b', n), "EFAKTURA", "INVOICE", &receiver)
        };
        (0..count).map(row).collect()
    };
    let mut world = World::new();
    let answer = world.send(post(&add(&id('a', 1), FJORD, &rows(1001))));
    let told = text(&answer);
    assert!(
        told.contains("expected at most 1000 of them, found 1001"),
        "{told}"
    );
    let answer = world.send(post(&add(&id('a', 1), FJORD, &rows(1000))));
    assert_eq!(answer.status(), 200);
    world.advance(SignedDuration::from_secs(5));
    assert_eq!(world.book.presented().count(), 1000);
}
