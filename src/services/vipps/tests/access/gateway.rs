//! What stands in front of both sides: route, key, limit, token, product, in this order.

use bytes::Bytes;
use http::Request;
use http::request::Builder;
use jiff::SignedDuration;

use super::world::{BANK, HOTEL, Heard, KARI, World, nin, tokens};
use crate::domain::vipps::Product;

const KEY: &str = "Ocp-Apim-Subscription-Key";

/// Asks for a recipient token with headers of one's own.
fn asks(world: &mut World, request: Builder) -> Heard {
    let request = request.body(Bytes::from(nin(KARI))).unwrap();
    world.hears_all(request, None, None).0
}

/// With a good subscription key.
fn keyed(world: &World) -> Builder {
    tokens(Product::Isp).header(KEY, world.keys(HOTEL, Product::Isp).subscription_key)
}

#[test]
fn a_token_comes_bare_with_bearer_in_any_case_or_with_the_scheme_of_the_draft() {
    let mut world = World::new();
    let token = world.token(HOTEL, Product::Isp);
    for (form, any, strict) in [
        (format!("Bearer {token}"), 200, 200),
        (format!("bearer {token}"), 200, 401),
        (format!("BEARER   {token}"), 200, 401),
        (token.clone(), 200, 401),
        (format!("VippsAccessToken {token}"), 200, 401),
        (format!("Basic {token}"), 401, 401),
        ("Bearer".to_owned(), 401, 401),
        ("bearer <access_token>".to_owned(), 401, 401),
        (String::new(), 401, 401),
    ] {
        for (setting, expected) in [("any", any), ("strict", strict)] {
            world.set("vipps.authorization", setting);
            let request = keyed(&world).header("Authorization", &form);
            let heard = asks(&mut world, request);
            assert_eq!(heard.status, expected, "{setting}: {form}");
            if expected == 401 {
                let code = &heard.body["responseInfo"]["responseCode"];
                assert_eq!(code.as_u64(), Some(401), "{}", heard.body);
                assert!(heard.body["result"]["message"].is_string());
            }
        }
    }
}

#[test]
fn the_key_comes_in_header_or_query_and_the_header_wins() {
    let mut world = World::new();
    let token = world.token(HOTEL, Product::Isp);
    let keys = world.keys(HOTEL, Product::Isp);
    let (good, second) = (keys.subscription_key, keys.secondary_subscription_key);
    let path = "/vipps-isp/v1/recipients/tokens";
    for (header, query, status) in [
        (Some(good.as_str()), String::new(), 200),
        (Some(second.as_str()), String::new(), 200),
        (None, format!("?subscription-key={good}"), 200),
        (Some(good.as_str()), "?subscription-key=junk".into(), 200),
        (
            Some(good.as_str()),
            "?subscription-key=&subscription-key=b".into(),
            200,
        ),
        (Some("junk"), format!("?subscription-key={good}"), 401),
        (None, "?subscription-key=".into(), 401),
        (None, String::new(), 401),
    ] {
        let mut request = Request::post(format!("{path}{query}")).header("Authorization", &token);
        if let Some(header) = header {
            request = request.header(KEY, header);
        }
        let heard = asks(&mut world, request);
        assert_eq!(heard.status, status, "{header:?} {query}");
        if status == 401 {
            assert_eq!(heard.body["statusCode"].as_u64(), Some(401));
        }
    }
}

#[test]
fn a_token_is_refused_when_it_is_old_or_one_character_of_it_is_another() {
    let mut world = World::new();
    let token = world.token(HOTEL, Product::Isp);
    let good = |token: &str, world: &World| keyed(world).header("Authorization", token);
    for place in [5, token.len() / 2, token.rfind('.').unwrap() + 3] {
        let mut changed = token.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let request = good(&changed, &world);
        let heard = asks(&mut world, request);
        assert_eq!(heard.status, 401, "{place}");
        let told = heard.body["result"]["message"].as_str().unwrap();
        assert!(told.starts_with("IDX10503: "), "{told}");
    }
    world.advance(SignedDuration::from_secs(3598));
    let request = good(&token, &world);
    assert_eq!(asks(&mut world, request).status, 200);
    world.advance(SignedDuration::from_secs(1));
    let request = good(&token, &world);
    let heard = asks(&mut world, request);
    assert_eq!(heard.status, 401);
    let told = heard.body["result"]["message"].as_str().unwrap();
    assert!(told.starts_with("IDX10223: "), "{told}");
}

#[test]
fn token_and_key_of_the_other_product_are_forbidden() {
    let mut world = World::new();
    for (token, key, side, status) in [
        (Product::Isp, Product::Isp, Product::Isp, 200),
        (Product::Ipp, Product::Ipp, Product::Ipp, 200),
        (Product::Ipp, Product::Isp, Product::Isp, 403),
        (Product::Isp, Product::Ipp, Product::Isp, 403),
        (Product::Isp, Product::Isp, Product::Ipp, 403),
    ] {
        let request = tokens(side)
            .header("Authorization", world.token(HOTEL, token))
            .header(KEY, world.keys(HOTEL, key).subscription_key);
        let heard = asks(&mut world, request);
        assert_eq!(heard.status, status, "{token:?} {key:?} {side:?}");
        assert_eq!(heard.slug() == "/forbidden", status == 403);
    }
}

#[test]
fn what_is_wrong_in_front_is_told_before_what_is_wrong_behind() {
    let mut world = World::with("vipps.rate_limit", "1");
    let bad = || tokens(Product::Isp);
    // The body is no JSON either; nobody looks at it.
    let sends = |world: &mut World, request: Builder| {
        let request = request.body(Bytes::from_static(b"no")).unwrap();
        world.hears_all(request, None, None).0
    };
    assert_eq!(
        sends(&mut world, bad()).body["statusCode"].as_u64(),
        Some(401)
    );
    let key = world.keys(HOTEL, Product::Isp).subscription_key;
    let keyed = || bad().header(KEY, &key);
    let heard = sends(&mut world, keyed());
    assert_eq!(
        heard.body["responseInfo"]["responseCode"].as_u64(),
        Some(401)
    );
    // The second call of the second is too many, whatever else is wrong with it.
    let heard = sends(&mut world, keyed());
    assert_eq!((heard.status, heard.header("retry-after")), (429, "1"));
    world.advance(SignedDuration::from_secs(1));
    world.set("vipps.rate_limit", "0");
    let bank = world.token(BANK, Product::Ipp);
    let heard = sends(&mut world, keyed().header("Authorization", bank));
    assert_eq!((heard.status, heard.slug()), (403, "/forbidden"));
    let own = world.token(HOTEL, Product::Isp);
    let heard = sends(&mut world, keyed().header("Authorization", own));
    assert_eq!((heard.status, heard.slug()), (400, "/invalid-json"));
}

#[test]
fn the_limit_counts_a_client_and_product_whichever_of_its_keys_it_uses() {
    let mut world = World::with("vipps.rate_limit", "3");
    let keys = world.keys(HOTEL, Product::Isp);
    let mut call = |key: &str, side: Product| {
        let heard = asks(&mut world, tokens(side).header(KEY, key));
        (heard.status, heard.header("retry-after").to_owned())
    };
    for key in [
        &keys.subscription_key,
        &keys.secondary_subscription_key,
        &keys.subscription_key,
    ] {
        assert_eq!(call(key, Product::Isp).0, 401);
    }
    let limited = (429, "1".to_owned());
    assert_eq!(call(&keys.subscription_key, Product::Isp), limited);
    assert_eq!(
        call(&keys.secondary_subscription_key, Product::Isp),
        limited
    );
    let others = World::new().keys(HOTEL, Product::Ipp).subscription_key;
    assert_eq!(call(&others, Product::Ipp).0, 401);
    world.advance(SignedDuration::from_secs(1));
    let heard = asks(
        &mut world,
        tokens(Product::Isp).header(KEY, &keys.subscription_key),
    );
    assert_eq!(heard.status, 401);
}

#[test]
fn a_wrong_method_is_told_the_right_ones_and_options_is_answered() {
    let mut world = World::new();
    let path = "/vipps-isp/v1/recipients/tokens";
    for method in ["GET", "PUT", "TRACE", "DELETE"] {
        let heard = world.hears(Request::builder().method(method).uri(path));
        assert_eq!(
            (heard.status, heard.header("allow")),
            (405, "POST, OPTIONS")
        );
        assert_eq!(heard.body["statusCode"].as_u64(), Some(405));
    }
    let heard = world.hears(Request::options(path));
    assert_eq!(
        (heard.status, heard.header("allow")),
        (204, "POST, OPTIONS")
    );
    assert_eq!(
        heard.header("access-control-allow-methods"),
        "POST, OPTIONS"
    );
}

#[test]
fn an_address_that_nobody_has_and_one_that_was_taken_away_are_not_found() {
    let mut world = World::new();
    for path in [
        "/",
        "/vipps-isp/v1/invoices/statuses/count",
        "/vipps-isp/v1/invoices",
        "/api/v1/invoices/x/commercial-invoice",
        "/accesstoken",
    ] {
        let heard = world.hears(Request::get(path));
        let code = heard.body["responseInfo"]["responseCode"].as_u64();
        assert_eq!((heard.status, code), (404, Some(404)), "{path}");
    }
}

#[test]
fn a_body_that_is_too_large_is_refused_behind_the_gateway() {
    let mut world = World::new();
    let token = world.token(HOTEL, Product::Isp);
    let ask = |request: Builder, world: &mut World| {
        let request = request.body(Bytes::new()).unwrap();
        world.hears_all(request, None, Some(262_144)).0.status
    };
    assert_eq!(ask(tokens(Product::Isp), &mut world), 401);
    let request = keyed(&world).header("Authorization", token);
    assert_eq!(ask(request, &mut world), 413);
}
