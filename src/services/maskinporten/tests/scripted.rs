//! What scenarios may ask for.

use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::world::{KRR, TOWN, World, part};
use crate::documents::maskinporten::Bearers;
use crate::domain::maskinporten::Bearer;
use crate::services::maskinporten::{FaultKind, SCRIPTED};

#[test]
fn every_refusal_by_its_name_is_what_the_table_says() {
    let mut world = World::new();
    for row in SCRIPTED
        .iter()
        .filter(|it| it.on.contains(&"maskinporten.token"))
    {
        let Some(kind) = FaultKind::named(row.name) else {
            continue;
        };
        let heard = world.asks_wishing(&world.grant(TOWN, KRR), row.name);
        assert_eq!(heard.status, kind.status(), "{}", row.name);
        assert_eq!(heard.text("error"), kind.error(), "{}", row.name);
        assert_eq!(heard.code(), kind.code().unwrap_or(kind.error()));
        assert!(heard.text("error_description").contains("(trace_id: "));
    }
}

#[test]
fn every_coded_refusal_can_be_asked_for() {
    for kind in FaultKind::ALL.iter().filter(|it| it.code().is_some()) {
        let there = SCRIPTED.iter().any(|row| row.name == kind.name());
        assert!(there, "{}", kind.name());
    }
}

#[test]
fn metadata_and_keys_can_be_out_of_reach_too() {
    for path in [
        "/maskinporten/jwk",
        "/maskinporten/.well-known/oauth-authorization-server",
    ] {
        for (wish, status) in [("temporarilyUnavailable", 503), ("serverError", 500)] {
            let mut world = World::new();
            let request = Request::get(path).body(Bytes::new()).unwrap();
            assert_eq!(world.hears(request, Some(wish)).status, status);
        }
    }
}

#[test]
fn a_short_life_is_two_seconds() {
    let mut world = World::new();
    let heard = world.asks_wishing(&world.grant(TOWN, KRR), "shortLife");
    assert_eq!(heard.body["expires_in"], json!(2));
    let claims = heard.claims();
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 2);
}

#[test]
fn a_rotated_key_is_the_other_one_and_an_unpublished_one_is_nobodys() {
    let mut world = World::new();
    let mut token = |wish: Option<&str>| {
        world.advance(1);
        let draft = world.grant(TOWN, KRR);
        let heard = match wish {
            Some(wish) => world.asks_wishing(&draft, wish),
            None => world.asks(&draft),
        };
        heard.text("access_token").to_owned()
    };
    let (usual, rotated, other) = (
        token(None),
        token(Some("keyRotated")),
        token(Some("unpublishedKey")),
    );
    let is_good = |token: &str| {
        let header = format!("Bearer {token}");
        matches!(
            Bearers::default().judge(Some(&header)),
            Bearer::Token { .. }
        )
    };
    assert!(is_good(&usual) && is_good(&rotated) && !is_good(&other));
    let kid = |token: &str| part(token, 0)["kid"].clone();
    assert!(kid(&usual) != kid(&rotated) && kid(&usual) != kid(&other));
}

#[test]
fn a_clock_that_is_wrong_makes_good_grants_too_young_or_too_old() {
    let mut world = World::new();
    let heard = world.asks_wishing(&world.grant(TOWN, KRR), "clockBehind");
    assert!(
        heard
            .text("error_description")
            .contains("issued in the future")
    );
    let heard = world.asks_wishing(&world.grant(TOWN, KRR), "clockAhead");
    assert_eq!(heard.code(), "MP-130");
}
