//! Attributes of archived documents, which version 8 has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::parts::{FIRST, SECOND, THIRD, archive, at, attribute, document};
use crate::services::digipost::tests::people::world::{BROKER, V8, World, link};

#[test]
fn version_8_has_attributes_that_change_and_never_go() {
    let mut world = World::new();
    let first = document(FIRST, &attribute("INR", "1"));
    let second = document(SECOND, &attribute("INR", "2"));
    let inside = format!("{first}{second}");
    let told = archive(&mut world, "v8", &inside, &[FIRST, SECOND]);
    assert_eq!(
        told.text(&["documents", "attributes", "value"]).as_deref(),
        Some("1")
    );
    let update = told
        .xml()
        .child("documents")
        .and_then(|it| link(it, "self_update"));
    let body = format!(
        r#"<archive-document xmlns="http://api.digipost.no/schema/v8"><uuid>{FIRST}</uuid>
        <file-type>pdf</file-type><referenceid>ny</referenceid>{}{}</archive-document>"#,
        attribute("INR", "3"),
        attribute("Status", "")
    );
    let heard = world.ask("PUT", &update.unwrap(), V8, body.as_bytes(), None);
    assert_eq!(heard.xml().local(), "archive-document");
    assert_eq!(heard.text(&["referenceid"]).as_deref(), Some("ny"));
    assert_eq!(heard.xml().children_named("attributes").count(), 2);
}

#[test]
fn version_8_searches_an_archive_by_attributes_and_dates() {
    let mut world = World::new();
    for (uuid, value) in [(FIRST, "3"), (SECOND, "2")] {
        let inside = document(uuid, &attribute("INR", value));
        assert_eq!(archive(&mut world, "v8", &inside, &[uuid]).status, 200);
    }
    let archives = world
        .ask("GET", &format!("/{BROKER}/archive"), V8, b"", None)
        .xml();
    let page = link(archives.child("archive").unwrap(), "next_documents").unwrap();
    for (query, count) in [
        (format!("attributes={}", STANDARD.encode("INR,3")), 1),
        (format!("attributes={}", STANDARD.encode("INR,1")), 0),
        (
            format!("fromDate={}", STANDARD.encode("2026-03-02T09:00+01:00")),
            2,
        ),
        (
            format!("toDate={}", STANDARD.encode("2026-03-02T09:00:00+01:00")),
            0,
        ),
    ] {
        let heard = world.ask("GET", &format!("{page}&{query}"), V8, b"", None);
        assert_eq!(
            heard.xml().children_named("documents").count(),
            count,
            "{query}"
        );
    }
    for query in [
        "attributes=!",
        "attributes=SU5S",
        "fromDate=SU5S",
        "after2=1",
    ] {
        let heard = world.ask("GET", &format!("{page}&{query}"), V8, b"", None);
        assert_eq!(
            heard.fault(),
            (400, "INVALID_QUERY_PARAMETER".to_owned()),
            "{query}"
        );
    }
}

#[test]
fn a_document_has_fifteen_attributes_at_most_and_none_in_version_7() {
    let mut world = World::new();
    let many: String = (0..16)
        .map(|it| attribute(&format!("k{it}"), "v"))
        .collect();
    let heard = archive(&mut world, "v8", &document(THIRD, &many), &[THIRD]);
    assert_eq!(heard.fault(), (400, "SCHEMA_VALIDATION_ERROR".to_owned()));
    let heard = archive(
        &mut world,
        "v7",
        &document(THIRD, &attribute("a", "b")),
        &[THIRD],
    );
    assert_eq!(heard.fault(), (400, "SCHEMA_VALIDATION_ERROR".to_owned()));
}

#[test]
fn attributes_do_not_grow_beyond_fifteen_one_by_one() {
    let mut world = World::new();
    assert_eq!(
        archive(&mut world, "v8", &document(FIRST, ""), &[FIRST]).status,
        200
    );
    for number in 0..16 {
        let body = format!(
            r#"<archive-document xmlns="http://api.digipost.no/schema/v8"><uuid>{FIRST}</uuid>
            <file-type>pdf</file-type>{}</archive-document>"#,
            attribute(&format!("k{number}"), "v")
        );
        let heard = world.ask("PUT", &at(FIRST, ""), V8, body.as_bytes(), None);
        let expected = if number < 15 { 200 } else { 400 };
        assert_eq!(heard.status, expected, "{number}");
    }
    let body = r#"<archive-document xmlns="http://api.digipost.no/schema/v8">
        <uuid>9af46585-9fef-41fb-adf9-da120fc5bb9e</uuid><file-type>pdf</file-type>
        </archive-document>"#;
    let heard = world.ask("PUT", &at(FIRST, ""), V8, body.as_bytes(), None);
    assert_eq!(heard.fault(), (400, "VALIDATION_FAILED".to_owned()));
}
