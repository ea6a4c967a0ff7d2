//! The old way: begin, add content, send.

use jiff::SignedDuration;

use super::world::*;

fn begun(world: &mut World) -> Heard {
    let head = "<message-id>m-1</message-id>";
    world.post("/messages", message(head, &to_kari(), &letter(UUID, "")))
}

fn link_of<'h>(heard: &'h Heard, path: &[&str], rel: &str) -> Option<&'h str> {
    let at = heard.body.path(path)?;
    let links = at.children_named("link");
    let mut uris = links.filter(|link| link.attribute("rel").unwrap().ends_with(rel));
    uris.next()?.attribute("uri")
}

fn path(uri: &str) -> String {
    uri.strip_prefix("http://localhost:8282")
        .unwrap()
        .to_owned()
}

#[test]
fn a_message_is_begun_filled_and_sent_by_its_links() {
    let mut world = World::new();
    let heard = begun(&mut world);
    assert_eq!(
        (heard.status, heard.text(&["status"])),
        (201, "NOT_COMPLETE")
    );
    assert_eq!(
        heard.location.as_deref(),
        Some("http://localhost:8282/messages/1")
    );
    let content = path(link_of(&heard, &["primary-document"], "/add_content").unwrap());
    assert_eq!(
        world.post("/messages/1/send", "").code(),
        "INVALID_TRANSACTION"
    );
    assert_eq!(world.post(&content, "").code(), "MISSING_CONTENT");
    let heard = world.post(&content, PDF);
    assert_eq!((heard.status, heard.text(&["status"])), (200, "COMPLETE"));
    let heard = world.post(&content, PDF);
    assert_eq!(
        (heard.status, heard.code()),
        (409, "CONTENT_ALREADY_UPLOADED")
    );
    let heard = world.get(SENDER, "/messages/1");
    let send = path(link_of(&heard, &[], "/send").unwrap());
    assert!(world.mails().is_empty());
    let heard = world.post(&send, "");
    assert_eq!((heard.status, heard.text(&["status"])), (200, "DELIVERED"));
    assert_eq!(world.mails().len(), 1);
    let heard = world.post(&send, "");
    assert_eq!((heard.status, heard.code()), (409, "MESSAGE_ALREADY_SENT"));
    assert_eq!(world.post(&content, PDF).code(), "MESSAGE_ALREADY_SENT");
}

#[test]
fn a_document_that_goes_by_steps_links_to_the_key_of_its_recipient_and_to_its_content() {
    let mut world = World::new();
    let heard = begun(&mut world);
    let document = &["primary-document"];
    let key = path(link_of(&heard, document, "/get_encryption_key").unwrap());
    let rel = "https://api.digipost.no/relations/get_document_content";
    assert_eq!(link_of(&heard, document, rel), None);
    world.post("/messages/1/documents/0/content", PDF);
    let heard = world.get(SENDER, "/messages/1");
    let content = path(link_of(&heard, document, rel).unwrap());
    assert_eq!(content, format!("/documents/{SENDER}/{UUID}/content"));
    let given = world.get(SENDER, &key).bytes;
    assert!(String::from_utf8_lossy(&given).contains("BEGIN PUBLIC KEY"));
}

#[test]
fn a_message_that_is_there_is_told_with_its_address() {
    let mut world = World::new();
    begun(&mut world);
    let again = begun(&mut world);
    assert_eq!((again.status, again.code()), (409, "INVALID_TRANSACTION"));
    assert_eq!(
        again.location.as_deref(),
        Some("http://localhost:8282/messages/1")
    );
    let at_once = message(
        "<message-id>m-1</message-id>",
        &to_kari(),
        &letter(UUID, ""),
    );
    assert_eq!(world.send(&at_once).code(), "DUPLICATE_MESSAGE");
}

#[test]
fn nobody_sees_the_messages_of_others_or_documents_that_are_not_there() {
    let mut world = World::new();
    begun(&mut world);
    assert_eq!(
        world.get(STRANGER, "/messages/1").code(),
        "MESSAGE_NOT_FOUND"
    );
    assert_eq!(world.get(SENDER, "/messages/2").code(), "MESSAGE_NOT_FOUND");
    assert_eq!(world.get(SENDER, "/messages/x").code(), "MESSAGE_NOT_FOUND");
    let heard = world.post("/messages/1/documents/7/content", PDF);
    assert_eq!((heard.status, heard.code()), (404, "DOCUMENT_NOT_FOUND"));
}

#[test]
fn a_document_without_an_id_is_given_one() {
    let mut world = World::new();
    let nameless = letter(UUID, "").replace(&format!("<uuid>{UUID}</uuid>"), "");
    let heard = world.post("/messages", message("", &to_kari(), &nameless));
    assert_eq!(heard.text(&["primary-document", "uuid"]).len(), 36);
}

#[test]
fn a_message_that_is_finished_after_its_time_is_delivered_at_once() {
    let mut world = World::new();
    let at = "<delivery-time>2026-03-02T10:00:00+01:00</delivery-time>";
    let asked = "<sms-notification><at time=\"2026-03-02T11:00:00+01:00\"/></sms-notification>";
    let begun = message("", &to_kari(), &letter(UUID, asked));
    let begun = begun.replace("</recipient>", &format!("</recipient>{at}"));
    assert_eq!(world.post("/messages", begun).status, 201);
    world.post("/messages/1/documents/0/content", PDF);
    world.advance(SignedDuration::from_hours(24));
    let heard = world.post("/messages/1/send", "");
    assert_eq!((heard.status, heard.text(&["status"])), (200, "DELIVERED"));
    let delivered = "2026-03-03T09:00:00.000+01:00";
    assert_eq!(heard.text(&["delivery-time"]), delivered);
    assert_eq!(world.mails()[0].delivered_at, world.now);
}
