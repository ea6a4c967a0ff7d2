//! The inbox, the archive, content of documents, additional data.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use proptest::prelude::*;

use super::people_world::{BROKER, DAUGHTER, Heard, STRANGER, V7, V8, World, link};
use crate::consumer::{Mail, MailNumber, MailboxOwner};
use crate::domain::blob::{Blob, BlobKey};
use crate::domain::digipost::{AuthenticationLevel, SensitivityLevel};
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;
use crate::services::digipost::Model;
use crate::snapshot::written::Written;

const FIRST: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9d";
const SECOND: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9e";
const THIRD: &str = "9af46585-9fef-41fb-adf9-da120fc5bb9f";

/// Puts a letter into the mailbox of a company, as another service call would.
fn deliver(world: &mut World, to: &str, subject: &str, with: Option<MailNumber>) -> MailNumber {
    let content = world.blobs.keep(Blob::of(subject.as_bytes()), u64::MAX);
    let number = world.book.mails().count() + 1;
    world.book.deliver(Mail {
        owner: MailboxOwner::Company(Slug::parse(to).unwrap()),
        provider: MailboxProvider::Digipost,
        service: "digipost",
        service_id: format!("9af46585-9fef-41fb-adf9-{number:012}"),
        sender: Slug::parse("daughter").unwrap(),
        sender_name: "Datter AS".to_owned(),
        subject: subject.to_owned(),
        file_type: "pdf".to_owned(),
        content,
        authentication: AuthenticationLevel::Password,
        sensitivity: SensitivityLevel::Normal,
        delivered_at: world.now,
        opened_at: None,
        deleted_at: None,
        attached_to: with,
        invoice: None,
    })
}

fn inbox(world: &mut World, query: &str) -> Heard {
    world.get(&format!("/{BROKER}/inbox{query}"))
}

fn subjects(heard: &Heard) -> Vec<String> {
    let root = heard.xml();
    let letters = root.children_named("document");
    letters
        .map(|letter| letter.child_text("subject").unwrap().to_owned())
        .collect()
}

#[test]
fn an_inbox_shows_letters_newest_first_with_their_attachments_inside() {
    let mut world = World::new();
    assert!(inbox(&mut world, "").xml().children.is_empty());
    for (minute, subject) in ["first", "second", "third"].into_iter().enumerate() {
        world.wait(60 * i64::try_from(minute).unwrap());
        let letter = deliver(&mut world, "broker", subject, None);
        deliver(&mut world, "broker", "attached", Some(letter));
    }
    deliver(&mut world, "daughter", "another's", None);
    let heard = inbox(&mut world, "");
    assert_eq!(subjects(&heard), ["third", "second", "first"]);
    let letter = heard.xml().child("document").unwrap().clone();
    for element in [&letter, letter.child("attachment").unwrap()] {
        for uri in ["content-uri", "delete-uri"] {
            let uri = element.child_text(uri).unwrap();
            assert!(
                uri.starts_with("http://localhost:8282/780123/inbox/"),
                "{uri}"
            );
        }
        assert_eq!(element.child_text("content-type"), Some("application/pdf"));
        assert_eq!(element.child_text("sender"), Some("Datter AS"));
        assert!(element.child("first-accessed").is_none());
    }
    let heard = inbox(&mut world, "?offset=1&limit=1");
    assert_eq!(subjects(&heard), ["second"]);
    let heard = inbox(&mut world, "?offset=18446744073709551615&limit=0");
    assert!(subjects(&heard).is_empty());
}

#[test]
fn a_letter_that_is_still_to_come_is_not_in_the_inbox() {
    let mut world = World::new();
    world.wait(3600);
    deliver(&mut world, "broker", "tomorrow", None);
    world.wait(-3600);
    assert!(subjects(&inbox(&mut world, "")).is_empty());
    let heard = world.get(&format!("/{BROKER}/inbox/1/content"));
    assert_eq!(heard.fault(), (404, "DOCUMENT_NOT_FOUND".to_owned()));
}

#[test]
fn a_query_of_the_inbox_is_judged() {
    let mut world = World::new();
    for query in [
        "?limit=1001",
        "?limit=-1",
        "?offset=a",
        "?page=2",
        "?limit=1&limit=2",
        "?offset=99999999999999999999",
    ] {
        let heard = inbox(&mut world, query);
        assert_eq!(
            heard.fault(),
            (400, "INVALID_QUERY_PARAMETER".to_owned()),
            "{query}"
        );
    }
}

/// Follows a one-time address like a client whose signature is of another hop, or that has none.
fn follow(world: &mut World, target: &str) -> Heard {
    let target = target.strip_prefix("http://localhost:8282").unwrap();
    let request = Request::builder()
        .uri(target)
        .header("accept", "*/*")
        .header("x-digipost-signature", "AAAA");
    world.send(request.body(Bytes::new()).unwrap(), None)
}

#[test]
fn content_is_fetched_once_within_half_a_minute_and_sets_first_accessed() {
    let mut world = World::new();
    deliver(&mut world, "broker", "letter", None);
    let content = inbox(&mut world, "")
        .text(&["document", "content-uri"])
        .unwrap();
    let moved = world.get(&content);
    assert_eq!((moved.status, moved.body.len()), (307, 0));
    let target = moved.location.unwrap();
    let (path, query) = target.split_once('?').unwrap();
    assert_eq!(path, "http://localhost:8282/documents/1");
    let token = query.strip_prefix("token=").unwrap();
    let token = token.strip_suffix("&download=false").unwrap();
    assert!(token.len() == 128 && token.bytes().all(|it| it.is_ascii_hexdigit()));
    world.wait(30);
    let heard = follow(&mut world, &target);
    assert_eq!((heard.status, &heard.body[..]), (200, &b"letter"[..]));
    assert_eq!(heard.media_type.as_deref(), Some("application/pdf"));
    let again = follow(&mut world, &target);
    assert_eq!(again.fault(), (403, "ILLEGAL_ACCESS".to_owned()));
    let opened = inbox(&mut world, "").text(&["document", "first-accessed"]);
    assert_eq!(opened.as_deref(), Some("2026-03-02T09:00:00+01:00"));
}

#[test]
fn a_link_is_over_after_its_life_and_leads_to_its_own_document() {
    let mut world = World::new();
    deliver(&mut world, "broker", "letter", None);
    let target = world
        .get(&format!("/{BROKER}/inbox/1/content"))
        .location
        .unwrap();
    let other = target.replace("/documents/1", "/documents/2");
    let unknown = target.replace("token=", "token=0");
    for wrong in [&other, &unknown, "http://localhost:8282/documents/1"] {
        let heard = follow(&mut world, wrong);
        assert_eq!(
            heard.fault(),
            (404, "DOCUMENT_NOT_FOUND".to_owned()),
            "{wrong}"
        );
    }
    world.wait(31);
    let heard = follow(&mut world, &target);
    assert_eq!(heard.fault(), (403, "ILLEGAL_ACCESS".to_owned()));
}

#[test]
fn a_letter_is_deleted_with_its_attachments_and_by_its_owner_only() {
    let mut world = World::new();
    let letter = deliver(&mut world, "broker", "letter", None);
    deliver(&mut world, "broker", "attached", Some(letter));
    let heard = world.ask("DELETE", &format!("/{DAUGHTER}/inbox/1"), V7, b"", None);
    assert_eq!(heard.fault(), (404, "DOCUMENT_NOT_FOUND".to_owned()));
    let heard = world.ask("DELETE", &format!("/{STRANGER}/inbox/1"), V7, b"", None);
    assert_eq!(heard.fault(), (403, "BROKER_NOT_AUTHORIZED".to_owned()));
    let heard = world.ask("DELETE", &format!("/{BROKER}/inbox/1"), V7, b"", None);
    assert_eq!((heard.status, heard.body.len()), (200, 0));
    for number in ["1", "2", "3", "x", "99999999999999999999"] {
        let heard = world.get(&format!("/{BROKER}/inbox/{number}/content"));
        assert_eq!(
            heard.fault(),
            (404, "DOCUMENT_NOT_FOUND".to_owned()),
            "{number}"
        );
    }
    assert!(subjects(&inbox(&mut world, "")).is_empty());
}

#[test]
fn the_content_of_a_document_is_its_senders() {
    let mut world = World::new();
    deliver(&mut world, "broker", "letter", None);
    let uuid = "9af46585-9fef-41fb-adf9-000000000001";
    let heard = world.get(&format!("/documents/{DAUGHTER}/{uuid}/content"));
    assert_eq!((heard.status, &heard.body[..]), (200, &b"letter"[..]));
    for path in [
        format!("/documents/{BROKER}/{uuid}/content"),
        format!("/documents/{DAUGHTER}/{FIRST}/content"),
        format!("/documents/{DAUGHTER}/{}/content", FIRST.to_uppercase()),
    ] {
        let heard = world.get(&path);
        assert_eq!(
            heard.fault(),
            (404, "DOCUMENT_NOT_FOUND".to_owned()),
            "{path}"
        );
    }
}

fn document(uuid: &str, more: &str) -> String {
    format!(
        "<documents><uuid>{uuid}</uuid><file-name>a.pdf</file-name><file-type>pdf</file-type>{more}\
         </documents>"
    )
}

/// Archives documents, each with its own uuid for content.
fn archive(world: &mut World, version: &str, inside: &str, uuids: &[&str]) -> Heard {
    let xml =
        format!(r#"<archive xmlns="http://api.digipost.no/schema/{version}">{inside}</archive>"#);
    let mut body = String::new();
    let parts = std::iter::once(("archive", xml.as_str()));
    for (name, content) in parts.chain(uuids.iter().map(|uuid| (*uuid, *uuid))) {
        body.push_str(&format!(
            "--b_-\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--b_---\r\n");
    let kind = format!("vnd.digipost-{version}+xml");
    let request = Request::builder()
        .method("POST")
        .uri("/archive")
        .header("accept", format!("application/{kind}"))
        .header("content-type", format!("multipart/{kind}; boundary=b_-"))
        .header("x-digipost-userid", BROKER.to_string());
    world.send(request.body(Bytes::from(body)).unwrap(), None)
}

fn one(world: &mut World) -> Heard {
    archive(world, "v7", &document(FIRST, ""), &[FIRST])
}

fn at(uuid: &str, behind: &str) -> String {
    format!("/{BROKER}/archive/documents/uuid/{uuid}{behind}")
}

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
        Some("2026-03-02T09:00:00+01:00")
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

fn attribute(key: &str, value: &str) -> String {
    format!("<attributes><key>{key}</key><value>{value}</value></attributes>")
}

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

#[test]
fn more_data_is_taken_for_a_document_of_the_sender() {
    let mut world = World::new();
    deliver(&mut world, "broker", "letter", None);
    let data = r#"<additional-data xmlns="http://api.digipost.no/schema/v7"><data-type>
        <payslip xmlns="http://api.digipost.no/schema/datatypes"/></data-type></additional-data>"#;
    let path = |uuid: &str| format!("/documents/{DAUGHTER}/{uuid}/additional-data");
    let good = path("9af46585-9fef-41fb-adf9-000000000001");
    let heard = world.post(&good, data);
    assert_eq!((heard.status, heard.body.len()), (200, 0));
    assert_eq!(world.post(&path(FIRST), data).fault().0, 404);
    for wrong in ["<payslip/>", "schema/datatypes"] {
        let body = match wrong {
            "<payslip/>" => data.replace("<payslip xmlns", "<payslip/><payslip xmlns"),
            _ => data.replace("schema/datatypes", "schema/other"),
        };
        let heard = world.post(&good, &body);
        assert_eq!(heard.fault(), (400, "SCHEMA_VALIDATION_ERROR".to_owned()));
    }
}

#[test]
fn a_snapshot_holds_archives_and_links() {
    let mut world = World::new();
    let attribute = "<attributes><key>a=%</key><value>=b</value></attributes>";
    let more = format!(
        "<referenceid>r</referenceid>{attribute}\
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
