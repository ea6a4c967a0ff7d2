//! What is kept of messages that were sent, snapshots of all of it, and junk.

use proptest::prelude::*;

use super::parts::{FIRST, SECOND, archive, at, document, post_parts};
use crate::services::digipost::Model;
use crate::services::digipost::tests::people::world::{
    BROKER, DAUGHTER, Heard, V7, V8, World, link,
};
use crate::snapshot::written::Written;

#[test]
fn the_content_of_a_document_is_its_senders() {
    let mut world = World::new();
    assert_eq!(send(&mut world, "").status, 201);
    let heard = world.get(&format!("/documents/{BROKER}/{FIRST}/content"));
    assert_eq!((heard.status, &heard.body[..]), (200, FIRST.as_bytes()));
    assert_eq!(heard.media_type.as_deref(), Some("text/plain"));
    for path in [
        format!("/documents/{DAUGHTER}/{FIRST}/content"),
        format!("/documents/{BROKER}/{SECOND}/content"),
        format!("/documents/{BROKER}/{}/content", FIRST.to_uppercase()),
    ] {
        let heard = world.get(&path);
        assert_eq!(
            heard.fault(),
            (404, "DOCUMENT_NOT_FOUND".to_owned()),
            "{path}"
        );
    }
}

/// Sends a text to Kari, with more in its document.
fn send(world: &mut World, more: &str) -> Heard {
    let kari = world.cast.people().find(|it| it.slug.as_str() == "kari");
    let number = kari.unwrap().ssn.as_str().to_owned();
    let message = format!(
        r#"<message xmlns="http://api.digipost.no/schema/v7"><recipient>
        <personal-identification-number>{number}</personal-identification-number></recipient>
        <primary-document><uuid>{FIRST}</uuid><subject>Brev</subject><file-type>txt</file-type>
        {more}</primary-document></message>"#
    );
    post_parts(world, "/messages", "v7", ("message", &message), &[FIRST])
}

#[test]
fn more_data_is_taken_for_a_document_that_came_with_a_data_type() {
    let payslip = r#"<data-type><payslip xmlns="http://api.digipost.no/schema/datatypes"/>
        </data-type>"#;
    let mut world = World::new();
    let sent = send(&mut world, payslip);
    let added = link(sent.xml().child("primary-document").unwrap(), "add_data").unwrap();
    let data = format!(
        r#"<additional-data xmlns="http://api.digipost.no/schema/v7">{payslip}</additional-data>"#
    );
    let heard = world.post(&added, &data);
    assert_eq!((heard.status, heard.body.len()), (200, 0));
    let unknown = added.replace(FIRST, SECOND);
    assert_eq!(world.post(&unknown, &data).fault().0, 404);
    for wrong in [
        data.replace("<payslip xmlns", "<payslip/><payslip xmlns"),
        data.replace("schema/datatypes", "schema/other"),
    ] {
        let heard = world.post(&added, &wrong);
        assert_eq!(heard.fault(), (400, "SCHEMA_VALIDATION_ERROR".to_owned()));
    }
    let mut world = World::new();
    assert_eq!(send(&mut world, "").status, 201);
    let heard = world.post(&added, &data);
    assert_eq!(heard.fault(), (400, "VALIDATION_FAILED".to_owned()));
}

#[test]
fn a_snapshot_holds_archives_and_links() {
    let mut world = World::new();
    let noted = "<attributes><key>a=%</key><value>=b</value></attributes>";
    let more = format!(
        "<referenceid>r</referenceid>{noted}\
        <deletion-time>2027-01-01T00:00:00Z</deletion-time>"
    );
    assert_eq!(
        archive(&mut world, "v8", &document(FIRST, &more), &[FIRST]).status,
        200
    );
    world.get(&at(FIRST, "/content"));
    world.ask("DELETE", &at(FIRST, ""), V8, b"", None);
    let text = Written::write(&world.model, serde_json::value::Serializer).unwrap();
    let read: Model = Written::read(text).unwrap();
    assert_eq!(read, world.model);
}

proptest! {
    #[test]
    fn no_address_and_no_body_makes_digipost_panic(
        parts in prop::collection::vec(prop::sample::select(vec![
            "archive", "documents", "uuid", "referenceid", "content", "stream", "uuids", "inbox",
            "recipients", "search", "suggest", "780123", "9", "default", "nQQ", "%", "%ff", "%2F",
            "9af46585-9fef-41fb-adf9-da120fc5bb9d", "identification", "encryptionkey", "=", "",
        ]), 1..7),
        query in "[a-zA-Z0-9=&%+-]{0,30}",
        body in prop::collection::vec(prop::sample::select(vec![
            "<archive-document xmlns='http://api.digipost.no/schema/v7'>", "</archive-document>",
            "<identification xmlns='http://api.digipost.no/schema/v7'>", "</identification>",
            "<uuid>", "</uuid>", "<name-and-address>", "<fullname>", "å", "&lt;", "<birth-date>",
            "2026-13-01", "</birth-date>", "<deletion-time>", "</deletion-time>", "]]>",
        ]), 0..8),
    ) {
        let mut world = World::new();
        let target = format!("/{}?{query}", parts.join("/"));
        for method in ["GET", "POST", "PUT", "DELETE"] {
            let heard = world.ask(method, &target, V7, body.concat().as_bytes(), None);
            prop_assert!(heard.status >= 200);
        }
    }
}
