//! Who is let in.

use jiff::SignedDuration;
use serde_json::json;

use super::world::{BOTH, CONTACT, KARI, LOG, OWN, V1, V2, World};
use crate::documents::maskinporten::written;
use crate::domain::maskinporten::KeyNumber;

fn asked() -> String {
    json!({ "personidentifikatorer": [KARI] }).to_string()
}

#[test]
fn without_a_token_of_this_sandbox_nobody_is_let_in() {
    let mut world = World::new();
    let json = ("content-type", "application/json");
    for (header, challenge) in [
        (None, "Bearer"),
        (Some("Basic YTpi"), "Bearer error=\"invalid_token\""),
        (Some("Bearer a.b.c"), "Bearer error=\"invalid_token\""),
    ] {
        let mut headers = vec![json];
        headers.extend(header.map(|value| ("authorization", value)));
        for path in [V1, V2, LOG] {
            let heard = world.raw("POST", path, &headers, &asked());
            assert_eq!(
                (heard.status, heard.rule),
                (401, Some("KRR-TOKEN")),
                "{path}"
            );
            assert_eq!(heard.header("www-authenticate"), challenge);
        }
        let heard = world.raw("GET", OWN, &headers, "");
        assert_eq!(heard.status, 401);
    }
    // The token is looked at before the body is.
    assert_eq!(world.raw("POST", V1, &[], "?").status, 401);
}

#[test]
fn a_token_is_good_for_its_life_and_not_before() {
    let mut world = World::new();
    let token = world.token(BOTH);
    for (seconds, status) in [(0, 200), (119, 200), (120, 401), (-1, 401)] {
        let begin = token.id.issued;
        world.now = begin + SignedDuration::from_secs(seconds);
        let heard = world.send("POST", V1, &token, &[], &asked());
        assert_eq!(heard.status, status, "{seconds}");
        if status == 401 {
            assert_eq!(heard.rule, Some("KRR-TOKEN-LIFE"));
        }
    }
}

#[test]
fn a_token_of_another_maskinporten_client_or_key_is_none() {
    let mut world = World::new();
    let mut token = world.token(BOTH);
    token.client_id = "somebody".to_owned();
    let heard = world.send("POST", V1, &token, &[], &asked());
    assert_eq!((heard.status, heard.rule), (401, Some("KRR-TOKEN")));
    let token = world.token(BOTH);
    world.settings.maskinporten.issuer = Some("https://test.maskinporten.no/".to_owned());
    let heard = world.send("POST", V1, &token, &[], &asked());
    assert_eq!((heard.status, heard.rule), (401, Some("KRR-ISSUER")));
    world.settings.maskinporten.issuer = None;
    world.settings.maskinporten.keys.published = vec![KeyNumber::Second];
    let heard = world.send("POST", V1, &token, &[], &asked());
    assert_eq!((heard.status, heard.rule), (401, Some("KRR-TOKEN")));
    let other = format!("Bearer {}", written(&token, KeyNumber::Second, world.wire));
    let headers = [
        ("authorization", other.as_str()),
        ("content-type", "application/json"),
    ];
    assert_eq!(world.raw("POST", V1, &headers, &asked()).status, 200);
}

#[test]
fn a_token_that_opens_something_else_is_refused_and_told_so() {
    let mut world = World::new();
    for (path, scopes) in [
        (V1, "digitalpostinnbygger:send"),
        (V2, "krr:user/kontaktinformasjon.read"),
        (LOG, BOTH),
        (LOG, "krr:global/kontaktinfo.read"),
    ] {
        let token = world.token(scopes);
        let heard = world.post(&token, path, &json!({ "personidentifikatorer": [KARI] }));
        assert_eq!(
            (heard.status, heard.rule),
            (403, Some("KRR-SCOPE")),
            "{path} {scopes}"
        );
        let challenge = heard.header("www-authenticate");
        assert_eq!(challenge, "Bearer error=\"insufficient_scope\"");
    }
}

#[test]
fn the_print_certificate_needs_no_token() {
    let mut world = World::new();
    let heard = world.raw("GET", "/rest/v2/printSertifikat", &[], "");
    assert_eq!(heard.status, 200);
    let body = heard.body();
    assert_eq!(body["postkasseleverandoerAdresse"], "974761076");
    let line = body["x509Sertifikat"].as_str().unwrap();
    let certificate = crate::crypto::Certificate::from_base64(line).unwrap();
    assert_eq!(&certificate, crate::crypto::Opener::Printer.certificate());
    assert!(!line.contains(['-', '\n']));
}

#[test]
fn whoever_calls_is_known_by_the_client_of_the_token() {
    use crate::services::{Caller, Received, Simulated};

    let world = World::new();
    let token = world.token(CONTACT);
    let bearer = format!("bearer {}", written(&token, KeyNumber::First, world.wire));
    let request = http::Request::builder().header("authorization", bearer);
    let received = Received {
        request: request.body(bytes::Bytes::new()).unwrap(),
        path: V1.to_owned(),
        base: String::new(),
        too_large: None,
        arrived: world.wire,
    };
    let caller = crate::services::krr::Krr::default().caller(&received);
    assert_eq!(caller, Some(Caller::Credential(token.client_id)));
}
