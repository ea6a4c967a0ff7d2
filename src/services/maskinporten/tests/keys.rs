//! Metadata and key set, as clients and resource servers read them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Value, json};

use super::world::{ISSUER, KRR, TOWN, World, part};
use crate::crypto::Certificate;

fn got(path: &str) -> Request<Bytes> {
    Request::get(path).body(Bytes::new()).unwrap()
}

const METADATA: &str = "/maskinporten/.well-known/oauth-authorization-server";
const JWK: &str = "/maskinporten/jwk";

#[test]
fn the_metadata_name_the_address_that_the_caller_used() {
    let mut world = World::new();
    let heard = world.hears(got(METADATA), None);
    assert_eq!(heard.status, 200);
    assert_eq!(heard.text("issuer"), ISSUER);
    assert_eq!(heard.text("token_endpoint"), format!("{ISSUER}token"));
    assert_eq!(heard.text("jwks_uri"), format!("{ISSUER}jwk"));
    let all = json!(["RS256", "RS384", "RS512"]);
    assert_eq!(
        heard.body["token_endpoint_auth_signing_alg_values_supported"],
        all
    );
    world.base = "https://elsewhere.example/s/x/maskinporten".to_owned();
    let request = got("/s/x/maskinporten/.well-known/oauth-authorization-server");
    let mut received = world.received(request, None);
    received.path = "/.well-known/oauth-authorization-server".to_owned();
    let heard = world.hears_received(&received, None);
    assert_eq!(
        heard.text("issuer"),
        "https://elsewhere.example/s/x/maskinporten/"
    );
}

#[test]
fn the_metadata_are_the_same_where_the_well_known_part_stands_in_front() {
    let mut world = World::new();
    world.base = "http://localhost:8282/s/x/maskinporten".to_owned();
    let request = got("/.well-known/oauth-authorization-server/s/x/maskinporten");
    let mut received = world.received(request, None);
    received.path = "/.well-known/oauth-authorization-server".to_owned();
    let heard = world.hears_received(&received, None);
    assert_eq!(
        heard.text("jwks_uri"),
        "http://localhost:8282/s/x/maskinporten/jwk"
    );
}

#[test]
fn an_issuer_that_was_set_stands_in_the_metadata_and_the_addresses_stay_where_we_are() {
    let mut world = World::new();
    world.set("maskinporten.issuer", "https://test.maskinporten.no/");
    let heard = world.hears(got(METADATA), None);
    assert_eq!(heard.text("issuer"), "https://test.maskinporten.no/");
    assert_eq!(heard.text("token_endpoint"), format!("{ISSUER}token"));
}

#[test]
fn another_library_verifies_a_token_with_the_key_set() {
    let mut world = World::new();
    let keys = world.hears(got(JWK), None).body;
    let token = world.asks(&world.grant(TOWN, KRR));
    let token = token.text("access_token");
    let kid = &part(token, 0)["kid"];
    let all = keys["keys"].as_array().unwrap();
    assert_eq!(all.len(), 2);
    let key = all.iter().find(|key| key["kid"] == *kid).unwrap();
    assert_eq!((&key["use"], &key["alg"]), (&json!("sig"), &json!("RS256")));
    let text = |name: &str| key[name].as_str().unwrap();
    let decoding = DecodingKey::from_rsa_components(text("n"), text("e")).unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.set_issuer(&[ISSUER]);
    let read = jsonwebtoken::decode::<Value>(token, &decoding, &rules).unwrap();
    assert_eq!(read.claims["client_id"], world.client_id(TOWN));
    let der = STANDARD.decode(key["x5c"][0].as_str().unwrap()).unwrap();
    assert!(Certificate::from_der(der).is_ok());
}

#[test]
fn settings_choose_the_published_keys_and_scenarios_an_old_copy() {
    let mut world = World::new();
    let ids = |world: &mut World, wish: Option<&str>| {
        let heard = world.hears(got(JWK), wish);
        let all = heard.body["keys"].as_array().unwrap().clone();
        all.iter().map(|key| key["kid"].clone()).collect::<Vec<_>>()
    };
    let both = ids(&mut world, None);
    assert_eq!(ids(&mut world, Some("singleKey")), both[..1]);
    assert_eq!(ids(&mut world, Some("staleKeys")), both[1..]);
    world.set("maskinporten.published_keys", "second");
    assert_eq!(ids(&mut world, None), both[1..]);
}

#[test]
fn other_addresses_and_methods_are_refused_in_the_same_shape() {
    let mut world = World::new();
    let heard = world.hears(got("/maskinporten/authorize"), None);
    assert_eq!(
        (heard.status, heard.text("error")),
        (404, "invalid_request")
    );
    let heard = world.hears(got("/maskinporten/token"), None);
    assert_eq!(heard.status, 405);
    assert_eq!(heard.headers["allow"], "POST");
}
