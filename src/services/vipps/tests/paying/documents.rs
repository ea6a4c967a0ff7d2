//! Links to the invoice itself and to what is attached.

use std::sync::Arc;

use super::people::{BANK, OLA};
use super::world::{Heard, Way, World};
use crate::domain::settings::SetBy;
use crate::domain::vipps::{InvoiceId, KeyNumber};
use crate::services::vipps::model::{Document, DocumentLink, PayingReply};

/// The link of an answer.
fn link(heard: &Heard) -> &DocumentLink {
    match &heard.reply {
        Some(PayingReply::Link(link)) => link,
        other => panic!("{}: {other:?}", heard.told()),
    }
}

/// A world with an invoice in these media types.
fn of_types(types: &[&str]) -> (World, String) {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let key = InvoiceId::parse(&id).unwrap();
    let invoice = world.model.invoices.get_mut(&key).unwrap();
    let documents = types.iter().map(|it| Document {
        url: format!("https://hotel.example.no/{it}?a=b"),
        mime_type: (*it).to_owned(),
    });
    let content = &mut Arc::make_mut(invoice).content;
    Arc::make_mut(content).documents = documents.collect();
    (world, id)
}

#[test]
fn without_a_media_type_the_best_one_is_chosen() {
    for (types, expected) in [
        (
            &["text/plain", "image/png", "text/html", "application/pdf"][..],
            "application/pdf",
        ),
        (&["image/jpeg", "image/png", "text/html"], "text/html"),
        (&["image/png", "image/jpeg"], "image/jpeg"),
        (&["text/plain", "image/png"], "image/png"),
        (&["image/jpg", "text/plain"], "image/jpg"),
    ] {
        let (mut world, id) = of_types(types);
        for query in ["", "?mimeType="] {
            let path = format!("/invoices/{id}/commercial-invoice{query}");
            let heard = world.get(BANK, &path);
            let expected = format!("https://hotel.example.no/{expected}?a=b");
            assert_eq!(link(&heard).url, expected);
            let url = heard.body["url"].as_str().unwrap();
            assert!(url.starts_with(&expected), "{url}");
        }
    }
}

#[test]
fn a_media_type_that_is_named_is_given_or_is_not_there() {
    let (mut world, id) = of_types(&["application/pdf", "image/png"]);
    let path = format!("/invoices/{id}/commercial-invoice");
    let heard = world.get(BANK, &format!("{path}?mimeType=image%2Fpng"));
    assert_eq!(link(&heard).url, "https://hotel.example.no/image/png?a=b");
    for (query, expected) in [
        (
            "mimeType=text/html",
            "404 /commercial-invoice-format-not-found",
        ),
        ("mimeType=pdf", "404 /commercial-invoice-format-not-found"),
        ("mimeType=%ff", "400 /input-validation-failed"),
        ("mimeType=a&mimeType=b", "400 /duplicate-query-param"),
    ] {
        let heard = world.get(BANK, &format!("{path}?{query}"));
        assert_eq!(heard.told(), expected, "{query}");
    }
}

#[test]
fn attachments_count_from_0_and_must_be_asked_for_in_a_media_type() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let path = format!("/invoices/{id}/attachments");
    let heard = world.get(BANK, &format!("{path}/0?mimeType=text/plain"));
    assert_eq!(link(&heard).url, "https://hotel.example.no/b.txt");
    for (rest, expected) in [
        ("0", "400 /missing-mimetype"),
        ("0?mimeType=", "400 /missing-mimetype"),
        ("0?mimeType=a&mimeType=b", "400 /duplicate-query-param"),
        ("?mimeType=text/plain", "400 /missing-invoice-attachment-id"),
        ("1?mimeType=text/plain", "404 /not-found"),
        ("00?mimeType=text/plain", "404 /not-found"),
        ("%2B0?mimeType=text/plain", "404 /not-found"),
        (
            "0?mimeType=text/html",
            "404 /commercial-invoice-format-not-found",
        ),
    ] {
        let heard = world.get(BANK, &format!("{path}/{rest}"));
        assert_eq!(heard.told(), expected, "{rest}");
    }
    let empty = world.get(BANK, "/invoices//attachments/0?mimeType=text/plain");
    assert_eq!(empty.told(), "400 /missing-invoice-id");
    let empty = world.get(BANK, "/invoices//commercial-invoice");
    assert_eq!(empty.told(), "400 /missing-invoice-id");
}

#[test]
fn the_token_of_somebody_else_opens_no_document() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let ola = world.nin_token(OLA);
    for rest in ["commercial-invoice", "attachments/0?mimeType=text/plain"] {
        let heard = world.get_with(BANK, &format!("/invoices/{id}/{rest}"), &ola);
        assert_eq!(heard.told(), "403 /invoice-operation-unauthorized");
    }
    world.withdraws(&id);
    let heard = world.get_with(BANK, &format!("/invoices/{id}/commercial-invoice"), &ola);
    assert_eq!(heard.told(), "404 /invoice-not-found");
}

#[test]
fn a_link_is_signed_by_the_key_in_force_for_as_long_as_is_set() {
    let (mut world, id) = World::with_invoice(Way::Nets);
    let path = format!("/invoices/{id}/commercial-invoice");
    let usual = link(&world.get(BANK, &path)).clone();
    assert_eq!((usual.life.as_secs(), usual.key), (30, KeyNumber::First));
    assert_eq!(
        (usual.url.as_str(), usual.tamper),
        ("https://hotel.example.no/netbank?id=1", None)
    );
    for (setting, value) in [("vipps.signing_key", "second"), ("vipps.link_life", "PT5M")] {
        world.settings.set(setting, value, SetBy::Change).unwrap();
    }
    let changed = link(&world.get(BANK, &path)).clone();
    assert_eq!(
        (changed.life.as_secs(), changed.key),
        (300, KeyNumber::Second)
    );
}
