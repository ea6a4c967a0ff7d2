//! To whom a message goes, and which way.

use super::world::*;
use crate::crypto::Opener;
use crate::domain::blob::BlobKey;
use crate::domain::letter::Delivery;
use crate::services::digipost::Digipost;
use crate::services::{Received, Simulated};

fn way(world: &mut World, recipient: &str, rest: &str) -> String {
    let heard = world.send(&message("", recipient, rest));
    match heard.code() {
        "no error" => format!(
            "{} {}",
            heard.text(&["delivery-method"]),
            heard.text(&["status"])
        ),
        code => format!("{} {code}", heard.status),
    }
}

#[test]
fn every_kind_of_recipient_is_found_in_the_cast() {
    let kari = "<name-and-address><fullname>KARI  Testesen</fullname><addressline1>gata 1\
                </addressline1><postalcode>0101</postalcode><city>Oslo</city>\
                <birth-date>1961-03-04</birth-date></name-and-address>";
    let other = kari.replace("1961", "1962");
    for (recipient, expected) in [
        (to_kari(), "DIGIPOST DELIVERED"),
        (
            "<digipost-address>Kari.Testesen#1a2b</digipost-address>".to_owned(),
            "DIGIPOST DELIVERED",
        ),
        (
            "<bank-account-number>15062995960</bank-account-number>".to_owned(),
            "DIGIPOST DELIVERED",
        ),
        (
            "<organisation-number>971032081</organisation-number>".to_owned(),
            "DIGIPOST DELIVERED",
        ),
        (kari.to_owned(), "DIGIPOST DELIVERED"),
        (other, "404 UNKNOWN_RECIPIENT"),
        (to_kari().replace(KARI, OLA), "404 UNKNOWN_RECIPIENT"),
        (
            "<digipost-address>x</digipost-address>".to_owned(),
            "404 UNKNOWN_RECIPIENT",
        ),
        (
            "<email-details><email-address>a@example.no</email-address></email-details>".to_owned(),
            "EPOST DELIVERED",
        ),
        (String::new(), "400 MISSING_RECIPIENT"),
    ] {
        let mut world = World::new();
        assert_eq!(
            way(&mut world, &recipient, &letter(UUID, "")),
            expected,
            "{recipient}"
        );
    }
}

#[test]
fn a_letter_to_somebody_without_an_account_is_printed_and_called_nothing() {
    let mut world = World::new();
    let to = to_kari().replace(KARI, OLA) + &print_details();
    let heard = world.send(&message("", &to, &letter(UUID, "")));
    assert_eq!(heard.text(&["status"]), "DELIVERED_TO_PRINT");
    assert_eq!(heard.text(&["primary-document", "subject"]), "N/A");
    assert!(world.mails().is_empty());
    let printed = &world.letters[0];
    let Delivery::Print { name, address } = &printed.to else {
        panic!("{printed:?}");
    };
    assert_eq!(
        (name.as_str(), address.city.as_deref()),
        ("Ola Testesen", Some("Oslo"))
    );
    assert_eq!(printed.files[0].blob, BlobKey::of(PDF));
    assert_eq!(printed.invoice.as_deref(), Some(UUID), "found by its case");
    // Whoever has an account gets it there.
    let to = to_kari() + &print_details();
    let uuid = UUID.replace("9af4", "0000");
    assert_eq!(
        way(&mut world, &to, &letter(&uuid, "")),
        "DIGIPOST DELIVERED"
    );
    // Nobody but the printer is named.
    let uuid = UUID.replace("9af4", "1111");
    assert_eq!(
        way(&mut world, &print_details(), &letter(&uuid, "")),
        "PRINT DELIVERED_TO_PRINT"
    );
}

#[test]
fn an_invoice_goes_over_peppol_as_xml_to_whoever_takes_part() {
    let to = |endpoint: &str| {
        let address = |id: &str| format!("<schemeID>0192</schemeID><endpointID>{id}</endpointID>");
        format!(
            "<peppol-addresses><receiver>{}</receiver><sender>{}</sender></peppol-addresses>",
            address(endpoint),
            address("310000027")
        )
    };
    let ehf = letter(UUID, "").replace("pdf", "xml");
    let mut world = World::new();
    assert_eq!(
        way(&mut world, &to("971032081"), &letter(UUID, "")),
        "400 PEPPOL_FILE_MUST_BE_XML"
    );
    assert_eq!(
        way(&mut world, &to("999999999"), &ehf),
        "400 UNKNOWN_PEPPOL_RECIPIENT"
    );
    assert_eq!(way(&mut world, &to("971032081"), &ehf), "PEPPOL DELIVERED");
}

#[test]
fn a_broker_sends_for_whom_it_acts() {
    let own = message("", &to_kari(), &letter(UUID, ""));
    let named = |id: &str| {
        own.replace(
            "<recipient>",
            &format!("<sender-id>{id}</sender-id><recipient>"),
        )
    };
    let as_organization = own.replace(
        "<recipient>",
        "<sender-organization><organization-id>310000027</organization-id></sender-organization>\
         <recipient>",
    );
    for (by, sent, expected) in [
        (BROKER, named(SENDER), SENDER),
        (BROKER, own.clone(), BROKER),
        (SENDER, named(SENDER), SENDER),
        (SENDER, as_organization.clone(), SENDER),
        (BROKER, as_organization, "BROKER_NOT_AUTHORIZED"),
        (STRANGER, named(SENDER), "BROKER_NOT_AUTHORIZED"),
        (SENDER, named("123"), "UNKNOWN_SENDER"),
        (SENDER, named("-1"), "UNKNOWN_SENDER"),
    ] {
        let heard = World::new().send_as(by, V7, &sent, PDF, None);
        let told = match heard.code() {
            "no error" => heard.text(&["sender-id"]),
            code => code,
        };
        assert_eq!(told, expected, "{by} {sent}");
    }
}

#[test]
fn what_is_read_and_changes_nothing_is_told_in_the_journal() {
    let address = "<schemeID>0192</schemeID><endpointID>971032081</endpointID>";
    let to = format!(
        "<peppol-addresses><receiver>{address}</receiver><sender>{address}</sender>\
         </peppol-addresses>"
    );
    let head = "<sender-organization><organization-id>310000027</organization-id>\
                <part-id>unit</part-id></sender-organization>";
    let billed = "<invoice-reference>R-1</invoice-reference>";
    let rest = billed.to_owned() + &letter(UUID, "").replace("pdf", "xml");
    let mut world = World::new();
    assert_eq!(world.send(&message(head, &to, &rest)).status, 201);
    for name in ["part-id", "peppol-addresses", "invoice-reference"] {
        let mut remarks = world.remarks.iter();
        assert!(remarks.any(|remark| remark.contains(name)), "{name}");
    }
    world.send(&message("", &to_kari(), &letter(UUID, "")));
    assert_eq!(world.remarks, Vec::<String>::new());
}

#[test]
fn attachments_lie_behind_their_letter_and_each_has_its_hash() {
    let mut world = World::new();
    let second = UUID.replace("9af4", "2222");
    let rest = letter(UUID, "") + &letter(&second, "").replace("primary-document", "attachment");
    let heard = world.send(&message("<message-id>m-1</message-id>", &to_kari(), &rest));
    assert_eq!(heard.text(&["message-id"]), "m-1");
    assert_eq!(heard.text(&["attachment", "content-hash"]), hash(PDF));
    let mails: Vec<_> = world.book.mails().collect();
    assert_eq!(mails[1].1.attached_to, Some(mails[0].0));
}

#[test]
fn the_names_of_version_8_are_read_and_written() {
    let mut world = World::new();
    let data = "<data-type><invoice xmlns=\"http://api.digipost.no/schema/datatypes\">\
                <due-date>2026-04-01T00:00:00+02:00</due-date><sum>99.90</sum>\
                <creditor-account>45278968788</creditor-account><kid>1234</kid></invoice>\
                </data-type>";
    let sent = message("", &to_kari(), &letter(UUID, data)).replace("schema/v7", "schema/v8");
    let heard = world.send_as(SENDER, "vnd.digipost-v8+xml", &sent, PDF, None);
    assert_eq!(
        heard.body.namespace(),
        Some("http://api.digipost.no/schema/v8")
    );
    assert_eq!(heard.text(&["status"]), "DELIVERED");
    let link = heard.body.path(&["primary-document", "link"]).unwrap();
    assert_eq!(
        link.attribute("rel"),
        Some("https://api.digipost.no/relations/add_data")
    );
    let invoice = world.mails()[0].invoice.clone().unwrap();
    assert_eq!(
        (invoice.amount.get(), invoice.due_date.to_string().as_str()),
        (9990, "2026-04-01")
    );
    // In version 8 an invoice is a data type only.
    let sent = message("", &to_kari(), &invoice_of_v7()).replace("schema/v7", "schema/v8");
    let heard = world.send_as(SENDER, "vnd.digipost-v8+xml", &sent, PDF, None);
    assert_eq!(heard.code(), "SCHEMA_VALIDATION_ERROR");
}

fn invoice_of_v7() -> String {
    invoice(&UUID.replace("9af4", "3333"), "A", "1")
}

#[test]
fn encrypted_content_is_opened_for_its_reader_and_its_hash_is_that_of_what_came() {
    let sealed = include_bytes!("../../../../crypto/tests/envelopes/recipient.der");
    let opened = crate::crypto::open(sealed, Opener::Recipient).unwrap();
    let mut world = World::new();
    let sent = message(
        "",
        &to_kari(),
        &letter(UUID, "<encrypted number-of-pages=\"1\"/>"),
    );
    let heard = world.send_as(SENDER, V7, &sent, sealed, None);
    assert_eq!(
        heard.text(&["primary-document", "content-hash"]),
        hash(sealed)
    );
    assert_eq!(world.mails()[0].content, BlobKey::of(&opened));
    // Its sender gets it back as it came.
    let by = heard.text(&["sender-id"]).to_owned();
    let told = world.get(SENDER, &format!("/documents/{by}/{UUID}/content"));
    assert_eq!(&told.bytes[..], sealed);
    let mut world = World::new();
    let heard = world.send_as(SENDER, V7, &sent, PDF, None);
    assert_eq!(heard.code(), "CONTENT_NOT_ENCRYPTED");
    let by_print =
        include_bytes!("../../../../crypto/tests/envelopes/print-by-key-identifier-aes128.ber");
    let heard = world.send_as(SENDER, V7, &sent, by_print, None);
    assert_eq!(heard.code(), "CONTENT_NOT_ENCRYPTED_WITH_CORRECT_KEY");
}

#[test]
fn an_empty_message_id_is_none_and_may_come_again() {
    let mut world = World::new();
    for (digit, id) in [
        "<message-id/>",
        "<message-id> </message-id>",
        "<message-id/>",
    ]
    .into_iter()
    .enumerate()
    {
        let uuid = UUID.replace("9af4", &format!("{digit:04}"));
        let heard = world.send(&message(id, &to_kari(), &letter(&uuid, "")));
        assert_eq!((heard.status, heard.text(&["message-id"])), (201, ""));
    }
}

#[test]
fn a_message_tells_its_issuer_by_whatever_number_it_names_it() {
    let organization = "<sender-organization><organization-id>310000027</organization-id>\
                        </sender-organization>";
    for (head, expected) in [
        ("", BROKER),
        ("<sender-id>497013</sender-id>", SENDER),
        (organization, "310000027"),
    ] {
        let sent = message(head, &to_kari(), &letter(UUID, ""));
        let parts = [
            ("message".to_owned(), sent.as_bytes()),
            (UUID.to_owned(), PDF),
        ];
        let received = Received {
            request: multipart(BROKER, V7, &parts),
            path: "/messages".to_owned(),
            base: "http://localhost:8282".to_owned(),
            too_large: None,
            arrived: World::new().now,
        };
        let facts = Digipost.decode(&received).unwrap().facts;
        assert_eq!(facts[0].issuer.as_deref(), Some(expected), "{head}");
    }
}
