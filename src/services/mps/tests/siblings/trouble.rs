//! What scenarios may ask the sibling services for, and what their rules may match on.

use jiff::SignedDuration;

use super::invoices::{consignment, halgeir, invoice};
use super::message::{answer, audited, request, row, smallest};
use crate::services::mps::tests::world::{FJORD, HALGEIR, World, received, text};
use crate::services::mps::{Mps, OPERATIONS, SCRIPTED};
use crate::services::{Fidelity, Match, Operation, Scripted, Simulated, Staged};

/// What becomes of the smallest message of an operation of which a scenario wants something.
fn staged(id: &str, wanted: &'static Scripted) -> String {
    let content = smallest(row(id));
    let decoded = Mps.decode(&received(request(id, &content))).unwrap();
    let mut echo = decoded.echo;
    match Mps.stage(wanted, decoded.command, &mut echo, &[0]) {
        Staged::Refused(fault) => text(&Mps.encode(&echo, Err(&fault))),
        Staged::Proceed(command) => {
            let said = World::new().apply(command);
            text(&Mps.encode(&echo, said.as_ref()))
        }
    }
}

/// Whether it is asked for in a SOAP message.
fn is_message(row: &Operation) -> bool {
    matches!(row.matched_by, Match::SoapBody { .. })
}

#[test]
fn every_code_can_be_asked_for_by_name_and_is_spoken_by_its_service() {
    for wanted in SCRIPTED {
        let is_sibling = |id: &&&str| id.matches('.').count() == 2 && is_message(row(id));
        for id in wanted.on.iter().filter(is_sibling) {
            let fault = match (wanted.name, wanted.name.parse::<u16>()) {
                (_, Ok(code)) => format!("<errorCode>{code}</errorCode>"),
                ("serverFault", _) => ":ServerFault ".to_owned(),
                ("soapFault", _) => "soapenv:Fault".to_owned(),
                ("anotherMessageIdentifier", _) => "another-message".to_owned(),
                ("authentication", _) => "wsse:FailedAuthentication".to_owned(),
                (_, Err(_)) => continue,
            };
            let said = staged(id, wanted);
            assert!(said.contains(&fault), "{id} {}: {said}", wanted.name);
            assert!(
                wanted.name != "soapFault" || !said.contains("<detail>"),
                "{id}: {said}"
            );
            let is_client = said.contains("<faultcode>soapenv:Client</faultcode>");
            let is_numbered = wanted.name.parse::<u16>().is_ok();
            let is_refused = is_numbered || wanted.name == "authentication";
            // Under another message identifier stands whatever the service says anyway.
            assert!(
                is_client == is_refused || wanted.name == "anotherMessageIdentifier",
                "{id} {}: {said}",
                wanted.name
            );
        }
    }
}

#[test]
fn every_operation_that_is_built_can_fail_with_and_without_detail() {
    for row in OPERATIONS {
        // The mandate API speaks no SOAP and has failures of its own.
        if row.matched_by == Match::Path {
            continue;
        }
        let is_message = is_message(row) && row.fidelity != Fidelity::Absent;
        for name in [
            "serverFault",
            "soapFault",
            "authentication",
            "anotherMessageIdentifier",
        ] {
            let can = |it: &Scripted| it.name == name && it.on.contains(&row.id);
            let is_there = SCRIPTED.iter().any(can);
            assert_eq!(is_there, is_message, "{name} on {}", row.id);
        }
    }
}

#[test]
fn a_rejection_that_a_scenario_asked_for_comes_with_the_validation() {
    let mut world = World::new();
    let content = consignment("erp", "c-1", &invoice("F-1", &halgeir()));
    let message = request("mps.erp.addInvoices", &audited(&content));
    let decoded = Mps.decode(&received(message)).unwrap();
    let wanted = SCRIPTED.iter().find(|it| it.name == "E002").unwrap();
    let mut echo = decoded.echo;
    let Staged::Proceed(command) = Mps.stage(wanted, decoded.command, &mut echo, &[0]) else {
        unreachable!("a rejection comes later");
    };
    world.apply(command).unwrap();
    world.advance(SignedDuration::from_secs(30));
    let content = format!("<issuerId>{FJORD}</issuerId><invoiceNumber>F-1</invoiceNumber>");
    let told = answer(&mut world, "mps.erp.getInvoiceStatus", &content);
    assert_eq!(told.child_text("rejectionCode"), Some("E002"));
}

#[test]
fn rules_match_on_each_invoice_of_a_consignment() {
    let two = [invoice("F-1", &halgeir()), invoice("F-2", &halgeir())].concat();
    for service in ["erp", "nets", "submitter"] {
        let content = audited(&consignment(service, "123456789", &two));
        let id = format!("mps.{service}.addInvoices");
        let decoded = Mps.decode(&received(request(&id, &content))).unwrap();
        assert_eq!(decoded.facts.len(), 2);
        for facts in decoded.facts {
            assert_eq!(facts.consumer, [HALGEIR]);
            assert_eq!(facts.issuer.as_deref(), Some(FJORD));
            assert_eq!(facts.kid.as_deref(), Some("000123400000014"));
            assert_eq!(facts.account.as_deref(), Some("15062995960"));
            assert_eq!(facts.amount.map(|amount| amount.get()), Some(45_000));
            assert_eq!(facts.document_type.as_deref(), Some("INVOICE"));
        }
    }
}
