//! What is found without a walk through all shipments, and after a snapshot as before it.

use serde_json::Value;

use super::invoices::{consignment, halgeir, invoice};
use super::message::answer;
use crate::services::mps::tests::world::{FJORD, World};
use crate::services::mps::{Model, check_state};
use crate::snapshot::written::Written;

fn written(world: &World) -> Value {
    world.model.write(serde_json::value::Serializer).unwrap()
}

/// A world with the same invoice number in a consignment of each service and under another issuer.
fn world() -> World {
    let mut world = World::new();
    for (service, id, issuer) in [
        ("erp", "123456789", FJORD),
        ("nets", "123456789", FJORD),
        ("submitter", "1234567890", FJORD),
        ("erp", "123456780", "310000028"),
    ] {
        let invoices = ["F-1", "F-10"].map(|number| invoice(number, &halgeir()));
        let content = consignment(service, id, &invoices.concat());
        let content = content.replace(FJORD, issuer);
        answer(&mut world, &format!("mps.{service}.addInvoices"), &content);
        world.advance(jiff::SignedDuration::from_secs(30));
    }
    world
}

#[test]
fn an_invoice_is_found_by_its_whole_number_and_its_issuer_before_and_after_a_snapshot() {
    let mut world = world();
    let text = written(&world);
    assert_eq!(text.get("index"), None);
    let read = Model::read(text).unwrap();
    assert_eq!(read, world.model);
    check_state(&read, &world.cast, &world.book).unwrap();
    world.model = read;
    for (number, count) in [
        ("<invoiceNumber>F-1</invoiceNumber>", 3),
        ("<invoiceNumber>F-10</invoiceNumber>", 3),
        ("<invoiceNumber>F</invoiceNumber>", 0),
        ("", 6),
    ] {
        let content = format!("<issuerId>{FJORD}</issuerId>{number}");
        let found = answer(&mut world, "mps.nets.getCancellableInvoice", &content);
        let rows = found.child("cancellableInvoices");
        assert_eq!(rows.map_or(0, |rows| rows.children.len()), count);
    }
    for (id, expected) in [("123456789", "PROCESSED"), ("12345678", "NOT_FOUND")] {
        let content = format!("<consignmentId>{id}</consignmentId>");
        let told = answer(&mut world, "mps.erp.getConsignmentStatus", &content);
        assert_eq!(told.child_text("status"), Some(expected), "{id}");
    }
}

#[test]
fn a_snapshot_in_which_a_sender_used_a_consignment_id_twice_is_refused() {
    let there = world();
    let mut text = written(&there);
    let shipments = text.get_mut("shipments").unwrap().as_object_mut().unwrap();
    for shipment in shipments.values_mut() {
        if shipment["port"] == "erp" {
            shipment["consignment"] = Value::from("123456789");
        }
    }
    let read = Model::read(text).unwrap();
    let refused = check_state(&read, &there.cast, &there.book)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("once at this service"), "{refused}");
}
