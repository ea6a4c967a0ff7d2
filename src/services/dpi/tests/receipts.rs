//! Receipts as callers fetch them.

use jiff::SignedDuration;
use serde_json::json;

use super::post::{Post, organisation};
use super::world::{BASE, KOMMUNE, World};
use crate::crypto::Signer;
use crate::documents::dpi::read_signed;
use crate::domain::dpi::{FailedChannel, ReceiptNews};

#[test]
fn a_receipt_is_signed_by_its_mailbox_and_readable_in_the_journal() {
    let mut world = World::new();
    let mut post = world.letter();
    post.body["avsender"] = json!({
        "virksomhetsidentifikator": organisation(KOMMUNE),
        "avsenderidentifikator": "skatt",
    });
    world.takes(&post);
    world.minute();
    let heard = world.asks("GET", "/messages/in");
    let row = &heard.body[0];
    let signed = read_signed(row["forretningsmelding"].as_str().unwrap()).unwrap();
    assert_eq!(&signed.certificate, Signer::DigipostMailbox.certificate());
    let kept = &heard.kept[0]["forretningsmelding"];
    let said: serde_json::Value = serde_json::from_slice(&signed.payload).unwrap();
    assert_eq!(&said, kept);
    let receipt = world.receipts().remove(0);
    assert_eq!(
        row["downloadurl"],
        format!("{BASE}/messages/in/{}", receipt.header.message)
    );
    assert_eq!(receipt.unit.as_ref().unwrap().as_str(), "skatt");
    assert_eq!(receipt.at, world.now);
    let conversation = "37efbd4c-413d-4e2c-bbc5-257ef4a65a45";
    assert_eq!(receipt.header.conversation.to_string(), conversation);
    assert_ne!(receipt.header.message.as_uuid(), post.id);
    // The same again, to the byte.
    assert_eq!(world.asks("GET", "/messages/in").body, heard.body);
}

#[test]
fn what_was_read_is_gone_and_cannot_be_read_again() {
    let mut world = World::new();
    let post = world.letter();
    world.takes(&post);
    assert_eq!(world.asks("GET", "/messages/in").status, 204);
    world.minute();
    let id = world.receipts()[0].header.message;
    let package = world.asks("GET", &format!("/messages/in/{id}"));
    assert_eq!(
        (package.status, package.rule),
        (404, Some("DPI-NO-PACKAGE"))
    );
    let read = format!("/messages/in/{id}/read");
    assert_eq!(world.asks("POST", &read).status, 200);
    assert_eq!(world.asks("GET", "/messages/in").status, 204);
    assert_eq!(world.asks("POST", &read).status, 404);
    assert_eq!(world.asks("POST", "/messages/in/x/read").status, 404);
    assert_eq!(world.asks("GET", "/messages/out/x/statuses").status, 404);
}

#[test]
fn a_channel_and_a_unit_see_their_own_receipts_in_pages() {
    let mut world = World::new();
    for (query, unit) in [("?kanal=Brev", "a"), ("?kanal=brev", "b"), ("", "a")] {
        let mut post = world.letter();
        post.query = query;
        post.body["avsender"] = json!({
            "virksomhetsidentifikator": organisation(KOMMUNE),
            "avsenderidentifikator": unit,
        });
        world.takes(&post);
    }
    world.minute();
    for (query, status, count) in [
        ("", 200, 3),
        ("?kanal=BREV", 200, 2),
        ("?kanal=other", 204, 0),
        ("?avsenderidentifikator=a", 200, 2),
        ("?avsenderidentifikator=a&kanal=brev", 200, 1),
        ("?page_size=2", 200, 2),
        ("?page_size=2&page=0", 200, 2),
        ("?page_size=2&page=1", 200, 1),
        ("?page_size=2&page=2", 204, 0),
        ("?page_size=0", 400, 0),
        ("?page_size=1001", 400, 0),
        ("?page_size=x", 400, 0),
        ("?page=-1", 400, 0),
        ("?page=1&page=2", 400, 0),
        ("?kanal=a.b", 400, 0),
    ] {
        let token = world.token();
        let heard = world.asks_as(&token, "GET", &format!("/messages/in{query}"), None);
        let rows = heard.body.as_array().map_or(0, Vec::len);
        assert_eq!((heard.status, rows), (status, count), "{query}");
    }
    world.set("dpi.first_page", "1");
    assert!(world.asks("GET", "/messages/in?page=1&page_size=2").body[1].is_object());
    assert_eq!(
        world.asks("GET", "/messages/in?page=0").rule,
        Some("DPI-PARAMETER")
    );
}

#[test]
fn an_opened_letter_is_told_if_that_was_ordered() {
    for (ordered, news) in [
        (true, vec!["leveringskvittering", "aapningskvittering"]),
        (false, vec!["leveringskvittering"]),
    ] {
        let mut world = World::new();
        let mut post = world.letter();
        post.body["aapningskvittering"] = json!(ordered);
        world.takes(&post);
        world.minute();
        world.opens();
        assert_eq!(world.news(), news);
    }
}

fn notices(world: &mut World, number: &str) -> Post {
    let mut post = world.letter();
    post.body["varsler"] = json!({
        "epostvarsel": {
            "epostadresse": "kari@example.no",
            "varslingstekst": "Du har post",
            "repetisjoner": [0, 7],
        },
        "smsvarsel": {
            "mobiltelefonnummer": number,
            "varslingstekst": "Du har post",
            "repetisjoner": [1],
        },
    });
    post
}

fn sms_sent(world: &World) -> usize {
    let told = format!("{:?}", world.notes);
    told.matches("sms.sent").count()
}

#[test]
fn who_does_not_open_a_letter_is_told_as_ordered_and_by_day() {
    let mut world = World::new();
    world.now = "2026-03-02T22:00:00+01:00".parse().unwrap();
    let post = notices(&mut world, "+4797777776");
    world.takes(&post);
    world.minute();
    assert_eq!(world.letters.len(), 0);
    world.advance(SignedDuration::from_hours(11));
    assert_eq!((world.letters.len(), sms_sent(&world)), (1, 1));
    assert_eq!(world.letters[0].invoice, Some(post.id.to_string()));
    assert_eq!(world.letters[0].sent_at.to_string(), "2026-03-03T08:00:00Z");
    world.days(8);
    assert_eq!((world.letters.len(), sms_sent(&world)), (2, 1));
}

#[test]
fn who_opened_a_letter_is_told_no_more() {
    let mut world = World::new();
    let post = notices(&mut world, "+4797777776");
    world.takes(&post);
    world.minute();
    assert_eq!(world.letters.len(), 1);
    world.opens();
    world.days(30);
    assert_eq!((world.letters.len(), sms_sent(&world)), (1, 0));
}

#[test]
fn a_notification_that_fails_is_told_once_and_the_letter_stays() {
    for (wish, number, failed) in [
        (
            Some("emailNotificationFailed"),
            "+4797777776",
            vec![FailedChannel::Email],
        ),
        (
            Some("smsNotificationFailed"),
            "+4797777776",
            vec![FailedChannel::Sms],
        ),
        (
            Some("notificationsFailed"),
            "+4797777776",
            vec![FailedChannel::Email, FailedChannel::Sms],
        ),
        // No number that anybody could be called by.
        (None, "--------", vec![FailedChannel::Sms]),
    ] {
        let mut world = World::new();
        let post = notices(&mut world, number);
        world.takes_wishing(&post, wish);
        world.days(30);
        let receipts = world.receipts();
        let told = receipts.iter().filter_map(|receipt| {
            let ReceiptNews::NoticeFailed {
                channel,
                description,
            } = &receipt.news
            else {
                assert_eq!(receipt.news, ReceiptNews::Delivered);
                return None;
            };
            assert!(description.is_some());
            Some(*channel)
        });
        assert_eq!(told.collect::<Vec<_>>(), failed, "{wish:?}");
        let (_, mail) = world.book.mails().next().unwrap();
        assert_eq!(mail.deleted_at, None);
    }
}
