//! Grants that are used twice.

use serde_json::json;

use super::world::{KRR, PROVIDER, TOWN, World};
use crate::services::maskinporten::model::Model;
use crate::snapshot::written;

#[test]
fn a_grant_gives_one_token() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR).saying("jti", json!("one"));
    assert_eq!(world.asks(&draft).status, 200);
    let heard = world.asks(&draft);
    assert_eq!(heard.code(), "MP-012");
    assert_eq!((heard.status, heard.text("error")), (400, "invalid_grant"));
    // The same id in another grant is the same grant.
    let other = draft.saying("resource", json!("https://one.example"));
    assert_eq!(world.asks(&other).code(), "MP-012");
    assert_eq!(world.asks(&other.saying("jti", json!("two"))).status, 200);
}

#[test]
fn ids_are_one_for_each_client() {
    let mut world = World::new();
    let scope = super::world::DELEGATED;
    for slug in [TOWN, PROVIDER] {
        let draft = world.grant(slug, scope).saying("jti", json!("one"));
        assert_eq!(world.asks(&draft).status, 200, "{slug}");
    }
}

#[test]
fn a_grant_without_an_id_is_known_by_all_of_it() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR);
    assert_eq!(world.asks(&draft).status, 200);
    assert_eq!(world.asks(&draft).code(), "MP-012");
    world.advance(1);
    assert_eq!(world.asks(&world.grant(TOWN, KRR)).status, 200);
}

#[test]
fn an_id_is_text() {
    let mut world = World::new();
    let heard = world.asks(&world.grant(TOWN, KRR).saying("jti", json!(7)));
    assert_eq!((heard.status, heard.text("error")), (400, "invalid_grant"));
}

#[test]
fn a_grant_that_gave_nothing_may_come_again() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR).saying("jti", json!("one"));
    world.change_client(TOWN, |client| {
        client.withdrawn.push(super::world::scope(KRR))
    });
    assert_eq!(world.asks(&draft).code(), "MP-250");
    world.change_client(TOWN, |client| client.withdrawn.clear());
    assert_eq!(world.asks(&draft).status, 200);
}

#[test]
fn what_was_used_is_remembered_in_a_snapshot() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR);
    assert_eq!(world.asks(&draft).status, 200);
    let text = written::serialize(&world.model, serde_json::value::Serializer).unwrap();
    let read: Model = written::deserialize(text.clone()).unwrap();
    assert_eq!(read, world.model);
    world.model = read;
    assert_eq!(world.asks(&draft).code(), "MP-012");
    let mark = text["used"]["younger"][0].as_str().unwrap();
    for bad in [&mark[1..], &mark.replacen(|_: char| true, "+", 1), "ø"] {
        let text = json!({ "used": { "younger": [bad], "older": [] } });
        assert!(written::deserialize::<Model, _>(text).is_err(), "{bad}");
    }
}
