//! The tables of fields: what they say, and what is made of them.

use bytes::Bytes;
use http::Request;

use super::message::{code_of, kept, refused, row, send, smallest, soap_of};
use crate::services::mps::tests::world::{World, at, received, text};
use crate::services::mps::{Echo, MOUNT, Mps, OPERATIONS};
use crate::services::{Contract, Fidelity, Field, Holds, Kind, Match, Operation, Simulated};
use crate::wire::xml::{Element, Limits};

fn described() -> impl Iterator<Item = (&'static Operation, &'static Contract)> {
    // The creditor mandate API has a table of its fields as well, but no envelopes.
    OPERATIONS
        .iter()
        .filter(|row| matches!(row.matched_by, Match::SoapBody { .. }))
        .filter_map(|row| Some((row, row.contract?)))
}

fn field(fields: &'static [Field], path: &[&str]) -> &'static Field {
    let mut all = Vec::new();
    flat(fields, &mut all);
    let found = all.into_iter().find(|it| it.name == path[0]).unwrap();
    match (path.len(), found.holds) {
        (1, _) => found,
        (_, Holds::Fields(shape)) => field(shape.fields, &path[1..]),
        (_, Holds::Value(_) | Holds::Choice(_)) => unreachable!("{path:?}"),
    }
}

fn flat(fields: &'static [Field], all: &mut Vec<&'static Field>) {
    for field in fields {
        match field.holds {
            Holds::Choice(options) => flat(options, all),
            Holds::Value(_) | Holds::Fields(_) => all.push(field),
        }
    }
}

#[test]
fn the_documented_fields_have_their_documented_limits() {
    let nets = row("mps.nets.addInvoices").contract.unwrap().request;
    let submitter = row("mps.submitter.addInvoices").contract.unwrap().request;
    let rule = row("mps.erp.addBrandAgreementRule")
        .contract
        .unwrap()
        .request;
    for (fields, path, kind, min) in [
        (nets, &["serviceProvider"][..], Kind::Digits(9, 9), 0),
        (nets, &["consignmentId"], Kind::Text(1, 40), 1),
        (
            nets,
            &["invoices", "invoice", "invoiceNumber"],
            Kind::Text(1, 100),
            1,
        ),
        (
            submitter,
            &["senderInfo", "consignmentId"],
            Kind::Digits(9, 11),
            0,
        ),
        (
            submitter,
            &["senderInfo", "contentProviderId"],
            Kind::Digits(9, 9),
            1,
        ),
        (rule, &["issuerId"], Kind::Digits(9, 9), 1),
        (
            rule,
            &["brandAgreementRule", "accountNumber"],
            Kind::Text(11, 11),
            1,
        ),
    ] {
        let found = field(fields, path);
        assert_eq!(
            (found.holds, found.min),
            (Holds::Value(kind), min),
            "{path:?}"
        );
        assert!(found.known.is_some(), "{path:?} is documented");
    }
}

#[test]
fn the_documented_actions_keep_their_oddities() {
    for (id, action) in [
        (
            "mps.erp.addInvoices",
            "https://efaktura-service.nets.no/invoicing-erp/v4/addInvoices",
        ),
        (
            "mps.nets.cancelInvoice",
            "https://efaktura-services.nets.no/efaktura-submitter-service/v1/cancelInvoice",
        ),
        (
            "mps.nets.getCancellableInvoice",
            "https://efaktura-services.nets.no/efaktura-submitter-service/v1/getCancellableInvoice",
        ),
        (
            "mps.nets.addInvoices",
            "https://efaktura-services.nets.no/invoicing-nets-submitter/v1/addInvoices",
        ),
    ] {
        assert_eq!(soap_of(row(id)).2, action);
    }
}

#[test]
fn every_message_begins_with_what_pairs_it() {
    for (row, contract) in described() {
        assert_eq!(contract.request[0].name, "auditInformation", "{}", row.id);
        assert_eq!(contract.response[0].name, "messageIdentifier", "{}", row.id);
        assert_eq!(row.fidelity, Fidelity::Modelled, "{}", row.id);
    }
}

#[test]
fn the_smallest_message_of_every_operation_is_taken() {
    let mut refused = Vec::new();
    for (row, _) in described() {
        let mut world = World::new();
        let response = send(&mut world, row.id, &smallest(row));
        let status = response.status().as_u16();
        if status == 200 {
            kept(row, &response);
            continue;
        }
        // What the message is about does not exist; the rule that says so is the service's own.
        let expected = match row.id {
            "mps.erp.getIssuer"
            | "mps.erp.deleteIssuer"
            | "mps.erp.addBrandAgreementRule"
            | "mps.erp.deleteBrandAgreementRule" => 5002,
            "mps.nets.addInvoices" => 5003,
            "mps.nets.cancelInvoice" => 5004,
            "mps.submitter.cancelConsignment" => 201,
            "mps.submitter.cancelInvoice" => 203,
            "mps.submitter.validateSecuritySignature" => 211,
            other => unreachable!("{other}: {}", text(&response)),
        };
        assert_eq!(code_of(row, &response), expected, "{}", row.id);
        refused.push(row.id);
    }
    assert_eq!(refused.len(), 9, "{refused:?}");
}

#[test]
fn a_message_in_another_order_too_long_or_too_short_is_refused_with_words() {
    let audit = smallest(row("mps.submitter.getBlackList"));
    for (id, content, expected) in [
        (
            "mps.erp.getIssuer",
            audit.clone(),
            "expected <issuerId>, found the end of <getIssuer>",
        ),
        (
            "mps.erp.getIssuer",
            format!("<issuerId>310000027</issuerId>{audit}"),
            "expected <auditInformation>, found <issuerId>",
        ),
        (
            "mps.erp.getIssuer",
            format!("{audit}<issuerId>31000002</issuerId>"),
            "getIssuer/issuerId: expected 9 digits, found \"31000002\"",
        ),
        (
            "mps.erp.getIssuer",
            format!("{audit}<issuerId>310000027</issuerId><name>x</name>"),
            "expected the end of <getIssuer> (elements stand in a fixed order), found <name>",
        ),
        (
            "mps.nets.getConsignmentStatus",
            format!("{audit}<consignmentId>{}</consignmentId>", "x".repeat(41)),
            "expected 1 to 40 characters",
        ),
        (
            "mps.nets.getInvoiceStatus",
            format!("{audit}<issuerId>310000027</issuerId>"),
            "expected one of <invoiceNumber>, <transactionId>, found the end",
        ),
        (
            "mps.submitter.validateSecuritySignature",
            format!("{audit}<encryptedSignature>MSG</encryptedSignature>"),
            "expected %3CMSG, the signature, and %3E, in one line",
        ),
    ] {
        let said = refused(id, &content);
        assert!(said.contains(expected), "{id}: {said}");
    }
}

#[test]
fn a_thousand_and_one_invoices_and_several_without_a_consignment_are_refused() {
    let whole = smallest(row("mps.submitter.addInvoices"));
    let (begin, end) = (
        whole.find("<invoice>").unwrap(),
        whole.rfind("</invoices>").unwrap(),
    );
    let invoice = &whole[begin..end];
    let many = |count: usize| whole.replace(invoice, &invoice.repeat(count));
    let said = refused("mps.submitter.addInvoices", &many(1001));
    assert!(
        said.contains("invoice: expected at most 1000 of them, found 1001"),
        "{said}"
    );
    let said = refused("mps.submitter.addInvoices", &many(2));
    assert!(
        said.contains("expected a consignmentId beside several invoices"),
        "{said}"
    );
    let wrong = many(2).replacen("450.00", "450.001", 1);
    let said = refused("mps.submitter.addInvoices", &wrong);
    assert!(said.contains("(in invoice number 1)"), "{said}");
}

#[test]
fn the_description_of_each_port_names_every_element_known_or_modelled() {
    for row in OPERATIONS
        .iter()
        .filter(|row| row.matched_by == Match::Wsdl)
    {
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = format!("/mps{}?wsdl", row.path).parse().unwrap();
        let said = Mps.decode(&received(request));
        if row.fidelity == Fidelity::Absent {
            assert_eq!(said.unwrap_err().response.status(), 501, "{}", row.id);
            continue;
        }
        let decoded = said.unwrap();
        if matches!(decoded.echo, Echo::Address(_)) {
            continue;
        }
        let reply = World::new().apply(decoded.command).unwrap();
        let response = Mps.encode(&decoded.echo, Ok(&reply));
        let tree = Element::parse(response.body(), Limits::default()).unwrap();
        let address = ["service", "port", "address"];
        let location = tree.path(&address).unwrap().attribute("location").unwrap();
        assert_eq!(
            location,
            format!("http://127.0.0.1:4711/s/x/mps{}", row.path)
        );
        let schema = tree.path(&["types", "schema"]).unwrap();
        assert_eq!(schema.attribute("elementFormDefault"), None);
        documented(schema);
        let operations = tree.child("portType").unwrap().children_named("operation");
        let expected = described().filter(|(it, _)| it.path == row.path).count();
        assert_eq!(operations.count(), expected);
    }
}

/// Every element below a type says whether it is known or modelled.
fn documented(tree: &Element) {
    for child in &tree.children {
        let is_field = child.local() == "element" && tree.local() != "schema";
        if is_field && tree.local() != "complexType" {
            let words = child.path_text(&["annotation", "documentation"]).unwrap();
            assert!(
                words.starts_with("modelled") || words.contains("(known from "),
                "{words}"
            );
        }
        documented(child);
    }
}

#[test]
fn types_of_one_name_are_one_type() {
    for (row, contract) in described() {
        for (other, theirs) in described().filter(|(other, _)| other.path == row.path) {
            let (mut ours, mut others) = (Vec::new(), Vec::new());
            shapes(contract.request, &mut ours);
            shapes(contract.response, &mut ours);
            shapes(theirs.request, &mut others);
            shapes(theirs.response, &mut others);
            for (name, fields) in &ours {
                let differs = others
                    .iter()
                    .find(|(it, them)| it == name && them != fields);
                assert_eq!(differs, None, "{} and {}", row.id, other.id);
            }
        }
    }
}

fn shapes(fields: &'static [Field], all: &mut Vec<(&'static str, &'static [Field])>) {
    for field in fields {
        match field.holds {
            Holds::Value(_) => {}
            Holds::Choice(options) => shapes(options, all),
            Holds::Fields(shape) => {
                all.push((shape.name, shape.fields));
                shapes(shape.fields, all);
            }
        }
    }
}

#[test]
fn the_second_version_of_the_combo_says_that_it_is_not_simulated() {
    for path in [
        "/efaktura-atg-service/v2/submitter/v1/",
        "/efaktura-atg-service/v2/erp/v1/",
        "/b2c-online-agreement/v2/",
    ] {
        let body = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>\
                    <whatever/></e:Body></e:Envelope>";
        let mut request = Request::new(Bytes::from(body));
        *request.method_mut() = http::Method::POST;
        let refused = Mps.decode(&at(path, request)).unwrap_err();
        assert_eq!(refused.response.status(), 501);
        assert!(refused.why.contains("is not simulated"), "{}", refused.why);
        assert!(
            refused
                .operation
                .is_some_and(|row| row.id.starts_with(MOUNT.service))
        );
    }
}
