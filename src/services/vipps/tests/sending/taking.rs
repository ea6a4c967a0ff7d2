//! Sending, and sending again.

use serde_json::{Value, json};

use super::world::{ID, KARI, OLA, SENDER, STRANGER, World, set};
use crate::consumer::{Presented, PresentedId};
use crate::services::vipps::model::IdentKind;

/// Moves the sandbox clock so many minutes on.
fn wait(world: &mut World, minutes: i64) {
    world.now += jiff::SignedDuration::from_mins(minutes);
}

#[test]
fn a_sent_invoice_is_taken_with_an_empty_answer_and_told_of() {
    let mut world = World::new();
    let heard = world.send();
    assert_eq!((heard.status, heard.bytes.len()), (200, 0));
    assert_eq!(world.told(), ["invoice.taken"]);
    let facts = &heard.facts[0];
    assert_eq!(facts.ids, [ID]);
    assert_eq!(facts.consumer, [KARI]);
    assert_eq!(facts.issuer.as_deref(), Some("918130047"));
    assert_eq!(facts.kid.as_deref(), Some("26059765131"));
    assert_eq!(facts.account.as_deref(), Some("15038366383"));
    assert_eq!(facts.amount.unwrap().get(), 25043);
    assert_eq!(facts.due_date.unwrap().to_string(), "2026-03-20");
    assert_eq!(facts.document_type.as_deref(), Some("invoice"));
}

#[test]
fn somebody_named_by_phone_is_known_to_rules_by_phone() {
    let mut world = World::new();
    let mut invoice = world.invoice();
    let token = world.token(IdentKind::Msisdn, "4791816528");
    set(&mut invoice, "/recipientToken", json!(token));
    set(&mut invoice, "/invoiceType", json!("REMINDER"));
    let heard = world.put(SENDER, ID, &invoice);
    assert_eq!(heard.status, 200);
    assert_eq!(heard.facts[0].consumer, ["+4791816528"]);
    let kind = heard.facts[0].document_type.as_deref();
    assert_eq!(kind, Some("paymentReminder"));
}

#[test]
fn equal_content_is_taken_again_however_it_is_written() {
    let mut world = World::new();
    let first = world.invoice_with("/issuerIconUrl", Value::Null);
    assert_eq!(world.put(SENDER, ID, &first).status, 200);
    let stored = world.stored().unwrap().clone();
    wait(&mut world, 5);
    let mut again = world.invoice();
    let token = world.token(IdentKind::Msisdn, "4791816528");
    for (pointer, value) in [
        // A fresh token, for the same person by another number.
        ("/recipientToken", json!(token)),
        ("/due", json!("2026-03-20T16:00:00.000+01:00")),
        ("/invoiceType", json!("INVOICE")),
        ("/unknown", json!([{ "deep": 1 }])),
    ] {
        set(&mut again, pointer, value);
    }
    let text = again.to_string();
    let text = text.replace(r#""https://localhost/icon.svg""#, "null");
    let text = text.replace(r#"{"#, "{ \n\t");
    assert_eq!(world.put_bytes(SENDER, ID, text).status, 200);
    assert_eq!(world.stored(), Some(&stored));
    assert_eq!((world.later.len(), world.told().len()), (1, 1));
}

#[test]
fn the_id_of_an_invoice_that_the_netbank_presented_is_taken() {
    let mut presented = World::pending().presented().unwrap().clone();
    presented.service = "mps";
    presented.service_id = ID.rsplit_once('.').unwrap().1.to_owned();
    for (issuer, expected) in [
        ("918130047", (409, "invoice-conflict")),
        ("123123123", (200, "no problem")),
    ] {
        let mut world = World::new();
        let presented = Presented {
            issuer: issuer.to_owned(),
            ..presented.clone()
        };
        world.book.present(PresentedId("m".to_owned()), presented);
        assert_eq!(world.send().said(), expected, "{issuer}");
        assert_eq!(world.stored().is_some(), expected.0 == 200);
    }
}

#[test]
fn any_other_content_is_a_conflict_and_changes_nothing() {
    let mut world = World::new();
    assert_eq!(world.send().status, 200);
    let stored = world.stored().unwrap().clone();
    let to_ola = world.token(IdentKind::Nin, OLA);
    for (pointer, value) in [
        ("/recipientToken", json!(to_ola)),
        ("/paymentInformation/value", json!("1234567890128")),
        ("/paymentInformation/type", json!("message")),
        ("/paymentInformation/account", json!("12345678903")),
        ("/invoiceType", json!("paymentReminder")),
        ("/due", json!("2026-03-20T15:00:01Z")),
        ("/amount", json!(25044)),
        ("/minAmount", json!(1001)),
        ("/minAmount", Value::Null),
        ("/subject", json!("Strøm &amp; <nett> \"mars\"")),
        ("/issuerName", Value::Null),
        (
            "/commercialInvoice/0/url",
            json!("https://localhost/pdf?q=a="),
        ),
        ("/attachments", Value::Null),
        ("/issuerIconUrl", Value::Null),
        ("/metadata/batch", json!("8")),
        ("/metadata/run", json!("1")),
    ] {
        let other = world.invoice_with(pointer, value);
        let heard = world.put(SENDER, ID, &other);
        assert_eq!(heard.said(), (409, "invoice-conflict"), "{pointer}");
        assert_eq!(world.stored(), Some(&stored), "{pointer}");
    }
    let mut turned = world.invoice();
    turned["commercialInvoice"]
        .as_array_mut()
        .unwrap()
        .reverse();
    let heard = world.put(SENDER, ID, &turned);
    assert_eq!(heard.said(), (409, "invoice-conflict"));
    assert_eq!(world.later.len(), 1);
}

#[test]
fn the_id_of_another_isp_is_a_conflict_even_with_equal_content() {
    let mut world = World::new();
    assert_eq!(world.send().status, 200);
    let same = world.invoice();
    let heard = world.put(STRANGER, ID, &same);
    assert_eq!(heard.said(), (409, "invoice-conflict"));
    assert!(heard.detail().contains("another ISP"), "{}", heard.detail());
    assert_eq!(world.stored().unwrap().isp.as_str(), SENDER);
}

#[test]
fn an_id_is_spent_whatever_became_of_its_invoice() {
    let mut world = World::new();
    world.change_company("issuer", |it| it.accounts.clear());
    assert_eq!(world.send().status, 200);
    world.settle();
    assert_eq!(world.state(), "rejected");
    assert_eq!(world.send().status, 200);
    assert_eq!((world.state().as_str(), world.later.len()), ("rejected", 0));
    let corrected = world.invoice_with("/paymentInformation/account", json!("12345678903"));
    let heard = world.put(SENDER, ID, &corrected);
    assert_eq!(heard.said(), (409, "invoice-conflict"));
    let other = "orgno-no.918130047.Another-1";
    assert_eq!(world.put(SENDER, other, &corrected).status, 200);
}

#[test]
fn a_repeat_is_validated_anew_unless_the_setting_compares_first() {
    let mut world = World::new();
    let invoice = world.invoice();
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
    wait(&mut world, 15);
    let heard = world.put(SENDER, ID, &invoice);
    assert_eq!(heard.said(), (400, "recipient-token-expired"));
    world.set("vipps.compare_first", "true");
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
    // The due date is too near by now, and it is still what was sent.
    wait(&mut world, 17 * 24 * 60);
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
    let other = world.invoice_with("/paymentInformation/value", json!("1"));
    let heard = world.put(SENDER, ID, &other);
    assert_eq!(heard.said(), (409, "invoice-conflict"));
    let unread = world.invoice_with("/recipientToken", json!("x.y.z"));
    let heard = world.put(SENDER, ID, &unread);
    assert_eq!(heard.said(), (400, "invalid-recipient-token"));
    world.set("vipps.compare_first", "false");
    let heard = world.send();
    assert_eq!(heard.said(), (400, "invalid-due-date"));
}

#[test]
fn metadata_is_kept_and_text_is_kept_byte_for_byte() {
    let mut world = World::new();
    assert_eq!(world.send().status, 200);
    let content = &world.stored().unwrap().content;
    assert_eq!(content.metadata["batch"], "7");
    assert_eq!(content.subject, "Strøm & <nett> \"mars\"");
}
