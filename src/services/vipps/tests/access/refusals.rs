//! The form of refusals: ids, statuses of the documents, and what scenarios ask for by name.

use bytes::Bytes;
use uuid::Uuid;

use super::world::{HOTEL, Heard, KARI, NOBODY, World, nin, tokens};
use crate::domain::vipps::Product;
use crate::services::vipps::OPERATIONS;

fn with(world: &mut World, wish: &str) -> Heard {
    world.asks_wishing(Product::Isp, &nin(KARI), Some(wish)).0
}

#[test]
fn a_problem_carries_an_id_of_its_own_under_the_key_that_is_set() {
    let mut seen = Vec::new();
    let mut world = World::new();
    for (key, other) in [
        ("correlationId", "ContextID"),
        ("ContextID", "correlationId"),
    ] {
        world.set("vipps.correlation_key", key);
        let by_itself = world.asks_for(Product::Isp, &nin(NOBODY));
        let as_wanted = with(&mut world, "recipient-not-found");
        for heard in [by_itself, as_wanted] {
            assert_eq!(heard.slug(), "/recipient-not-found");
            assert!(heard.body["error"].get(other).is_none());
            let id = heard.body["error"][key].as_str().unwrap().to_owned();
            assert!(Uuid::parse_str(&id).is_ok() && !seen.contains(&id));
            seen.push(id);
            let kind = heard.header("content-type");
            assert_eq!(kind, "application/json; charset=UTF-8");
            assert!(heard.body["error"]["title"].is_string());
        }
    }
    assert_eq!(seen[0], ids_of_a_fresh_world());
}

/// The same requests get the same ids.
fn ids_of_a_fresh_world() -> String {
    let heard = World::new().asks_for(Product::Isp, &nin(NOBODY));
    heard.body["error"]["correlationId"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn every_refusal_in_front_of_the_backend_can_be_asked_for_on_every_operation_behind_it() {
    let mut world = World::new();
    for (wish, status, shape) in [
        ("missingSubscriptionKey", 401, "statusCode"),
        ("invalidSubscriptionKey", 401, "statusCode"),
        ("missingAccessToken", 401, "responseInfo"),
        ("invalidAccessToken", 401, "responseInfo"),
        ("expiredAccessToken", 401, "responseInfo"),
        ("rateLimited", 429, "statusCode"),
        ("noRoute", 404, "responseInfo"),
        ("forbidden", 403, "error"),
        ("invalid-authorization-token", 401, "error"),
        ("missing-internal-authentication", 401, "error"),
        ("not-found", 404, "error"),
        ("internal-server-error", 500, "error"),
        ("marshal-json-failed", 500, "error"),
        ("timeout", 500, "error"),
        ("unresolved-error", 500, "error"),
    ] {
        let behind = OPERATIONS.iter().filter(|row| {
            let is_public = row.id.ends_with("jwk") || row.id == "vipps.accesstoken.get";
            row.matched_by == crate::services::Match::Path && !is_public
        });
        for row in behind {
            let path = row
                .path
                .replace("{invoiceId}", "orgno-no.918130047.1")
                .replace("{attachmentId}", "0");
            let request = http::Request::builder()
                .method(row.method.as_str())
                .uri(path);
            let heard = world.hears_wishing(request, wish);
            assert_eq!(heard.status, status, "{wish} on {}", row.id);
            assert!(heard.body.get(shape).is_some(), "{wish} on {}", row.id);
            assert_eq!(heard.header("retry-after") == "1", status == 429);
        }
    }
}

#[test]
fn every_problem_of_a_token_request_can_be_asked_for() {
    let mut world = World::new();
    for (wish, status) in [
        ("recipient-not-found", 404),
        ("unknown-ident-type", 400),
        ("invalid-recipient-value-nin", 400),
        ("invalid-recipient-value-msisdn", 400),
        ("invalid-json", 400),
        ("input-validation-failed", 400),
        ("reading-request-body", 400),
    ] {
        let heard = with(&mut world, wish);
        let slug = format!("/{wish}");
        assert_eq!((heard.status, heard.slug()), (status, slug.as_str()));
    }
}

#[test]
fn statuses_that_no_document_has_give_way_where_a_tester_wants_it() {
    let mut world = World::new();
    for (strict, status) in [("false", 403), ("true", 404)] {
        world.set("vipps.strict_statuses", strict);
        let request = tokens(Product::Isp)
            .header("Authorization", world.token(HOTEL, Product::Ipp))
            .header(
                "Ocp-Apim-Subscription-Key",
                world.keys(HOTEL, Product::Isp).subscription_key,
            )
            .body(Bytes::new())
            .unwrap();
        let heard = world.hears_all(request, None, None).0;
        assert_eq!((heard.status, heard.slug()), (status, "/forbidden"));
        assert_eq!(with(&mut world, "forbidden").status, status);
        assert_eq!(with(&mut world, "internal-server-error").status, 500);
    }
}

#[test]
fn a_refused_request_changes_nothing_that_is_kept_of_the_trade() {
    let mut world = World::new();
    world.token(HOTEL, Product::Isp);
    let before = world.model.clone();
    world.hears(tokens(Product::Isp));
    assert_eq!(world.model, before);
}
