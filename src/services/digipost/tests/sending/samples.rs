//! The documented invoice, and the same with values of our own.

use std::io::Write;
use std::path::Path;

use super::world::*;
use crate::domain::digipost::AccountId;
use crate::wire::xml::{Element, Limits};

const AT: &str = "2016-12-07T08:53:38.893+01:00";

/// Names, attributes and texts of a tree, save the hash of content that nobody knows.
fn shape(element: &Element) -> String {
    let attributes: Vec<String> = element
        .attributes
        .iter()
        .map(|it| format!("{}={}", it.name.local, it.value))
        .collect();
    let text = match element.local() {
        "content-hash" => "(hash)",
        _ => element.text(),
    };
    let children: Vec<String> = element.children.iter().map(shape).collect();
    let (namespace, local) = (element.namespace(), element.local());
    format!(
        "{namespace:?}{local}[{}]{text}({})",
        attributes.join(" "),
        children.join(" ")
    )
}

fn on_that_day() -> World {
    let mut world = World::new();
    world.now = AT.parse().unwrap();
    assert_eq!(AccountId::parse(SENDER).unwrap().get(), 497_013);
    world
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the official samples lie outside the project"
)]
fn the_documented_request_gives_the_documented_receipt() {
    let Some(folder) = std::env::var_os("SANDKASSE_SPECS") else {
        // Past the capture of the test runner, so that it is seen.
        let skipped = b"skipped: the documented invoice of Digipost; SANDKASSE_SPECS is not set\n";
        std::io::stderr().write_all(skipped).unwrap();
        return;
    };
    let folder = Path::new(&folder).join("digipost/samples");
    let request = std::fs::read(folder.join("invoice-request-v7.xml")).unwrap();
    let response = std::fs::read(folder.join("invoice-response-v7.xml")).unwrap();
    let parts = [
        ("message".to_owned(), request.as_slice()),
        (UUID.to_owned(), PDF),
    ];
    let heard = on_that_day().hears(multipart(SENDER, V7, &parts), None);
    let expected = Element::parse(&response, Limits::default()).unwrap();
    assert_eq!(heard.status, 201);
    assert_eq!(shape(&heard.body), shape(&expected));
}

#[test]
fn an_invoice_to_a_personal_number_is_delivered_and_its_receipt_is_that_of_a_plain_document() {
    let mut world = on_that_day();
    let sent = message("", &to_kari(), &invoice(UUID, "simple-invoice", "1005"));
    let heard = world.send(&sent);
    assert_eq!(heard.status, 201);
    let expected = format!(
        "<message-delivery xmlns=\"http://api.digipost.no/schema/v7\">\
         <delivery-method>DIGIPOST</delivery-method><sender-id>{SENDER}</sender-id>\
         <status>DELIVERED</status><delivery-time>{AT}</delivery-time><primary-document>\
         <uuid>{UUID}</uuid><subject>simple-invoice</subject><file-type>pdf</file-type>\
         <authentication-level>PASSWORD</authentication-level>\
         <sensitivity-level>NORMAL</sensitivity-level><pre-encrypt>false</pre-encrypt>\
         <content-hash hash-algorithm=\"SHA256\">{}</content-hash></primary-document>\
         </message-delivery>",
        hash(PDF)
    );
    let text = String::from_utf8(heard.bytes.to_vec()).unwrap();
    let (declaration, body) = text.split_once("?>").unwrap();
    assert!(declaration.starts_with("<?xml"));
    assert_eq!(body, expected);
    assert_eq!(
        heard.location.as_deref(),
        Some("http://localhost:8282/messages/1")
    );
    let mails = world.mails();
    let paid = mails[0].invoice.as_ref().unwrap();
    assert_eq!(paid.amount.get(), 100_500);
    assert_eq!(paid.account, "45278968788");
    assert_eq!(paid.kid.as_deref(), Some("123456787542312300000"));
    // The day as it stands there, whatever the zone.
    assert_eq!(paid.due_date.to_string(), "2026-04-01");
    assert_eq!(mails[0].sender_name, "fjord AS");
}

#[test]
fn the_element_beside_the_schema_is_a_switch() {
    let plain = message("", &to_kari(), &letter(UUID, ""));
    let paid = message("", &to_kari(), &invoice(UUID, "A", "1"));
    for (value, expected) in [
        ("sample", [false, true]),
        ("always", [true, true]),
        ("never", [false, false]),
    ] {
        for (sent, is_said) in [&plain, &paid].into_iter().zip(expected) {
            let mut world = World::with("digipost.pre_encrypt_element", value);
            let heard = world.send(sent);
            let said = heard.body.path(&["primary-document", "pre-encrypt"]);
            assert_eq!(said.is_some(), is_said, "{value}");
        }
    }
}
