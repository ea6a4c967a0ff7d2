//! The published keys.

use http::Request;

use super::world::{Heard, World};

const KEYS: [&str; 6] = [
    "/vipps-invoice/public/jwk",
    "/vipps-invoice/jwk",
    "/vipps-isp/v1/public/jwk",
    "/vipps-isp/v1/jwk",
    "/vipps-ipp/v1/public/jwk",
    "/vipps-ipp/v1/jwk",
];

/// The ids of keys.
pub(super) fn ids(heard: &Heard) -> Vec<String> {
    let keys = heard.body["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_address_shows_the_same_keys_to_anybody_with_every_member_that_is_required() {
    let mut world = World::new();
    let first = world.hears(Request::get(KEYS[0])).body;
    assert_eq!(first["keys"].as_array().map(Vec::len), Some(2));
    for path in KEYS {
        // Official collections send headers of a log-in that nobody looks at.
        let request = Request::get(format!("{path}?subscription-key=junk"))
            .header("Authorization", "Bearer junk")
            .header("Ocp-Apim-Subscription-Key", "junk");
        let heard = world.hears(request);
        assert_eq!((heard.status, &heard.body), (200, &first));
    }
    for key in first["keys"].as_array().unwrap() {
        let text = |name: &str| key[name].as_str().unwrap_or_default().to_owned();
        let fixed = ["kty", "use", "alg", "e"].map(text);
        assert_eq!(fixed, ["RSA", "sig", "RS256", "AQAB"]);
        assert_eq!(text("kid"), text("x5t"));
        for (name, length) in [("kid", 40), ("x5t#S256", 64)] {
            let digits = text(name);
            assert_eq!(digits.len(), length);
            assert!(digits.bytes().all(|it| it.is_ascii_hexdigit()), "{digits}");
        }
        assert_eq!(text("n").len(), 342);
        assert_eq!(key.as_object().map(serde_json::Map::len), Some(8));
    }
}

#[test]
fn keys_rotate_one_comes_and_signs_and_the_old_one_goes() {
    let mut world = World::with("vipps.published_keys", "first");
    let shown = |world: &mut World| ids(&world.hears(Request::get(KEYS[0])));
    let old = shown(&mut world);
    world.set("vipps.published_keys", "first third");
    let both = shown(&mut world);
    assert_eq!((both.len(), &both[0]), (2, &old[0]));
    world.set("vipps.signing_key", "third");
    assert_eq!(shown(&mut world), both);
    world.set("vipps.published_keys", "third");
    assert_eq!(shown(&mut world), both[1..]);
}

#[test]
fn a_scenario_shows_one_key_an_old_copy_an_unknown_id_or_none_at_all() {
    let mut world = World::with("vipps.signing_key", "second");
    let all = ids(&world.hears(Request::get(KEYS[0])));
    for path in KEYS {
        let mut wishing = |wish: &str| world.hears_wishing(Request::get(path), wish);
        assert_eq!(ids(&wishing("singleKey")), all[1..]);
        assert_eq!(ids(&wishing("staleKeys")), all[..1]);
        let renamed = ids(&wishing("unknownKid"));
        assert_eq!(renamed[0], all[0]);
        assert!(!all.contains(&renamed[1]) && renamed[1].len() == 40);
        let heard = wishing("creating-jwk");
        assert_eq!((heard.status, heard.slug()), (500, "/creating-jwk"));
        let heard = wishing("internal-server-error");
        assert_eq!(
            (heard.status, heard.slug()),
            (500, "/internal-server-error")
        );
        assert_eq!(wishing("rateLimited").header("retry-after"), "1");
    }
}
