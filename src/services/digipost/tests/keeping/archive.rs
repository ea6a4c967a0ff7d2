//! Archives: what goes in, how it is found, how it goes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::parts::{FIRST, SECOND, THIRD, archive, at, document, follow, one};
use crate::domain::blob::BlobKey;
use crate::services::digipost::Model;
use crate::services::digipost::tests::people::world::{
    BROKER, DAUGHTER, STRANGER, V7, World, link,
};

#[test]
fn what_is_archived_is_found_by_its_uuid_with_every_link() {
    let mut world = World::new();
    let told = one(&mut world);
    assert_eq!((told.status, told.xml().local()), (200, "archive"));
    let base = world.get("/").link("get_archive_document_by_uuid").unwrap();
    let heard = world.get(&format!("{base}{FIRST}"));
    assert_eq!(heard.xml(), told.xml());
    let shown = heard.xml().child("documents").unwrap().clone();
    assert_eq!(shown.child_text("file-name"), Some("a.pdf"));
    assert_eq!(
        shown.child_text("archived-time"),
        Some("2026-03-02T09:00:00.000+01:00")
    );
    let hash = STANDARD.encode(BlobKey::of(FIRST.as_bytes()).digest());
    assert_eq!(shown.child_text("content-hash"), Some(hash.as_str()));
    for rel in [
        "get_archive_document_by_uuid",
        "get_archive_document_content",
        "get_archive_document_content_stream",
        "add_unique_uuid",
        "delete_archive_document_by_uuid",
    ] {
        assert!(link(&shown, rel).unwrap().contains(FIRST), "{rel}");
    }
    let missing = world.get(&format!("{base}{SECOND}"));
    assert_eq!(missing.fault(), (404, "DOCUMENT_NOT_FOUND".to_owned()));
}

#[test]
fn archived_content_is_a_stream_or_a_link_that_works_once() {
    let mut world = World::new();
    one(&mut world);
    let stream = world.get(&at(FIRST, "/content/stream"));
    assert_eq!((stream.status, &stream.body[..]), (200, FIRST.as_bytes()));
    let told = world.get(&at(FIRST, "/content"));
    assert_eq!(told.xml().local(), "archive-document-content");
    assert_eq!(
        told.text(&["content-type"]).as_deref(),
        Some("application/pdf")
    );
    let uri = told.text(&["uri"]).unwrap();
    assert_eq!(&follow(&mut world, &uri).body[..], FIRST.as_bytes());
    assert_eq!(follow(&mut world, &uri).fault().0, 403);
}

#[test]
fn archives_are_listed_and_their_documents_told_a_page_at_a_time() {
    let mut world = World::new();
    let list = format!("/{BROKER}/archive");
    let usual = world.get(&list);
    assert_eq!(usual.xml().children.len(), 1);
    assert!(link(usual.xml().child("archive").unwrap(), "next_documents").is_none());
    let uuids: Vec<String> = (0..205)
        .map(|number| format!("9af46585-9fef-41fb-adf9-{number:012}"))
        .collect();
    for some in uuids.chunks(180) {
        let inside: String = some.iter().map(|uuid| document(uuid, "")).collect();
        let some: Vec<&str> = some.iter().map(String::as_str).collect();
        let inside = format!("<name>Årets æsker</name>{inside}");
        assert_eq!(archive(&mut world, "v7", &inside, &some).status, 200);
    }
    let archives = world.get(&list).xml();
    let ours = archives
        .children
        .iter()
        .find(|it| it.child("name").is_some())
        .unwrap();
    let mut next = link(ours, "next_documents");
    let mut found = Vec::new();
    while let Some(uri) = next {
        let heard = world.get(&uri);
        let root = heard.xml();
        let documents = root.children_named("documents");
        found.extend(documents.map(|it| it.child_text("uuid").unwrap().to_owned()));
        next = heard.link("next_documents");
    }
    assert_eq!(found, uuids);
}

#[test]
fn documents_are_found_by_any_reference_in_base64() {
    let mut world = World::new();
    let base = world
        .get("/")
        .link("get_archive_documents_by_referenceid")
        .unwrap();
    for (uuid, reference) in [(FIRST, "???>>>~~~"), (SECOND, "sak/1"), (THIRD, "øøø???")] {
        let more = format!(
            "<referenceid>{}</referenceid>",
            reference.replace('>', "&gt;")
        );
        assert_eq!(
            archive(&mut world, "v7", &document(uuid, &more), &[uuid]).status,
            200
        );
        let encoded = STANDARD.encode(reference);
        let escaped = encoded
            .replace('/', "%2F")
            .replace('+', "%2B")
            .replace('=', "%3D");
        let bare = encoded.trim_end_matches('=').to_owned();
        for sent in [encoded, escaped, bare] {
            let heard = world.get(&format!("{base}{sent}"));
            assert_eq!(heard.xml().local(), "archives", "{sent}");
            let found = heard.text(&["archive", "documents", "uuid"]);
            assert_eq!(found.as_deref(), Some(uuid), "{sent}");
        }
    }
    let heard = world.get(&format!("{base}{}", STANDARD.encode("none")));
    assert!(heard.xml().children.is_empty());
    assert_eq!(world.get(&format!("{base}!")).fault().0, 404);
}

#[test]
fn a_document_gets_one_more_uuid_and_no_used_one() {
    let mut world = World::new();
    one(&mut world);
    let body = |uuid: &str| {
        format!(
            r#"<archive-document xmlns="http://api.digipost.no/schema/v7"><uuid>{uuid}</uuid>
            <file-name>b.pdf</file-name><file-type>pdf</file-type></archive-document>"#
        )
    };
    let heard = world.post(&at(FIRST, "/uuids"), &body(SECOND));
    assert_eq!(heard.text(&["documents", "uuid"]).as_deref(), Some(SECOND));
    let stream = world.get(&at(SECOND, "/content/stream"));
    assert_eq!(&stream.body[..], FIRST.as_bytes());
    let heard = world.post(&at(FIRST, "/uuids"), &body(SECOND));
    assert_eq!(heard.fault(), (400, "DUPLICATE_DOCUMENT_ID".to_owned()));
    let heard = world.post(&at(THIRD, "/uuids"), &body(THIRD));
    assert_eq!(heard.fault(), (404, "DOCUMENT_NOT_FOUND".to_owned()));
}

#[test]
fn what_is_deleted_is_gone_and_its_uuid_stays_used() {
    let mut world = World::new();
    one(&mut world);
    let heard = world.ask("DELETE", &at(FIRST, ""), V7, b"", None);
    assert_eq!((heard.status, heard.body.len()), (200, 0));
    assert_eq!(world.get(&at(FIRST, "")).fault().0, 404);
    let heard = world.ask("DELETE", &at(FIRST, ""), V7, b"", None);
    assert_eq!(heard.fault().0, 404);
    assert_eq!(
        one(&mut world).fault(),
        (400, "DUPLICATE_DOCUMENT_ID".to_owned())
    );
}

#[test]
fn a_document_goes_by_itself_at_its_deletion_time() {
    let mut world = World::new();
    let until = |text: &str| format!("<deletion-time>{text}</deletion-time>");
    let past = document(FIRST, &until("2026-03-02T08:59:59Z"));
    world.now = "2026-03-02T10:00:00Z".parse().unwrap();
    let heard = archive(&mut world, "v7", &past, &[FIRST]);
    assert_eq!(heard.fault(), (400, "INVALID_DATE".to_owned()));
    let good = document(FIRST, &until("2026-03-02T12:00:00.000+01:00"));
    let heard = archive(&mut world, "v7", &good, &[FIRST]);
    assert_eq!(heard.status, 200);
    world.wait(3599);
    assert_eq!(world.get(&at(FIRST, "")).status, 200);
    world.wait(1);
    assert_eq!(world.get(&at(FIRST, "")).fault().0, 404);
}

#[test]
fn a_broken_archive_is_refused_and_uses_no_uuid() {
    let mut world = World::new();
    let good = document(FIRST, "");
    let twice = format!("{good}{good}");
    let none = Vec::new();
    for (inside, parts, fault) in [
        (good.clone(), none.clone(), "DOCUMENTS_AND_FILES_MISMATCH"),
        (
            good.clone(),
            vec![FIRST, SECOND],
            "DOCUMENTS_AND_FILES_MISMATCH",
        ),
        (good.clone(), vec![SECOND], "DOCUMENTS_AND_FILES_MISMATCH"),
        (twice, vec![FIRST, FIRST], "DUPLICATE_DOCUMENT_ID"),
        (
            good.replace(FIRST, "x"),
            vec!["x"],
            "SCHEMA_VALIDATION_ERROR",
        ),
        (
            good.replace("9af4", "9AF4"),
            vec![FIRST],
            "SCHEMA_VALIDATION_ERROR",
        ),
        (
            good.replace("file-type", "file"),
            vec![FIRST],
            "SCHEMA_VALIDATION_ERROR",
        ),
        (
            format!("<sender-id>{STRANGER}</sender-id>{good}"),
            vec![FIRST],
            "BROKER_NOT_AUTHORIZED",
        ),
        (
            format!("<sender-id>1</sender-id>{good}"),
            vec![FIRST],
            "UNKNOWN_SENDER",
        ),
        (
            format!("<sender-id>x</sender-id>{good}"),
            vec![FIRST],
            "SCHEMA_VALIDATION_ERROR",
        ),
    ] {
        let heard = archive(&mut world, "v7", &inside, &parts);
        assert_eq!(heard.fault().1, fault, "{inside} {parts:?}");
        assert_eq!(world.model, Model::default());
    }
    assert_eq!(one(&mut world).status, 200);
}

#[test]
fn an_archive_of_a_sender_is_the_senders() {
    let mut world = World::new();
    let inside = format!("<sender-id>{DAUGHTER}</sender-id>{}", document(FIRST, ""));
    let told = archive(&mut world, "v7", &inside, &[FIRST]);
    assert_eq!(told.text(&["sender-id"]), Some(DAUGHTER.to_string()));
    assert_eq!(world.get(&at(FIRST, "")).fault().0, 404);
    let path = at(FIRST, "").replace(&BROKER.to_string(), &DAUGHTER.to_string());
    assert_eq!(world.get(&path).status, 200);
}
