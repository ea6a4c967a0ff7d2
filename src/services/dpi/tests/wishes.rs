//! What scenarios have become of messages.

use jiff::SignedDuration;
use serde_json::json;

use super::world::World;
use crate::crypto::Signer;
use crate::documents::dpi::{SignedError, read_receipt, read_signed};
use crate::domain::dpi::{Fault, ReceiptNews};
use crate::services::dpi::ComplaintKind;

#[test]
fn an_access_point_that_fails_says_so_in_the_status_and_no_receipt_comes() {
    for (wish, statuses) in [
        ("statusFailed", vec!["OPPRETTET", "FEILET"]),
        ("stuckInOpprettet", vec!["OPPRETTET"]),
    ] {
        let mut world = World::new();
        let post = world.letter();
        world.takes_wishing(&post, Some(wish));
        world.days(3);
        assert_eq!(world.statuses(&post), statuses);
        assert_eq!(world.news(), [""; 0]);
    }
    let mut world = World::new();
    let post = world.letter();
    world.takes_wishing(&post, Some("statusFailed"));
    let heard = world.asks("GET", &format!("/messages/out/{}/statuses", post.id));
    assert_eq!(heard.body[1]["beskrivelse"], "Bad Gateway mot postkasse");
    assert_eq!(heard.body[0]["timestamp"], "2026-03-02T09:00:00+01:00");
}

#[test]
fn every_complaint_can_be_asked_for_and_says_whose_fault_it_is() {
    for (kind, name) in ComplaintKind::WORDS {
        let mut world = World::new();
        let post = world.eboks_letter();
        world.takes_wishing(&post, Some(name));
        world.minute();
        assert_eq!(world.mails(), []);
        let receipts = world.receipts();
        let ReceiptNews::Failed { fault, details } = &receipts[0].news else {
            panic!("{receipts:?}");
        };
        let is_server = *kind == ComplaintKind::MailboxError;
        assert_eq!(*fault == Fault::Server, is_server, "{name}");
        let codes = [
            (ComplaintKind::AttachmentNames, "Reason code: SBD:5023."),
            (ComplaintKind::BadPackage, "Reason code: SBD:4069."),
        ];
        let code = codes.iter().find(|(coded, _)| coded == kind);
        let code = code.map_or("", |(_, code)| code);
        assert!(details.as_ref().unwrap().starts_with(code), "{details:?}");
    }
}

#[test]
fn a_delivery_receipt_is_late_missing_twice_or_early() {
    let days = |wish: &str| {
        let mut world = World::new();
        let post = world.letter();
        world.takes_wishing(&post, Some(wish));
        world.minute();
        let first = world.news().len();
        world.days(2);
        (first, world.news().len())
    };
    assert_eq!(days("receiptLate"), (0, 1));
    assert_eq!(days("receiptNever"), (0, 0));
    assert_eq!(days("receiptTwice"), (2, 2));
    let mut world = World::new();
    let post = world.letter();
    world.takes_wishing(&post, Some("receiptBeforeStatus"));
    world.minute();
    assert_eq!(world.statuses(&post), ["OPPRETTET"]);
    assert_eq!(world.news(), ["leveringskvittering"]);
    world.minute();
    assert_eq!(world.statuses(&post), ["OPPRETTET", "SENDT"]);
}

#[test]
fn a_receipt_of_opening_is_late_or_missing() {
    for (wish, later) in [("openedLate", 2), ("openedNever", 1)] {
        let mut world = World::new();
        let mut post = world.letter();
        post.body["aapningskvittering"] = json!(true);
        world.takes_wishing(&post, Some(wish));
        world.minute();
        world.opens();
        assert_eq!(world.news().len(), 1);
        world.days(4);
        assert_eq!(world.news().len(), later, "{wish}");
    }
}

#[test]
fn a_receipt_has_the_flaw_that_was_asked_for() {
    let token = |wish: &str| {
        let mut world = World::new();
        let post = world.letter();
        world.takes_wishing(&post, Some(wish));
        world.minute();
        let heard = world.asks("GET", "/messages/in");
        heard.body[0]["forretningsmelding"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let wrong = read_signed(&token("receiptWrongSignature"));
    assert_eq!(wrong, Err(SignedError::Signature));
    let expired = read_signed(&token("receiptExpiredCertificate")).unwrap();
    assert_eq!(&expired.certificate, Signer::ExpiredMailbox.certificate());
    let now = "2026-03-02T08:00:00Z".parse().unwrap();
    assert!(expired.certificate.not_after() < now);
    let schema = read_signed(&token("receiptSchemaError")).unwrap();
    assert!(read_receipt(&schema.payload).is_err());
    let unknown = read_signed(&token("unknownConversation")).unwrap();
    let conversation = read_receipt(&unknown.payload).unwrap().header.conversation;
    let sent = "37efbd4c-413d-4e2c-bbc5-257ef4a65a45";
    assert_ne!(conversation.to_string(), sent);
}

#[test]
fn a_list_may_be_empty_and_may_not_shrink() {
    let mut world = World::new();
    let post = world.letter();
    world.takes(&post);
    world.advance(SignedDuration::from_mins(5));
    let id = world.receipts()[0].header.message;
    let token = world.token();
    let heard = world.asks_as(&token, "GET", "/messages/in", Some("emptyList"));
    assert_eq!(heard.status, 204);
    let read = format!("/messages/in/{id}/read");
    let heard = world.asks_as(&token, "POST", &read, Some("staysUnread"));
    assert_eq!((heard.status, world.news().len()), (200, 1));
}
