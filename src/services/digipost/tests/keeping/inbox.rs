//! The inbox of a company, and content by one-time addresses.

use super::parts::follow;
use crate::consumer::{Mail, MailNumber, MailboxOwner};
use crate::domain::blob::Blob;
use crate::domain::digipost::{AuthenticationLevel, SensitivityLevel};
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;
use crate::services::digipost::tests::people::world::{
    BROKER, DAUGHTER, Heard, STRANGER, V7, World,
};

/// Puts a letter into the mailbox of a company, as another service call would.
fn deliver(world: &mut World, to: &str, subject: &str, with: Option<MailNumber>) -> MailNumber {
    let content = world
        .blobs
        .keep(Blob::of(subject.as_bytes().to_vec()), u64::MAX);
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
fn each_letter_has_its_own_attachments_in_the_order_they_came_and_none_that_is_gone() {
    let mut world = World::new();
    let [first, second] = ["first", "second"].map(|it| deliver(&mut world, "broker", it, None));
    for (letter, subject) in [(second, "s1"), (first, "f1"), (second, "s2"), (first, "f2")] {
        deliver(&mut world, "broker", subject, Some(letter));
    }
    let now = world.now;
    let gone = deliver(&mut world, "broker", "gone", Some(first));
    world.book.delete_mail(gone, now);
    let heard = inbox(&mut world, "");
    let root = heard.xml();
    let told: Vec<Vec<&str>> = root
        .children_named("document")
        .map(|letter| {
            let attached = letter.children_named("attachment");
            attached.filter_map(|it| it.child_text("subject")).collect()
        })
        .collect();
    assert_eq!(told, [["s1", "s2"], ["f1", "f2"]]);
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
    assert_eq!(opened.as_deref(), Some("2026-03-02T09:00:00.000+01:00"));
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
