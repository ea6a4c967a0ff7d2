//! Log-in and access tokens.

use bytes::Bytes;
use http::Request;
use jiff::SignedDuration;
use serde_json::Value;

use super::world::{BANK, HOTEL, KARI, World, log_in, nin, tokens};
use crate::crypto::{Signer, jwt};
use crate::domain::slug::Slug;
use crate::domain::vipps::{GivenVippsKeys, Product};
use crate::services::vipps::{AccessReply, Answer, LoggedIn, Vipps};
use crate::services::{Received, Simulated};

const BOTH: [Product; 2] = [Product::Isp, Product::Ipp];

#[test]
fn a_token_is_given_in_wire_time_with_every_number_as_text() {
    let mut world = World::new();
    for product in BOTH {
        let keys = world.keys(HOTEL, product);
        let heard = world.log_in(&keys);
        assert_eq!(heard.status, 200);
        let now = world.wire.as_second();
        assert_eq!(heard.text("token_type"), "Bearer");
        assert_eq!(heard.text("expires_in"), "3599");
        assert_eq!(heard.text("ext_expires_in"), "0");
        assert_eq!(heard.text("expires_on"), (now + 3599).to_string());
        assert_eq!(heard.text("not_before"), (now - 300).to_string());
        assert_eq!(
            heard.text("resource"),
            "00000002-0000-0000-c000-000000000000"
        );
        let token = heard.text("access_token");
        assert!(token.len() > 1000 && token.is_ascii(), "{}", token.len());
        let claims = jwt::read_rs256(Signer::VippsFirst, token).unwrap();
        assert_eq!(claims["appid"], Value::from(keys.client_id));
        assert_eq!(claims["exp"], Value::from(now + 3599));
    }
}

#[test]
fn what_is_kept_of_a_log_in_has_neither_token_nor_wire_time_and_is_the_same_each_time() {
    let kept = |years: i64| {
        let mut world = World::new();
        world.wire += SignedDuration::from_hours(years * 365 * 24);
        let keys = world.keys(HOTEL, Product::Isp);
        let heard = world.log_in(&keys);
        assert_ne!(heard.kept, heard.body);
        heard.kept
    };
    assert_eq!(kept(0), kept(7));
    let token = kept(0)["access_token"].clone();
    assert_eq!(token, Value::from("(signed on sending)"));
}

#[test]
fn the_case_of_the_path_and_the_body_do_not_matter() {
    let mut world = World::new();
    let keys = world.keys(HOTEL, Product::Isp);
    let request = Request::post("/accessToken/get")
        .header("client_id", &keys.client_id)
        .header("client_secret", &keys.client_secret)
        .header("ocp-apim-subscription-key", &keys.subscription_key)
        .body(Bytes::from_static(b"no JSON"))
        .unwrap();
    assert_eq!(world.hears_all(request, None, None).0.status, 200);
}

#[test]
fn the_subscription_key_of_a_log_in_may_be_any_of_the_sandbox() {
    let mut world = World::new();
    let mut keys = world.keys(HOTEL, Product::Isp);
    let others = world.keys(HOTEL, Product::Ipp);
    for key in [
        keys.secondary_subscription_key.clone(),
        others.subscription_key,
        others.secondary_subscription_key,
        world.keys(BANK, Product::Ipp).subscription_key,
    ] {
        keys.subscription_key = key;
        assert_eq!(world.log_in(&keys).status, 200);
    }
}

#[test]
fn a_log_in_without_a_good_subscription_key_does_not_pass_the_gateway() {
    let mut world = World::new();
    let mut keys = world.keys(HOTEL, Product::Isp);
    keys.subscription_key = "0".repeat(32);
    let wrong = world.log_in(&keys);
    let request = Request::post("/accesstoken/get").header("client_id", "unknown");
    let missing = world.hears(request);
    for heard in [wrong, missing] {
        assert_eq!(heard.status, 401);
        assert_eq!(heard.body["statusCode"], Value::from(401));
        assert!(heard.body["message"].is_string() && heard.body.get("error").is_none());
    }
}

#[test]
fn an_unknown_client_and_a_wrong_secret_are_refused_in_the_words_of_entra() {
    let mut world = World::new();
    let good = world.keys(HOTEL, Product::Isp);
    let mut unknown = good.clone();
    unknown.client_id = "00000000-0000-4000-8000-000000000000".to_owned();
    let mut wrong = good.clone();
    wrong.client_secret = world.keys(HOTEL, Product::Ipp).client_secret;
    for (keys, status, error, code) in [
        (unknown, 400, "unauthorized_client", 700_016),
        (wrong, 401, "invalid_client", 7_000_215),
    ] {
        let heard = world.log_in(&keys);
        assert_eq!(heard.status, status);
        assert_eq!(heard.text("error"), error);
        assert_eq!(heard.body["error_codes"], serde_json::json!([code]));
        let told = heard.text("error_description");
        assert!(told.starts_with(&format!("AADSTS{code}: ")), "{told}");
        assert_eq!(heard.text("timestamp"), "2031-07-01 12:00:00Z");
        assert!(told.ends_with("2031-07-01 12:00:00Z"), "{told}");
        for name in ["trace_id", "correlation_id"] {
            assert!(uuid::Uuid::parse_str(heard.text(name)).is_ok());
        }
        assert!(heard.text("error_uri").ends_with(&code.to_string()));
        assert!(!heard.kept.to_string().contains("2031"));
    }
    let request = Request::post("/accesstoken/get")
        .header("Ocp-Apim-Subscription-Key", &good.subscription_key);
    assert_eq!(world.hears(request).status, 400);
    let request = Request::post("/accesstoken/get")
        .header("Ocp-Apim-Subscription-Key", &good.subscription_key)
        .header("client_id", &good.client_id);
    assert_eq!(world.hears(request).status, 401);
}

#[test]
fn a_scenario_lets_a_log_in_fail_or_gives_a_token_for_a_minute() {
    let mut world = World::new();
    let keys = world.keys(HOTEL, Product::Isp);
    for (wish, status, error) in [
        ("unknownClient", 400, "unauthorized_client"),
        ("wrongSecret", 401, "invalid_client"),
        ("tokenServerError", 500, "temporarily_unavailable"),
        ("missingSubscriptionKey", 401, ""),
        ("invalidSubscriptionKey", 401, ""),
        ("rateLimited", 429, ""),
        ("noRoute", 404, ""),
    ] {
        let heard = world.hears_wishing(log_in(&keys), wish);
        assert_eq!((heard.status, heard.text("error")), (status, error));
        assert_eq!(heard.header("retry-after") == "1", status == 429);
    }
    let heard = world.hears_wishing(log_in(&keys), "shortLife");
    assert_eq!(heard.text("expires_in"), "60");
    let call = tokens(Product::Isp)
        .header("Authorization", heard.text("access_token"))
        .header("Ocp-Apim-Subscription-Key", &keys.subscription_key)
        .body(Bytes::from(nin(KARI)))
        .unwrap();
    assert_eq!(world.hears_all(call.clone(), None, None).0.status, 200);
    world.advance(SignedDuration::from_secs(60));
    assert_eq!(world.hears_all(call, None, None).0.status, 401);
}

#[test]
fn several_tokens_are_good_at_once_and_the_setting_says_for_how_long() {
    let mut world = World::with("vipps.token_life", "2h");
    let given = [
        world.token(HOTEL, Product::Isp),
        world.token(HOTEL, Product::Isp),
    ];
    assert_ne!(given[0], given[1]);
    let key = world.keys(HOTEL, Product::Isp).subscription_key;
    for (minutes, status) in [(119, 200), (1, 401)] {
        world.advance(SignedDuration::from_mins(minutes));
        for token in &given {
            let call = tokens(Product::Isp)
                .header("Authorization", token)
                .header("Ocp-Apim-Subscription-Key", &key)
                .body(Bytes::from(nin(KARI)))
                .unwrap();
            assert_eq!(world.hears_all(call, None, None).0.status, status);
        }
    }
}

#[test]
fn a_token_of_one_sandbox_is_none_of_another_even_where_seed_and_keys_are_the_same() {
    let given = |name: &str| {
        let mut world = World::of(name);
        let slug = Slug::parse(HOTEL).unwrap();
        let mut company = world.cast.company(&slug).unwrap().as_ref().clone();
        let keys = GivenVippsKeys {
            client_id: Some("the-same".to_owned()),
            client_secret: Some("secret".to_owned()),
            subscription_key: Some("key".to_owned()),
        };
        let account = company.vipps.as_mut().unwrap();
        account.isp.as_mut().unwrap().keys = keys;
        world.cast.put_company(company).unwrap();
        let token = world.token(HOTEL, Product::Isp);
        (world, token)
    };
    let (mut one, token) = given("x");
    let (mut other, _) = given("y");
    for (world, status) in [(&mut one, 200), (&mut other, 401)] {
        let call = tokens(Product::Isp)
            .header("Authorization", &token)
            .header("Ocp-Apim-Subscription-Key", "key")
            .body(Bytes::from(nin(KARI)))
            .unwrap();
        assert_eq!(world.hears_all(call, None, None).0.status, status);
    }
}

#[test]
fn who_logs_in_for_every_call_does_not_fill_the_memory() {
    let mut world = World::new();
    let keys = world.keys(HOTEL, Product::Isp);
    let service = Vipps::default();
    let mut given = Vec::new();
    for _ in 0..10_010 {
        let received = Received {
            path: "/accesstoken/get".to_owned(),
            request: log_in(&keys).body(Bytes::new()).unwrap(),
            base: String::new(),
            too_large: None,
            arrived: world.now,
        };
        let command = service.decode(&received).unwrap().command;
        let (model, mut turn) = world.turn();
        let answer = model.apply(command, &mut turn).unwrap().answer;
        let Answer::Access(AccessReply::LoggedIn(LoggedIn { token, .. })) = answer else {
            panic!("{answer:?}");
        };
        given.push(token);
    }
    let (model, _) = world.turn();
    let sessions = &model.access.sessions;
    assert_eq!(sessions.len(), 10_000);
    let (oldest, rest) = given.split_at(10);
    assert!(!oldest.iter().any(|token| sessions.contains_key(token)));
    assert!(rest.iter().all(|token| sessions.contains_key(token)));
}
