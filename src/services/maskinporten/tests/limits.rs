//! Times at both sides of each limit.

use jiff::SignedDuration;
use serde_json::json;

use super::world::{Heard, ISSUER, KRR, TOWN, World};

/// A grant issued and ending so many seconds from now.
fn hears(iat: i64, exp: i64) -> Heard {
    let mut world = World::new();
    let now = world.wire.as_second();
    let draft = world.grant(TOWN, KRR);
    let draft = draft
        .saying("iat", json!(now + iat))
        .saying("exp", json!(now + exp));
    world.asks(&draft)
}

fn is_given(heard: &Heard) -> bool {
    heard.status == 200
}

#[test]
fn a_grant_ends_when_its_time_is_over() {
    assert!(is_given(&hears(0, 1)));
    for exp in [0, -1, -1_000] {
        assert_eq!(hears(-5, exp).code(), "MP-130");
    }
}

#[test]
fn a_grant_may_be_issued_ten_seconds_before_or_after_now() {
    assert!(is_given(&hears(-10, 100)));
    assert_eq!(hears(-11, 100).code(), "MP-130");
    assert!(is_given(&hears(10, 100)));
    let heard = hears(11, 100);
    assert_eq!(heard.code(), "invalid_grant");
    assert!(
        heard
            .text("error_description")
            .contains("issued in the future")
    );
}

#[test]
fn a_grant_lives_two_minutes_and_not_a_second_more() {
    assert!(is_given(&hears(0, 120)));
    assert!(is_given(&hears(10, 130)));
    for (iat, exp) in [(0, 121), (-10, 111), (10, 5)] {
        let heard = hears(iat, exp);
        assert_eq!(heard.code(), "invalid_grant", "{iat} {exp}");
        assert!(
            heard.text("error_description").contains("claim exp"),
            "{iat} {exp}"
        );
    }
}

#[test]
fn times_of_any_size_are_judged() {
    for (iat, exp) in [
        (json!(i64::MIN), json!(i64::MAX)),
        (json!(i64::MAX), json!(i64::MAX)),
        (json!(u64::MAX), json!(1)),
        (json!(1e300), json!(1e300)),
        (json!("now"), json!(true)),
    ] {
        let mut world = World::new();
        let draft = world.grant(TOWN, KRR).saying("iat", iat).saying("exp", exp);
        let heard = world.asks(&draft);
        assert_eq!((heard.status, heard.text("error")), (400, "invalid_grant"));
    }
    let mut world = World::new();
    let now = world.wire.as_second();
    let draft = world
        .grant(TOWN, KRR)
        .saying("iat", json!(format!("{now}")));
    assert_eq!(world.asks(&draft).status, 400);
    let fraction: serde_json::Value = serde_json::from_str(&format!("{now}.75")).unwrap();
    assert_eq!(
        world
            .asks(&world.grant(TOWN, KRR).saying("iat", fraction))
            .status,
        200
    );
}

#[test]
fn a_setting_compares_grants_with_the_clock_of_the_sandbox() {
    let mut world = World::new();
    world.set("wire.time", "sandbox");
    assert_eq!(world.asks(&world.grant(TOWN, KRR)).status, 400);
    world.wire = world.now;
    let grant = world.grant(TOWN, KRR);
    world.wire += SignedDuration::from_hours(24);
    assert_eq!(world.asks(&grant).status, 200);
}

#[test]
fn the_audience_is_the_issuer_and_nothing_else() {
    let aud = |aud: serde_json::Value| {
        let mut world = World::new();
        let heard = world.asks(&world.grant(TOWN, KRR).saying("aud", aud));
        (heard.status, heard.code().to_owned())
    };
    assert_eq!(aud(json!(ISSUER)).0, 200);
    assert_eq!(aud(json!([ISSUER])).0, 200);
    let bare = ISSUER.trim_end_matches('/');
    for other in [
        json!(bare),
        json!(format!("{ISSUER}token")),
        json!("https://test.maskinporten.no/"),
        json!([ISSUER, "https://other.example/"]),
        json!([ISSUER, ISSUER]),
        json!([]),
        json!(7),
        json!(null),
    ] {
        assert_eq!(aud(other.clone()), (400, "MP-110".to_owned()), "{other}");
    }
}
