//! Keys, certificates and signatures.

use jiff::civil::date;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::world::{KRR, TOWN, TOWN_NUMBER, VILLAGE, VILLAGE_NUMBER, World, token_request};
use crate::crypto::jwt::{hs256, unsigned};
use crate::crypto::{PublicKeyPem, Signer};
use crate::domain::company::RegistrationNumber;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::{ClientKey, ClientKeys, PublicKeyDer};

fn key(kid: &str, signer: Signer) -> ClientKey {
    let read = PublicKeyPem::parse(signer.certificate().pem()).unwrap();
    ClientKey {
        kid: kid.to_owned(),
        key: PublicKeyDer {
            pkcs1: read.pkcs1.into(),
            pem: read.pem.into(),
        },
        until: None,
    }
}

#[test]
fn each_of_the_three_ways_of_signing_is_taken() {
    for algorithm in [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512] {
        let mut world = World::new();
        let claims = world.grant(TOWN, KRR).claims;
        let header = Header {
            kid: Some("sandkasse".to_owned()),
            ..Header::new(algorithm)
        };
        let key = EncodingKey::from_rsa_pem(Signer::Municipality.key_pem().as_bytes()).unwrap();
        let signed = jsonwebtoken::encode(&header, &claims, &key).unwrap();
        let heard = world.hears(token_request(&signed), None);
        assert_eq!(heard.status, 200, "{}", heard.body);
    }
}

#[test]
fn neither_an_unsigned_grant_nor_one_signed_with_a_secret_is_taken() {
    let mut world = World::new();
    let claims = world.grant(TOWN, KRR).claims;
    // Neither names a key, so that alone would do; with one, the algorithm is told.
    for text in [unsigned(&claims), hs256(b"secret", &claims)] {
        assert_eq!(
            world.hears(token_request(&text), None).code(),
            "invalid_grant"
        );
    }
    for algorithm in ["none", "HS256", "PS256", "rs256", ""] {
        let heard = world.asks(&world.grant(TOWN, KRR).headed("alg", json!(algorithm)));
        assert_eq!(heard.code(), "invalid_grant", "{algorithm}");
        assert!(heard.text("error_description").contains("algorithm"));
    }
}

#[test]
fn a_key_is_known_by_its_id() {
    let mut world = World::new();
    let none = world.grant(TOWN, KRR).headed("kid", Value::Null);
    let other = world.grant(TOWN, KRR).headed("kid", json!("other"));
    for draft in [none, other] {
        let heard = world.asks(&draft);
        assert_eq!(heard.code(), "invalid_grant");
        assert!(heard.text("error_description").contains("Unknown key"));
    }
}

#[test]
fn a_signature_of_another_key_or_over_another_grant_does_not_hold() {
    let mut world = World::new();
    let by_other = world.grant(TOWN, KRR).by(Signer::Stranger);
    assert_eq!(world.asks(&by_other).code(), "MP-124");
    let good = world.grant(TOWN, KRR).signed();
    let longer = world.grant(TOWN, KRR).saying("exp", json!(9)).signed();
    let (signed, _) = longer.rsplit_once('.').unwrap();
    let (_, signature) = good.rsplit_once('.').unwrap();
    let heard = world.hears(token_request(&format!("{signed}.{signature}")), None);
    assert_eq!(heard.code(), "MP-124");
}

#[test]
fn keys_that_were_registered_take_the_place_of_the_usual_one() {
    let mut world = World::new();
    world.change_client(TOWN, |client| {
        client.keys = ClientKeys::Given(vec![key("a", Signer::Broker), key("b", Signer::Rotated)]);
    });
    let by_usual = world.grant(TOWN, KRR);
    assert_eq!(world.asks(&by_usual).code(), "invalid_grant");
    for (kid, signer) in [("a", Signer::Broker), ("b", Signer::Rotated)] {
        let draft = world.grant(TOWN, KRR).headed("kid", json!(kid)).by(signer);
        assert_eq!(world.asks(&draft).status, 200);
    }
    let crossed = world
        .grant(TOWN, KRR)
        .headed("kid", json!("a"))
        .by(Signer::Rotated);
    assert_eq!(world.asks(&crossed).code(), "MP-124");
}

#[test]
fn a_registered_key_is_good_to_the_end_of_its_last_day_in_norway() {
    let mut world = World::new();
    world.change_client(TOWN, |client| {
        let until = Some(date(2026, 3, 2));
        client.keys = ClientKeys::Given(vec![ClientKey {
            until,
            ..key("a", Signer::Broker)
        }]);
    });
    let asks = |world: &mut World| {
        let draft = world.grant(TOWN, KRR).headed("kid", json!("a"));
        world.asks(&draft.by(Signer::Broker)).code().to_owned()
    };
    world.now = "2026-03-02T23:59:59+01:00".parse().unwrap();
    assert_eq!(asks(&mut world), "");
    world.now = "2026-03-03T00:00:00+01:00".parse().unwrap();
    assert_eq!(asks(&mut world), "MP-121");
}

#[test]
fn a_certificate_proves_its_organisation_and_no_other() {
    let mut world = World::new();
    let heard = world.asks(&world.grant(TOWN, KRR).certified(Signer::Municipality));
    assert_eq!(heard.status, 200, "{}", heard.body);
    assert_eq!(heard.claims()["client_amr"], "virksomhetssertifikat");
    for signer in [Signer::AccessProvider, Signer::Stranger] {
        let heard = world.asks(&world.grant(TOWN, KRR).certified(signer));
        assert_eq!(heard.code(), "MP-122");
    }
    let forged = world.grant(TOWN, KRR).certified(Signer::Municipality);
    assert_eq!(world.asks(&forged.by(Signer::Stranger)).code(), "MP-124");
}

#[test]
fn a_certificate_is_judged_though_a_key_is_named_beside_it() {
    let mut world = World::new();
    let draft = world.grant(TOWN, KRR).certified(Signer::Municipality);
    assert_eq!(
        world
            .asks(&draft.headed("kid", json!("a thumbprint")))
            .status,
        200
    );
}

#[test]
fn a_certificate_is_good_from_its_first_second_to_its_last() {
    let mut world = World::new();
    let mut at = |time: &str| {
        world.wire = time.parse().unwrap();
        let draft = world.grant(TOWN, KRR).certified(Signer::Municipality);
        world.asks(&draft).code().to_owned()
    };
    assert_eq!(at("2019-12-31T23:59:59Z"), "MP-120");
    assert_eq!(at("2020-01-01T00:00:00Z"), "");
    assert_eq!(at("2120-01-01T00:00:00.9Z"), "");
    assert_eq!(at("2120-01-01T00:00:01Z"), "MP-120");
}

#[test]
fn what_is_no_list_of_certificates_is_told() {
    let mut world = World::new();
    let der = world.grant(TOWN, KRR).certified(Signer::Municipality).head["x5c"][0].clone();
    for x5c in [
        der.clone(),
        json!([]),
        json!([1]),
        json!([der, 1]),
        json!(["????"]),
        json!(["MAA="]),
        json!({}),
        json!(Signer::Municipality.certificate().pem()),
    ] {
        let draft = world.grant(TOWN, KRR).headed("x5c", x5c.clone());
        assert_eq!(world.asks(&draft).code(), "MP-123", "{x5c}");
    }
    // Nothing behind the first is looked at: whole chains are sent, and leaves alone.
    let draft = world
        .grant(TOWN, KRR)
        .headed("x5c", json!([der, "the rest of the chain"]));
    assert_eq!(world.asks(&draft).status, 200);
}

#[test]
fn a_certificate_without_an_rsa_key_is_not_acceptable() {
    let mut world = World::new();
    for pem in [
        include_str!("../../../crypto/tests/certificates/elliptic.cert.pem"),
        include_str!("../../../crypto/tests/certificates/short.cert.pem"),
    ] {
        let lines = pem.lines().filter(|line| !line.starts_with("-----"));
        let der: String = lines.collect();
        let draft = world.grant(TOWN, KRR).headed("x5c", json!([der]));
        assert_eq!(world.asks(&draft).code(), "MP-120");
    }
}

#[test]
fn a_client_whose_signatures_are_not_judged_may_sign_with_anything() {
    let mut world = World::new();
    world.change_client(TOWN, |client| client.checks_signature = false);
    for draft in [
        world.grant(TOWN, KRR).by(Signer::Stranger),
        world
            .grant(TOWN, KRR)
            .headed("kid", json!("other"))
            .saying("jti", json!("2")),
        world
            .grant(TOWN, KRR)
            .certified(Signer::Stranger)
            .saying("jti", json!("3")),
    ] {
        let heard = world.asks(&draft);
        assert_eq!(heard.status, 200, "{}", heard.body);
    }
    // The rest is judged.
    let late = world.grant(TOWN, KRR).saying("exp", json!(1));
    assert_eq!(world.asks(&late).code(), "MP-130");
}

#[test]
fn whose_certificate_it_is_says_the_number_of_the_company() {
    let mut world = World::new();
    let draft = world.grant(VILLAGE, KRR).certified(Signer::Municipality);
    assert_eq!(world.asks(&draft).code(), "MP-122");
    let number = |text| RegistrationNumber::Norwegian(OrgNumber::parse(text).unwrap());
    world.change(TOWN, |town| town.org_number = number("310000027"));
    world.change(VILLAGE, |village| village.org_number = number(TOWN_NUMBER));
    world.change(TOWN, |town| town.org_number = number(VILLAGE_NUMBER));
    assert_eq!(world.asks(&draft).code(), "MP-200");
}
