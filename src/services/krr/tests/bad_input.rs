//! Requests that are wrong by themselves.

use serde_json::{Value, json};

use super::world::{BOTH, CHANGES, KARI, LOG, V1, V2, World};
use crate::services::Received;

#[test]
fn a_body_that_does_not_fit_is_refused_and_told_by_which_rule() {
    let mut world = World::new();
    let long: Vec<&str> = vec![KARI; 1001];
    let long = json!({ "personidentifikatorer": long }).to_string();
    for (body, rule) in [
        ("", "KRR-JSON"),
        ("{", "KRR-JSON"),
        ("[]", "KRR-JSON"),
        ("null", "KRR-JSON"),
        ("{}", "KRR-JSON"),
        ("{\"personidentifikatorer\":null}", "KRR-JSON"),
        ("{\"personidentifikatorer\":\"15847010042\"}", "KRR-JSON"),
        ("{\"personidentifikatorer\":[15847010042]}", "KRR-JSON"),
        ("{\"personidentifikatorer\":[null]}", "KRR-JSON"),
        (
            "{\"personidentifikatorer\":[[\"15847010042\"]]}",
            "KRR-JSON",
        ),
        ("{\"personidentifikatorer\":[\"1\"]} x", "KRR-JSON"),
        ("{\"personidentifikatorer\":[]}", "KRR-PERSONS"),
        (&long, "KRR-PERSONS"),
    ] {
        for path in [V1, V2] {
            let token = world.token(BOTH);
            let json = ("content-type", "application/json");
            let heard = world.send("POST", path, &token, &[json], body);
            let shown: String = body.chars().take(60).collect();
            assert_eq!(
                (heard.status, heard.rule),
                (400, Some(rule)),
                "{path} {shown}"
            );
        }
    }
    let token = world.token(BOTH);
    let body = json!({ "personidentifikatorer": [KARI], "inkluderIkkeRegistrerte": "ja" });
    assert_eq!(world.post(&token, V2, &body).rule, Some("KRR-JSON"));
}

#[test]
fn one_and_a_thousand_are_taken_duplicates_and_all() {
    let mut world = World::new();
    assert_eq!(world.look_up(V1, &[KARI]).status, 200);
    let heard = world.look_up(V1, &[KARI; 1000]);
    assert_eq!(heard.persons().len(), 1);
    let heard = world.look_up(V1, &[KARI; 1001]);
    assert_eq!(heard.status, 400);
}

#[test]
fn what_is_no_number_is_unknown_or_refused_as_it_is_set() {
    let bad = [
        "",
        "x",
        "15847010043",
        "1584701004",
        "158470 10042",
        "åååååååååå1",
    ];
    let mut lenient = World::new();
    for id in bad {
        assert_eq!(lenient.seen(BOTH, id)["status"], "IKKE_REGISTRERT", "{id}");
    }
    let set = [("krr.malformed", "refused"), ("profile", "strict")];
    for (setting, value) in set {
        let mut world = World::with(setting, value);
        for id in bad {
            let heard = world.look_up(V1, &[KARI, id]);
            assert_eq!(
                (heard.status, heard.rule),
                (400, Some("KRR-NUMBER")),
                "{id}"
            );
        }
        assert_eq!(world.look_up(V1, &[KARI]).status, 200);
    }
}

#[test]
fn unknown_members_pass_unless_the_profile_is_strict() {
    for (profile, v1, v2, other) in [("documented", 200, 200, 200), ("strict", 400, 200, 400)] {
        let mut world = World::with("profile", profile);
        let token = world.token(BOTH);
        let with = |name: &str| {
            let mut body = json!({ "personidentifikatorer": [KARI] });
            body[name] = Value::Bool(true);
            body
        };
        let switch = with("inkluderIkkeRegistrerte");
        assert_eq!(world.post(&token, V1, &switch).status, v1);
        assert_eq!(world.post(&token, V2, &switch).status, v2);
        let heard = world.post(&token, V2, &with("hvemSomHelst"));
        assert_eq!(heard.status, other);
        let strict = other == 400;
        assert_eq!(heard.rule, strict.then_some("KRR-UNKNOWN-MEMBER"));
    }
}

#[test]
fn the_number_of_a_change_is_a_whole_one_from_0() {
    let mut world = World::new();
    let token = world.token(CHANGES);
    for bad in [
        "{}",
        "{\"fraEndringsId\":\"1\"}",
        "{\"fraEndringsId\":-1}",
        "{\"fraEndringsId\":1.5}",
    ] {
        let heard = world.send("POST", LOG, &token, &[], bad);
        assert_eq!((heard.status, heard.rule), (400, Some("KRR-JSON")), "{bad}");
    }
}

#[test]
fn media_types_methods_and_addresses_have_their_statuses() {
    let mut world = World::new();
    let token = world.token(BOTH);
    let body = json!({ "personidentifikatorer": [KARI] }).to_string();
    for (media_type, status) in [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
    ] {
        let header = ("content-type", media_type);
        let heard = world.send("POST", V1, &token, &[header], &body);
        assert_eq!(heard.status, status, "{media_type}");
    }
    for (method, path, status) in [
        ("GET", V1, 405),
        ("DELETE", "/rest/v1/person", 405),
        ("POST", "/rest/v3/personer", 404),
        ("POST", "/rest/v1/personer/", 404),
        ("GET", "/", 404),
        ("POST", "/rest/v1/mf/personer", 501),
    ] {
        let heard = world.send(method, path, &token, &[], "");
        assert_eq!(heard.status, status, "{method} {path}");
        assert_eq!(heard.body()["path"], path);
        if status == 405 {
            assert!(!heard.header("allow").is_empty());
        }
    }
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let mut world = World::new();
    let token = world.token(BOTH);
    let bearer = crate::documents::maskinporten::written(
        &token,
        crate::domain::maskinporten::KeyNumber::First,
        world.wire,
    );
    let request = http::Request::builder()
        .method("POST")
        .uri(V1)
        .header("authorization", format!("Bearer {bearer}"))
        .body(bytes::Bytes::new());
    let heard = world.receive(Received {
        request: request.unwrap(),
        path: V1.to_owned(),
        base: String::new(),
        too_large: Some(256 * 1024),
        arrived: world.wire,
    });
    assert_eq!((heard.status, heard.rule), (413, Some("KRR-BODY")));
}

#[test]
fn a_refusal_has_the_shape_that_is_set_and_the_time_at_which_it_leaves() {
    let mut world = World::new();
    let heard = world.look_up(V1, &[]);
    assert_eq!(heard.header("content-type"), "application/json");
    assert_eq!(heard.kept["timestamp"], "(time, written on sending)");
    let expected = json!({
        "timestamp": "2031-07-01T14:00:00.000+02:00",
        "status": 400,
        "error": "Bad Request",
        "path": V1,
    });
    assert_eq!(heard.body(), expected);
    world.set("krr.errors", "problem");
    let heard = world.look_up(V1, &[]);
    assert_eq!(heard.header("content-type"), "application/problem+json");
    let body = heard.body();
    assert_eq!(
        (&body["status"], &body["instance"]),
        (&json!(400), &json!(V1))
    );
    assert_eq!(body["detail"], "expected 1 to 1000 persons; found none");
}
