//! Invoices in the one store: added through one service, seen and cancelled through the others.

use jiff::SignedDuration;

use super::message::{answer, code, plain};
use crate::services::mps::tests::statuses::id;
use crate::services::mps::tests::world::{self, FJORD, HALGEIR, World};
use crate::wire::xml::Element;

pub(super) fn invoice(number: &str, receiver: &str) -> String {
    format!(
        "<invoice><invoiceNumber>{number}</invoiceNumber>{receiver}\
         <documentType>INVOICE</documentType><kid>000123400000014</kid>\
         <accountNumber>15062995960</accountNumber><amount>450.00</amount>\
         <dueDate>2026-03-20</dueDate><brandName>Fjord</brandName>\
         <eFakturaUrl>https://invoice.example/{number}</eFakturaUrl></invoice>"
    )
}

pub(super) fn halgeir() -> String {
    format!("<socialSecurityNumber>{HALGEIR}</socialSecurityNumber>")
}

/// A consignment as one of the services wants it.
pub(super) fn consignment(service: &str, id: &str, invoices: &str) -> String {
    let issuer = format!("<issuerId>{FJORD}</issuerId>");
    let invoices = format!("<invoices>{invoices}</invoices>");
    let id = format!("<consignmentId>{id}</consignmentId>");
    match service {
        "erp" => format!("{issuer}{id}{invoices}"),
        "nets" => format!("{id}{invoices}{issuer}"),
        _ => format!(
            "<senderInfo>{id}<contentProviderId>123456785</contentProviderId>{issuer}</senderInfo>\
             {invoices}"
        ),
    }
}

fn add(world: &mut World, service: &str, consignment_id: &str) -> String {
    let content = consignment(service, consignment_id, &invoice("F-1", &halgeir()));
    let added = answer(world, &format!("mps.{service}.addInvoices"), &content);
    let row = ["addedInvoices", "addedInvoice", "transactionId"];
    added.path_text(&row).unwrap().to_owned()
}

fn by_number(world: &mut World, service: &str) -> Element {
    let content = format!("<issuerId>{FJORD}</issuerId><invoiceNumber>F-1</invoiceNumber>");
    answer(world, &format!("mps.{service}.getInvoiceStatus"), &content)
}

fn consignment_status(world: &mut World, service: &str, id: &str) -> Element {
    let content = format!("<consignmentId>{id}</consignmentId>");
    answer(
        world,
        &format!("mps.{service}.getConsignmentStatus"),
        &content,
    )
}

fn by_id(id: &str) -> String {
    format!("<transactionId>{id}</transactionId>")
}

fn pass(world: &mut World) {
    world.advance(SignedDuration::from_secs(30));
}

#[test]
fn an_invoice_that_one_service_took_is_seen_through_all_of_them() {
    let services = ["erp", "nets", "submitter"];
    for taker in services {
        let mut world = World::new();
        let transaction = add(&mut world, taker, "123456789");
        for reader in services {
            let early = consignment_status(&mut world, reader, "123456789");
            assert_eq!(early.child_text("status"), Some("IN_PROGRESS"));
            assert_eq!(early.child_text("invoiceCount"), Some("1"));
            assert!(early.child("invoiceStatuses").is_none());
        }
        pass(&mut world);
        for reader in services {
            let told = by_number(&mut world, reader);
            assert_eq!(
                told.child_text("status"),
                Some("ACCEPTED"),
                "{taker} {reader}"
            );
            assert_eq!(told.child_text("transactionId"), Some(transaction.as_str()));
            let told = consignment_status(&mut world, reader, "123456789");
            assert_eq!(told.child_text("status"), Some("PROCESSED"));
            let row = ["invoiceStatuses", "invoiceStatus", "invoiceNumber"];
            assert_eq!(told.path_text(&row), Some("F-1"));
        }
        let body = world::message("GetTransactionStatusRequest", &by_id(&transaction));
        let told = world::text(&world.send(world::post(&body)));
        assert!(told.contains("<status>ACCEPTED</status>"), "{told}");
        let search = format!("<issuerId>{FJORD}</issuerId><kid>000123400000014</kid>");
        let found = answer(&mut world, "mps.nets.getCancellableInvoice", &search);
        let row = ["cancellableInvoices", "cancellableInvoice", "transactionId"];
        assert_eq!(found.path_text(&row), Some(transaction.as_str()));
    }
}

#[test]
fn a_rejected_invoice_tells_why_and_what_nobody_sent_is_not_found() {
    let mut world = World::new();
    let receiver = "<efakturaIdentifier>999999999</efakturaIdentifier>";
    let content = consignment("erp", "c-1", &invoice("F-1", receiver));
    answer(&mut world, "mps.erp.addInvoices", &content);
    pass(&mut world);
    let told = by_number(&mut world, "erp");
    assert_eq!(told.child_text("status"), Some("REJECTED"));
    assert_eq!(told.child_text("rejectionCode"), Some("E005"));
    let content = format!("<issuerId>{FJORD}</issuerId><invoiceNumber>F-2</invoiceNumber>");
    let told = answer(&mut world, "mps.erp.getInvoiceStatus", &content);
    assert_eq!(told.child_text("status"), Some("NOT_FOUND"));
    let told = consignment_status(&mut world, "erp", "c-2");
    assert_eq!(told.child_text("status"), Some("NOT_FOUND"));
}

#[test]
fn a_consignment_id_is_used_once_at_each_service() {
    let mut world = World::new();
    for service in ["erp", "nets", "submitter"] {
        add(&mut world, service, "123456789");
        let content = consignment(service, "123456789", &invoice("F-2", &halgeir()));
        let id = format!("mps.{service}.addInvoices");
        if service == "submitter" {
            assert_eq!(code(&mut world, &id, &content), 209);
            continue;
        }
        // Codes of the two others begin with 5, and none of them is public for this.
        let said = plain(&mut world, &id, &content);
        assert!(said.contains("expected a consignmentId that this sender never used"));
    }
    let told = by_number(&mut world, "erp");
    assert_eq!(told.child_text("status"), Some("IN_PROGRESS"));
}

#[test]
fn an_issuer_via_mps_names_the_receiver_or_meets_5003() {
    let mut world = World::new();
    let content = consignment("nets", "c-1", &invoice("F-1", ""));
    assert_eq!(code(&mut world, "mps.nets.addInvoices", &content), 5003);
    let told = consignment_status(&mut world, "nets", "c-1");
    assert_eq!(told.child_text("status"), Some("NOT_FOUND"));
}

#[test]
fn an_invoice_is_cancelled_once_and_not_when_it_is_paid_or_unknown() {
    for (service, unknown, paid, cancelled) in
        [("nets", 5004, 5005, 5006), ("submitter", 203, 204, 206)]
    {
        let operation = format!("mps.{service}.cancelInvoice");
        let mut world = World::new();
        let nobodys = by_id(&id('7', 7));
        assert_eq!(code(&mut world, &operation, &nobodys), unknown);
        let transaction = add(&mut world, "erp", "123456789");
        let told = answer(&mut world, &operation, &by_id(&transaction));
        let later = Some("PROCESSING_IN_PROGRESS-TRY_LATER");
        assert_eq!(told.child_text("status"), later);
        pass(&mut world);
        let told = answer(&mut world, &operation, &by_id(&transaction));
        assert_eq!(told.child_text("status"), Some("CANCELLATION_REQUESTED"));
        assert_eq!(
            code(&mut world, &operation, &by_id(&transaction)),
            cancelled
        );
        pass(&mut world);
        let told = by_number(&mut world, service);
        assert_eq!(told.child_text("status"), Some("CANCELLED"));
        assert_eq!(
            code(&mut world, &operation, &by_id(&transaction)),
            cancelled
        );

        let mut world = World::new();
        let transaction = add(&mut world, "erp", "123456789");
        pass(&mut world);
        world.pay(&transaction);
        assert_eq!(code(&mut world, &operation, &by_id(&transaction)), paid);
        let search = format!("<issuerId>{FJORD}</issuerId>");
        let found = answer(&mut world, "mps.nets.getCancellableInvoice", &search);
        assert!(found.child("cancellableInvoices").is_none());
    }
}

#[test]
fn a_consignment_is_cancelled_once_and_only_where_its_id_names_one() {
    let operation = "mps.submitter.cancelConsignment";
    let content = "<consignmentId>123456789</consignmentId>";
    let mut world = World::new();
    assert_eq!(code(&mut world, operation, content), 201);
    add(&mut world, "submitter", "123456789");
    pass(&mut world);
    let told = answer(&mut world, operation, content);
    assert_eq!(told.child_text("status"), Some("CANCELLATION_REQUESTED"));
    assert_eq!(code(&mut world, operation, content), 205);
    add(&mut world, "erp", "123456789");
    assert_eq!(code(&mut world, operation, content), 202);
}

#[test]
fn an_invoice_of_a_new_issuer_is_seen_when_every_bank_has_the_issuer() {
    let mut world = World::new();
    let issuer = format!("<issuerId>{FJORD}</issuerId>");
    answer(&mut world, "mps.erp.createIssuer", &issuer);
    let transaction = add(&mut world, "erp", "c-1");
    pass(&mut world);
    let told = by_number(&mut world, "erp");
    assert_eq!(told.child_text("status"), Some("ACCEPTED"));
    assert!(world.book.presented_by("mps", &transaction).is_none());
    world.advance(SignedDuration::from_hours(24));
    assert!(world.book.presented_by("mps", &transaction).is_some());
}

#[test]
fn a_signature_that_was_not_made_here_is_refused_with_the_services_own_code() {
    let mut world = World::new();
    let content = "<encryptedSignature>%3CMSGabc%3E</encryptedSignature>";
    let operation = "mps.submitter.validateSecuritySignature";
    assert_eq!(code(&mut world, operation, content), 211);
}
