//! Tokens that are given.

use bytes::Bytes;
use http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::world::{
    DELEGATED, DPI, HAMLET, ISSUER, KARI, KRR, PROVIDER, PROVIDER_NUMBER, TOWN, TOWN_NUMBER, USER,
    World, part, token_request,
};
use crate::crypto::Signer;
use crate::documents::maskinporten::Bearers;
use crate::domain::maskinporten::admit;
use crate::services::Caller;

fn party(number: &str) -> Value {
    json!({ "authority": "iso6523-actorid-upis", "ID": format!("0192:{number}") })
}

#[test]
fn a_client_gets_a_token_that_says_who_it_is_and_what_it_may() {
    let mut world = World::new();
    let asked = format!("{KRR} {DPI}");
    let heard = world.asks(&world.grant(TOWN, &asked));
    assert_eq!(heard.status, 200, "{}", heard.body);
    assert_eq!(heard.headers["content-type"], "application/json");
    assert_eq!(heard.headers["cache-control"], "no-store");
    assert_eq!(heard.text("token_type"), "Bearer");
    assert_eq!(heard.body["expires_in"], json!(120));
    assert_eq!(heard.text("scope"), asked);
    let claims = heard.claims();
    let at = world.wire.as_second();
    assert_eq!(claims["iss"], ISSUER);
    assert_eq!(claims["client_id"], world.client_id(TOWN));
    assert_eq!(claims["client_amr"], "private_key_jwt");
    assert_eq!(claims["consumer"], party(TOWN_NUMBER));
    assert_eq!(claims["scope"], asked);
    assert_eq!(claims["token_type"], "Bearer");
    assert_eq!(
        (&claims["iat"], &claims["exp"]),
        (&json!(at), &json!(at + 120))
    );
    assert_eq!(claims["jti"].as_str().unwrap().len(), 43);
    for absent in ["supplier", "delegation_source", "aud", "pid"] {
        assert_eq!(claims[absent], Value::Null, "{absent}");
    }
}

#[test]
fn the_journal_keeps_a_mark_where_the_token_stood() {
    let mut world = World::new();
    let heard = world.asks(&world.grant(TOWN, KRR));
    assert_eq!(heard.kept["access_token"], "(signed on sending)");
    assert_eq!(heard.text("access_token").split('.').count(), 3);
}

#[test]
fn a_token_opens_what_asks_for_its_scope_until_its_life_is_over() {
    let mut world = World::new();
    let heard = world.asks(&world.grant(TOWN, KRR));
    let header = format!("Bearer {}", heard.text("access_token"));
    let bearer = Bearers::default().judge(Some(&header));
    let admitted = |seconds, scope: &str| {
        let now = world.now + SignedDuration::from_secs(seconds);
        let settings = &world.settings.maskinporten;
        admit(&bearer, &[scope], now, &world.cast, settings).is_ok()
    };
    assert!(admitted(0, KRR) && admitted(119, KRR));
    assert!(!admitted(120, KRR) && !admitted(0, DPI));
}

#[test]
fn a_supplier_acts_for_whoever_delegated_to_it_by_either_name_of_the_claim() {
    for claim in ["consumer_org", "iss_onbehalfof"] {
        let mut world = World::new();
        let draft = world.grant(PROVIDER, &format!("{DELEGATED} {DPI}"));
        let draft = draft.certified(Signer::AccessProvider);
        let heard = world.asks(&draft.saying(claim, json!(TOWN_NUMBER)));
        assert_eq!(heard.status, 200, "{}", heard.body);
        let claims = heard.claims();
        assert_eq!(claims["client_amr"], "virksomhetssertifikat");
        assert_eq!(claims["consumer"], party(TOWN_NUMBER));
        assert_eq!(claims["supplier"], party(PROVIDER_NUMBER));
        assert_eq!(claims["delegation_source"], "https://tt02.altinn.no/");
    }
}

#[test]
fn a_delegated_scope_need_not_be_registered_on_the_client() {
    let mut world = World::new();
    world.change_client(PROVIDER, |client| client.scopes.clear());
    let draft = world.grant(PROVIDER, DELEGATED);
    let heard = world.asks(&draft.saying("consumer_org", json!(TOWN_NUMBER)));
    assert_eq!(heard.status, 200, "{}", heard.body);
}

#[test]
fn a_person_stands_in_the_token_and_opens_scopes_of_persons() {
    let mut world = World::new();
    let draft = world.grant(TOWN, USER).saying("pid", json!(KARI));
    let heard = world.asks(&draft);
    assert_eq!(heard.status, 200, "{}", heard.body);
    assert_eq!(heard.claims()["pid"], KARI);
    assert_eq!(heard.facts[0].consumer, [KARI]);
    assert_eq!(heard.facts[0].issuer, Some(world.client_id(TOWN)));
}

#[test]
fn the_audience_is_what_was_asked_for_as_text_or_list() {
    let one = json!("https://one.example");
    let two = json!(["https://one.example", "https://two.example"]);
    for (sent, given) in [
        (one.clone(), &one),
        (json!([one]), &one),
        (two.clone(), &two),
    ] {
        let mut world = World::new();
        let heard = world.asks(&world.grant(TOWN, KRR).saying("resource", sent));
        assert_eq!(heard.claims()["aud"], *given);
    }
}

#[test]
fn a_scope_asked_for_twice_is_given_once() {
    let mut world = World::new();
    let heard = world.asks(&world.grant(TOWN, &format!(" {KRR}  {KRR} ")));
    assert_eq!(heard.text("scope"), KRR);
}

#[test]
fn how_long_a_token_lives_says_its_client_and_else_the_setting() {
    let mut world = World::new();
    world.set("maskinporten.token_life", "PT30S");
    let heard = world.asks(&world.grant(TOWN, KRR));
    assert_eq!(heard.body["expires_in"], json!(30));
    world.change_client(TOWN, |client| {
        client.token_life = Some(SignedDuration::from_secs(599));
    });
    world.advance(1);
    let heard = world.asks(&world.grant(TOWN, KRR));
    assert_eq!(heard.body["expires_in"], json!(599));
    let claims = heard.claims();
    let at = world.wire.as_second();
    assert_eq!(claims["exp"], json!(at + 599));
}

#[test]
fn a_setting_names_the_issuer_and_the_audience_of_grants() {
    let mut world = World::new();
    let real = "https://test.maskinporten.no/";
    world.set("maskinporten.issuer", real);
    let heard = world.asks(&world.grant(TOWN, KRR));
    assert_eq!(heard.text("error_uri"), format!("{real}errors/MP-110"));
    let heard = world.asks(&world.grant(TOWN, KRR).saying("aud", json!(real)));
    assert_eq!(heard.claims()["iss"], real);
}

#[test]
fn where_a_client_names_the_sandbox_the_issuer_is_the_address_that_it_used() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR);
    let request = token_request(&draft.signed());
    let id = Caller::Credential(world.client_id(TOWN));
    assert_eq!(world.caller(request), Some(id));
    // The door puts the sandbox into the base then, which the client does not know.
    world.base = "http://localhost:8282/s/x/maskinporten".to_owned();
    let heard = world.asks(&draft);
    assert_eq!(heard.claims()["iss"], ISSUER, "{}", heard.body);
}

#[test]
fn on_a_listener_the_issuer_is_its_root() {
    let mut world = World::new();
    world.base = "http://localhost:9999".to_owned();
    let draft = world.grant(TOWN, KRR);
    let request = token_request(
        &draft
            .saying("aud", json!("http://localhost:9999/"))
            .signed(),
    );
    let (mut parts, body) = request.into_parts();
    parts.uri = "/token".parse().unwrap();
    let heard = world.hears(Request::from_parts(parts, body), None);
    assert_eq!(
        heard.claims()["iss"],
        "http://localhost:9999/",
        "{}",
        heard.body
    );
}

#[test]
fn an_address_with_a_slash_and_a_charset_are_taken() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR);
    let (mut parts, body): (_, Bytes) = token_request(&draft.signed()).into_parts();
    parts.uri = "/maskinporten/token/".parse().unwrap();
    let media_type = "application/x-www-form-urlencoded; charset=UTF-8";
    parts
        .headers
        .insert("content-type", media_type.parse().unwrap());
    let heard = world.hears(Request::from_parts(parts, body), None);
    assert_eq!(heard.claims()["iss"], ISSUER, "{}", heard.body);
}

#[test]
fn no_two_tokens_are_the_same_nor_those_of_two_sandboxes() {
    let id = |world: &mut World| {
        world.advance(1);
        let heard = world.asks(&world.grant(TOWN, KRR));
        heard.claims()["jti"].as_str().unwrap().to_owned()
    };
    let (mut one, mut other) = (World::of("one"), World::of("other"));
    let ids = [id(&mut one), id(&mut one), id(&mut other)];
    assert!(ids[0] != ids[1] && ids[0][..20] != ids[2][..20], "{ids:?}");
    assert_eq!(id(&mut World::of("one")), ids[0]);
}

#[test]
fn the_key_in_force_signs() {
    let mut world = World::new();
    let kid = |world: &mut World| {
        world.advance(1);
        let heard = world.asks(&world.grant(TOWN, KRR));
        part(heard.text("access_token"), 0)["kid"].clone()
    };
    let first = kid(&mut world);
    world.set("maskinporten.signing_key", "second");
    assert_ne!(kid(&mut world), first);
}

#[test]
fn a_company_that_nobody_may_send_for_still_reads_what_it_registered() {
    let mut world = World::new();
    world.change_client(HAMLET, |client| {
        client.scopes.push(super::world::scope(KRR))
    });
    assert_eq!(world.asks(&world.grant(HAMLET, KRR)).status, 200);
}
