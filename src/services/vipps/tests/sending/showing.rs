//! What its sender sees of an invoice.

use serde_json::{Value, json};

use super::world::{ID, KARI, SENDER, STRANGER, World};
use crate::consumer::PresentedState;
use crate::domain::money::Ore;

#[test]
fn a_sender_sees_what_it_sent_without_addresses_and_metadata() {
    let mut world = World::pending();
    let heard = world.get(SENDER);
    assert_eq!(heard.status, 200);
    let mut body = heard.body;
    let etag = "00000002-0000-0000-0000-69a543850000";
    let status = json!({
        "lastModified": "2026-03-02T08:00:05Z", "state": "pending", "etag": etag,
    });
    assert_eq!(body["status"].take(), status);
    assert_eq!(
        body,
        json!({
            "invoiceId": ID,
            "paymentInformation":
                { "type": "kid", "value": "26059765131", "account": "15038366383" },
            "invoiceType": "invoice",
            "due": "2026-03-20T15:00:00Z",
            "amount": 25043,
            "minAmount": 1000,
            "subject": "Strøm & <nett> \"mars\"",
            "issuerName": "Vipps Teknologi",
            "recipient": {
                "identType": "nin-no", "identValue": KARI, "resolvedAt": "2026-03-02T08:00:00Z",
            },
            "providerId": { "identType": "orgno-no", "identValue": "918130047" },
            "commercialInvoice": [{ "mimeType": "application/pdf" }, { "mimeType": "text/html" }],
            "attachments": [{ "id": "0", "title": "Forbruk", "mimeTypes": ["image/png"] }],
            "issuerIconUrl": "https://localhost/icon.svg",
            "status": null,
            "created": "2026-03-02T08:00:00Z",
            "source": "vipps",
            "etag": etag,
        })
    );
}

#[test]
fn kinds_come_back_in_the_words_of_vipps_and_no_attachments_are_an_empty_list() {
    let mut world = World::new();
    let mut invoice = world.invoice_with("/attachments", Value::Null);
    invoice["invoiceType"] = json!("DUNNING");
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
    let body = world.get(SENDER).body;
    assert_eq!(body["invoiceType"], "debtCollectionWarning");
    assert_eq!(body["attachments"], json!([]));
}

#[test]
fn an_isp_sees_its_own_invoices_only() {
    let mut world = World::new();
    assert_eq!(world.get(SENDER).said(), (404, "invoice-not-found"));
    world.send();
    assert_eq!(world.get(STRANGER).said(), (404, "invoice-not-found"));
    assert_eq!(world.get(SENDER).status, 200);
}

#[test]
fn the_etag_changes_with_every_state_and_the_approval_shows() {
    let mut world = World::new();
    world.send();
    let mut seen = vec![world.etag()];
    world.settle();
    seen.push(world.etag());
    let (amount, at) = (Ore::new(2000), world.now);
    let on = "2026-03-19".parse().unwrap();
    world.consumer_makes_it(PresentedState::Approved { amount, on, at });
    let status = world.get(SENDER).body["status"].clone();
    assert_eq!(status["state"], "approved");
    assert_eq!(
        (&status["amount"], &status["due"]),
        (&json!(2000), &json!("2026-03-18T23:00:00Z"))
    );
    seen.push(world.etag());
    world.consumer_makes_it(PresentedState::Open);
    assert_eq!(world.state(), "pending");
    seen.push(world.etag());
    seen.dedup();
    assert_eq!(seen.len(), 4);
}
