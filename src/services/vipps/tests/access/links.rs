//! Links to documents, as whoever keeps the document checks them.

use http::Request;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;

use super::world::World;
use crate::domain::vipps::KeyNumber;
use crate::services::vipps::model::{DocumentLink, LinkTamper};
use crate::services::vipps::wire::sealed::note_link;
use crate::services::{Sealing, Simulated};

const URL: &str = "https://hotel.example/pdf?q=1";

fn link(url: &str) -> DocumentLink {
    DocumentLink {
        url: url.to_owned(),
        life: SignedDuration::from_secs(30),
        key: KeyNumber::First,
        tamper: None,
    }
}

/// The address that a link becomes when it leaves.
fn given(world: &World, link: &DocumentLink) -> String {
    let mut response = note_link(link);
    let kept: Value = serde_json::from_slice(response.body()).unwrap();
    let kept = kept["url"].as_str().unwrap();
    assert!(kept.contains("token=(signed on sending)"), "{kept}");
    let at = world.wire;
    world
        .service
        .seal(&Sealing { path: "/", at }, &mut response);
    assert_eq!(
        response.headers().get("content-type").unwrap(),
        "application/json; charset=UTF-8"
    );
    let body: Value = serde_json::from_slice(response.body()).unwrap();
    body["url"].as_str().unwrap().to_owned()
}

/// Why the keeper of a document does not serve it for this address; it looks at nothing but the
/// published keys, its clock and the token.
fn refused(world: &mut World, url: &str, at: Timestamp) -> Option<&'static str> {
    let (address, token) = url.split_once("&token=").unwrap();
    let heard = world.hears(Request::get("/vipps-invoice/public/jwk"));
    let Ok(header) = jsonwebtoken::decode_header(token) else {
        return Some("header");
    };
    assert_eq!(header.typ.as_deref(), Some("JWT"));
    let keys = heard.body["keys"].as_array().unwrap().iter();
    let mut fitting = keys.filter(|key| key["kid"].as_str() == header.kid.as_deref());
    let Some(key) = fitting.next() else {
        return Some("kid");
    };
    let (n, e) = (key["n"].as_str().unwrap(), key["e"].as_str().unwrap());
    let key = DecodingKey::from_rsa_components(n, e).unwrap();
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    let Ok(token) = jsonwebtoken::decode::<Value>(token, &key, &rules) else {
        return Some("signature");
    };
    let claims = token.claims;
    assert_eq!(claims["iss"], Value::from("vippsinvoice.vipps.no"));
    assert!(claims.get("aud").is_none());
    let now = at.as_second();
    let time = |name: &str| claims[name].as_i64().unwrap();
    if now < time("nbf") {
        Some("nbf")
    } else if now >= time("exp") {
        Some("exp")
    } else if claims["sub"].as_str() != Some(address) {
        Some("sub")
    } else {
        None
    }
}

#[test]
fn a_link_by_each_key_is_served_for_as_long_as_the_setting_says_and_not_longer() {
    let mut world = World::with("vipps.published_keys", "first second third");
    for (key, _) in KeyNumber::WORDS {
        let link = DocumentLink {
            key: *key,
            life: SignedDuration::from_secs(40),
            ..link(URL)
        };
        let url = given(&world, &link);
        let at = world.wire;
        let later = |seconds: i64| at + SignedDuration::from_secs(seconds);
        assert_eq!(refused(&mut world, &url, at), None);
        assert_eq!(refused(&mut world, &url, later(39)), None);
        assert_eq!(refused(&mut world, &url, later(40)), Some("exp"));
        assert_eq!(refused(&mut world, &url, later(-1)), Some("nbf"));
    }
}

#[test]
fn every_spoiled_link_is_refused_for_its_own_reason() {
    let mut world = World::new();
    for (tamper, word) in LinkTamper::WORDS {
        let link = DocumentLink {
            tamper: Some(*tamper),
            ..link(URL)
        };
        let url = given(&world, &link);
        let at = world.wire;
        let reason = match tamper {
            LinkTamper::Expired => "exp",
            LinkTamper::Early => "nbf",
            LinkTamper::WrongKid => "kid",
            LinkTamper::BrokenSignature | LinkTamper::ChangedClaim => "signature",
            LinkTamper::OtherDocument => "sub",
            LinkTamper::Unsigned => "header",
        };
        assert_eq!(refused(&mut world, &url, at), Some(reason), "{word}");
    }
    let early = DocumentLink {
        tamper: Some(LinkTamper::Early),
        ..link(URL)
    };
    let url = given(&world, &early);
    let at = world.wire + SignedDuration::from_secs(61);
    assert_eq!(refused(&mut world, &url, at), None);
}

#[test]
fn a_link_signed_by_a_key_that_is_not_published_yet_names_an_unknown_one() {
    let mut world = World::with("vipps.published_keys", "first");
    let unpublished = DocumentLink {
        key: KeyNumber::Second,
        ..link(URL)
    };
    let url = given(&world, &unpublished);
    let at = world.wire;
    assert_eq!(refused(&mut world, &url, at), Some("kid"));
}

#[test]
fn the_token_goes_behind_what_the_address_asks_already() {
    let world = World::new();
    for (address, expected) in [
        ("https://h.example/a", "https://h.example/a?token="),
        ("https://h.example/a?b=c", "https://h.example/a?b=c&token="),
        ("https://h.example/a?", "https://h.example/a?token="),
        ("https://h.example/a?b&", "https://h.example/a?b&token="),
        (
            "https://h.example/a?æ=\"ø\\",
            "https://h.example/a?æ=\"ø\\&token=",
        ),
    ] {
        let url = given(&world, &link(address));
        let token = url.strip_prefix(expected).unwrap();
        assert_eq!(token.split('.').count(), 3, "{url}");
    }
    let url = given(&world, &link("https://h.example/a#page=2"));
    assert!(url.starts_with("https://h.example/a?token=") && url.ends_with("#page=2"));
}
