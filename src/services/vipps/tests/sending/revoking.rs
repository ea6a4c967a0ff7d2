//! Taking back.

use bytes::Bytes;
use http::Request;

use super::world::{ID, SENDER, STRANGER, World};
use crate::consumer::PresentedState;
use crate::domain::money::Ore;

/// A request to take back with these headers and this body.
fn request(headers: &[(&str, &str)], body: &'static str) -> Request<Bytes> {
    let mut request = Request::put(format!("/vipps-isp/v1/invoices/{ID}/status/revoked"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Bytes::from(body)).unwrap()
}

#[test]
fn an_invoice_is_taken_back_with_no_content_and_leaves_the_netbank() {
    let mut world = World::pending();
    let etag = world.etag();
    let heard = world.revoke(SENDER, &etag, "key-1");
    assert_eq!((heard.status, heard.bytes.len()), (204, 0));
    assert_eq!(world.state(), "revoked");
    let state = world.presented().unwrap().state;
    assert!(matches!(state, PresentedState::Withdrawn { .. }));
    assert_ne!(world.etag(), etag);
    assert_eq!(world.told().last(), Some(&"invoice.revoked"));
}

#[test]
fn body_and_media_type_do_not_matter() {
    for (kind, body) in [
        (None, ""),
        (Some("application/json"), ""),
        (Some("application/json"), "no json"),
    ] {
        let mut world = World::pending();
        let etag = format!("\"{}\"", world.etag());
        let mut headers = vec![("If-Match", etag.as_str()), ("Idempotency-Key", "k")];
        headers.extend(kind.map(|kind| ("Content-Type", kind)));
        let heard = world.hears(SENDER, request(&headers, body), None);
        assert_eq!(heard.status, 204, "{kind:?} {body}");
    }
}

#[test]
fn both_headers_must_be_there_and_say_something() {
    let mut world = World::pending();
    for (headers, slug) in [
        (vec![], "missing-header-if-match"),
        (vec![("Idempotency-Key", "k")], "missing-header-if-match"),
        (
            vec![("If-Match", " "), ("Idempotency-Key", "k")],
            "missing-header-if-match",
        ),
        (vec![("If-Match", "x")], "missing-header-idempotency-key"),
        (
            vec![("If-Match", "x"), ("Idempotency-Key", "")],
            "missing-header-idempotency-key",
        ),
        (
            vec![("If-Match", "x"), ("Idempotency-Key", "k")],
            "invoice-status-etag-mismatch",
        ),
        (
            vec![("If-Match", "*"), ("Idempotency-Key", "k")],
            "invoice-status-etag-mismatch",
        ),
    ] {
        let heard = world.hears(SENDER, request(&headers, ""), None);
        let status = if slug == "invoice-status-etag-mismatch" {
            409
        } else {
            400
        };
        assert_eq!(heard.said(), (status, slug), "{headers:?}");
    }
    assert_eq!(world.state(), "pending");
}

#[test]
fn a_repeat_with_its_key_is_good_again_and_changes_nothing() {
    let mut world = World::pending();
    let etag = world.etag();
    assert_eq!(world.revoke(SENDER, &etag, "key-1").status, 204);
    let (before, told) = (world.etag(), world.told().len());
    assert_eq!(world.revoke(SENDER, &etag, "key-1").status, 204);
    assert_eq!(world.revoke(SENDER, "stale", "key-1").status, 204);
    assert_eq!((world.etag(), world.told().len()), (before.clone(), told));
    let other = world.revoke(SENDER, &etag, "key-2");
    assert_eq!(other.said(), (409, "invoice-status-etag-mismatch"));
    let other = world.revoke(SENDER, &before, "key-2");
    assert_eq!(other.said(), (409, "state-transition-not-allowed"));
    let other = world.revoke(STRANGER, &etag, "key-1");
    assert_eq!(other.said(), (409, "invoice-status-conflict"));
}

#[test]
fn a_refused_key_may_be_used_again() {
    let mut world = World::new();
    world.send();
    let created = world.etag();
    world.settle();
    let heard = world.revoke(SENDER, &created, "key");
    assert_eq!(heard.said(), (409, "invoice-status-etag-mismatch"));
    let pending = world.etag();
    assert_eq!(world.revoke(SENDER, &pending, "key").status, 204);
}

#[test]
fn what_nobody_sent_cannot_be_taken_back() {
    let mut world = World::new();
    let heard = world.revoke(SENDER, "x", "k");
    assert_eq!(heard.said(), (404, "invoice-not-found"));
    world.send();
    let etag = world.etag();
    let heard = world.revoke(STRANGER, &etag, "k");
    assert_eq!(heard.said(), (403, "invoice-status-issuer-only"));
    assert_eq!(world.state(), "created");
}

#[test]
fn what_was_taken_back_early_is_never_presented() {
    let mut world = World::new();
    world.send();
    let etag = world.etag();
    assert_eq!(world.revoke(SENDER, &etag, "k").status, 204);
    world.settle();
    assert_eq!(
        (world.state().as_str(), world.presented()),
        ("revoked", None)
    );
}

#[test]
fn an_etag_of_before_the_consumer_acted_is_stale() {
    let mut world = World::pending();
    let etag = world.etag();
    let (amount, at) = (Ore::new(25043), world.now);
    world.consumer_makes_it(PresentedState::Paid { amount, at });
    let heard = world.revoke(SENDER, &etag, "k");
    assert_eq!(heard.said(), (409, "invoice-status-etag-mismatch"));
    let etag = world.etag();
    let heard = world.revoke(SENDER, &etag, "k");
    assert_eq!(heard.said(), (409, "state-transition-not-allowed"));
    assert!(
        heard.detail().contains("approved, and paid"),
        "{}",
        heard.detail()
    );
}
