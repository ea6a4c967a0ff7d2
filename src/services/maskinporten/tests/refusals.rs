//! Requests that are wrong before anybody looks at a client, and how refusals look.

use bytes::Bytes;
use serde_json::{Value, json};

use super::world::{KRR, TOWN, World, posted, token_request};

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

#[test]
fn a_form_names_its_grant_type_and_holds_one_assertion() {
    let mut world = World::new();
    let good = world.grant(TOWN, KRR).signed();
    let good = good.as_str();
    for (fields, error) in [
        (vec![("assertion", good)], "invalid_request"),
        (
            vec![("grant_type", ""), ("assertion", good)],
            "invalid_request",
        ),
        (
            vec![("grant_type", "client_credentials"), ("assertion", good)],
            "unsupported_grant_type",
        ),
        (vec![("grant_type", GRANT_TYPE)], "invalid_request"),
        (
            vec![("grant_type", GRANT_TYPE), ("assertion", "")],
            "invalid_request",
        ),
        (
            vec![
                ("grant_type", GRANT_TYPE),
                ("assertion", good),
                ("assertion", good),
            ],
            "invalid_request",
        ),
        (
            vec![
                ("grant_type", GRANT_TYPE),
                ("grant_type", GRANT_TYPE),
                ("assertion", good),
            ],
            "invalid_request",
        ),
        (vec![], "invalid_request"),
    ] {
        let heard = world.hears(posted(&fields), None);
        assert_eq!(
            (heard.status, heard.text("error")),
            (400, error),
            "{fields:?}"
        );
    }
    // Order does not count, nor what else is sent.
    let fields = [
        ("assertion", good),
        ("client_id", "x"),
        ("grant_type", GRANT_TYPE),
    ];
    assert_eq!(world.hears(posted(&fields), None).status, 200);
}

#[test]
fn a_body_that_is_no_form_is_told() {
    let mut world = World::new();
    let good = world.grant(TOWN, KRR).signed();
    for media_type in ["application/json", "", "text/plain; charset=utf-8"] {
        let mut request = token_request(&good);
        request
            .headers_mut()
            .insert("content-type", media_type.parse().unwrap());
        let heard = world.hears(request, None);
        assert_eq!(
            (heard.status, heard.text("error")),
            (400, "invalid_request")
        );
    }
    let mut request = token_request(&good);
    *request.body_mut() = Bytes::from_static(b"grant_type=%zz");
    assert_eq!(world.hears(request, None).status, 400);
    let received = world.received(token_request(&good), Some(65_536));
    assert_eq!(world.hears_received(&received, None).status, 413);
}

#[test]
fn what_is_no_signed_token_is_malformed() {
    let mut world = World::new();
    let good = world.grant(TOWN, KRR).signed();
    let (head, rest) = good.split_once('.').unwrap();
    let (body, tail) = rest.split_once('.').unwrap();
    let list = "W10";
    for bad in [
        "x".to_owned(),
        format!("{head}.{body}"),
        format!("{good}.{tail}"),
        format!("{head}.{body}.\n{tail}"),
        format!("{good}\n"),
        format!("{head}=.{body}.{tail}"),
        format!("{list}.{body}.{tail}"),
        format!("{head}.{list}.{tail}"),
        format!("{head}.{body}.æ"),
        "..".to_owned(),
    ] {
        let heard = world.hears(token_request(&bad), None);
        assert_eq!(heard.code(), "MP-011", "{bad}");
        assert_eq!(
            (heard.status, heard.text("error")),
            (400, "invalid_request")
        );
    }
    let critical = world.grant(TOWN, KRR).headed("crit", json!(["b64"]));
    assert_eq!(world.asks(&critical).code(), "MP-011");
}

#[test]
fn a_client_that_nobody_has_is_unknown() {
    let mut world = World::new();
    for iss in [json!("x"), json!(""), json!(7), Value::Null] {
        let heard = world.asks(&world.grant(TOWN, KRR).saying("iss", iss));
        assert_eq!(heard.code(), "MP-100");
        assert_eq!((heard.status, heard.text("error")), (400, "invalid_grant"));
    }
}

#[test]
fn claims_that_are_missing_are_named() {
    let mut world = World::new();
    for claim in ["iat", "exp"] {
        let heard = world.asks(&world.grant(TOWN, KRR).saying(claim, Value::Null));
        assert_eq!((heard.status, heard.text("error")), (400, "invalid_grant"));
        assert!(heard.text("error_description").contains(claim));
    }
}

#[test]
fn a_refusal_has_an_id_a_code_and_only_plain_characters() {
    let mut world = World::new();
    let scope = "krr:\"blåbær\\";
    let heard = world.asks(&world.grant(TOWN, KRR).saying("scope", json!(scope)));
    let said = heard.text("error_description");
    let (_, trace) = said.split_once("(trace_id: ").unwrap();
    let trace = trace.strip_suffix(')').unwrap();
    assert_eq!(trace.len(), 32);
    assert!(trace.bytes().all(|it| it.is_ascii_hexdigit()));
    let plain = |it: u8| (b' '..=b'~').contains(&it) && it != b'"' && it != b'\\';
    assert!(said.bytes().all(plain), "{said}");
    assert!(said.starts_with("Token request contains invalid scopes for client"));
    assert_eq!(
        heard.text("error_uri"),
        "http://localhost:8282/maskinporten/errors/MP-200"
    );
    assert_eq!(heard.headers["cache-control"], "no-store");
    let again = world.asks(&world.grant(TOWN, KRR).saying("scope", json!(scope)));
    assert_ne!(again.text("error_description"), said);
}

#[test]
fn the_first_thing_that_is_wrong_is_told() {
    let mut world = World::new();
    let all = world
        .grant("village", "a:b")
        .saying("aud", json!("x"))
        .saying("exp", json!(1));
    let all = all.saying("consumer_org", json!("x"));
    let wrong = all
        .clone()
        .headed("x5c", json!("x"))
        .saying("iss", json!("x"));
    assert_eq!(world.asks(&wrong).code(), "MP-100");
    assert_eq!(
        world.asks(&all.clone().headed("x5c", json!("x"))).code(),
        "MP-123"
    );
    assert_eq!(world.asks(&all).code(), "MP-110");
    let aud = json!(super::world::ISSUER);
    assert_eq!(world.asks(&all.clone().saying("aud", aud)).code(), "MP-130");
}
