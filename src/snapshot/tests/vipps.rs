//! What Vipps and KAR know of a company, as text.

use serde_json::{Value, json};

use super::{company, empty, fjord, slug};
use crate::domain::vipps::{GivenVippsKeys, Product};
use crate::snapshot::{CompanyText, merge};

fn shown(company: &crate::domain::company::Company) -> Value {
    serde_json::to_value(CompanyText::of(company, Some(&empty()))).unwrap()
}

#[test]
fn a_client_of_both_products_shows_the_keys_in_force_and_reads_them_back_as_its_own() {
    let body = json!({"vipps": {"isp": {}, "ipp": {"app": true}}, "accounts": ["99994081000"]});
    let made = company("nord-nett", &body, None).unwrap();
    let text = shown(&made);
    for product in ["isp", "ipp"] {
        for key in [
            "client_id",
            "client_secret",
            "subscription_key",
            "secondary_subscription_key",
        ] {
            assert!(text["vipps"][product][key].is_string(), "{product} {key}");
        }
    }
    assert_eq!(text["vipps"]["isp"].get("whitelist"), None);
    assert_eq!(text["vipps"]["ipp"]["app"], json!(true));
    assert_eq!(text["vipps"]["blacklisted"], json!(false));
    assert_eq!(text["accounts"], json!(["99994081000"]));
    let again = company("nord-nett", &text, Some(&made)).unwrap();
    assert_eq!(again, made);
    assert!(!again.vipps.unwrap().has_given());
    // A snapshot says nothing of keys that nobody gave.
    let written = serde_json::to_value(CompanyText::of(&made, None)).unwrap();
    assert_eq!(
        written["vipps"],
        json!({"isp": {}, "ipp": {"app": true}, "blacklisted": false})
    );
}

#[test]
fn a_given_key_stays_until_it_is_that_of_the_names_and_stays_behind_when_a_world_moves() {
    let mut cast = empty();
    let given = json!({"vipps": {"isp": {"client_secret": "se-cret", "subscription_key": "k1"}}});
    let made = company("nord-nett", &given, None).unwrap();
    let other = json!({"vipps": {"isp": {"whitelist": ["91816528"]}}});
    let kept = company("nord-nett", &other, Some(&made)).unwrap();
    let isp = kept.vipps.clone().unwrap().isp.unwrap();
    assert_eq!(isp.keys.client_secret.as_deref(), Some("se-cret"));
    assert_eq!(isp.keys.subscription_key.as_deref(), Some("k1"));
    assert_eq!(isp.whitelist.unwrap()[0].international(), "+4791816528");
    let written = serde_json::to_value(CompanyText::of(&kept, None)).unwrap();
    assert_eq!(written["vipps"]["isp"]["client_secret"], json!("se-cret"));

    cast.put_company(kept.clone()).unwrap();
    assert!(cast.vipps_subscription("k1").is_some());
    let moved = cast.moved_to(slug("elsewhere"));
    assert!(moved.vipps_subscription("k1").is_none());
    let there = moved.company(&slug("nord-nett")).unwrap();
    assert!(!there.vipps.as_ref().unwrap().has_given());

    let name = slug("nord-nett");
    let computed = GivenVippsKeys::default().or_computed(cast.sandbox(), &name, Product::Isp);
    let own = json!({"vipps": {"isp": {
        "client_secret": computed.client_secret, "subscription_key": computed.subscription_key,
    }}});
    let own = company("nord-nett", &own, Some(&kept)).unwrap();
    assert!(!own.vipps.unwrap().has_given());
}

#[test]
fn a_patch_takes_a_product_a_whitelist_or_everything_away() {
    let body = json!({
        "vipps": {"isp": {"whitelist": ["+4797777776"]}, "ipp": {}, "blacklisted": true},
        "accounts": ["99994081000"],
    });
    let made = company("nord-nett", &body, None).unwrap();
    let patched =
        |change: Value| company("nord-nett", &merge(shown(&made), change), Some(&made)).unwrap();
    let vipps = |change: Value| patched(json!({"vipps": change})).vipps.unwrap();
    let free = vipps(json!({"isp": {"whitelist": null}}));
    assert_eq!(free.isp.unwrap().whitelist, None);
    let nobody = vipps(json!({"isp": {"whitelist": []}}));
    assert_eq!(nobody.isp.unwrap().whitelist, Some(Vec::new()));
    let without = vipps(json!({"ipp": null, "blacklisted": false}));
    assert!(without.has(Product::Isp) && !without.has(Product::Ipp) && !without.blacklisted);
    assert_eq!(patched(json!({"vipps": null})).vipps, None);
    assert!(patched(json!({"accounts": null})).accounts.is_empty());
}

#[test]
fn each_wrong_value_of_a_client_or_an_account_is_refused_where_it_stands() {
    let isp = |isp: Value| json!({"vipps": {"isp": isp}});
    for (field, change) in [
        ("vipps.isp.client_id", isp(json!({"client_id": "a b"}))),
        ("vipps.isp.client_secret", isp(json!({"client_secret": ""}))),
        (
            "vipps.isp.secondary_subscription_key",
            isp(json!({"secondary_subscription_key": "k"})),
        ),
        (
            "vipps.isp.whitelist[0]",
            isp(json!({"whitelist": ["call me"]})),
        ),
        (
            "vipps.isp.whitelist[1]",
            isp(json!({"whitelist": ["97777776", "+47 977 77 776"]})),
        ),
        (
            "vipps.ipp.subscription_key",
            json!({"vipps": {"ipp": {"subscription_key": "å"}}}),
        ),
        ("accounts[0]", json!({"accounts": ["12345678900"]})),
        (
            "accounts[1]",
            json!({"accounts": ["99994081000", "9999.40.81000"]}),
        ),
    ] {
        let body = merge(fjord(), change.clone());
        let error = company("fjord-energi", &body, None).unwrap_err();
        assert_eq!(error.field, field, "{change} {error}");
    }
}

#[test]
fn a_key_is_of_one_company_and_of_one_product() {
    let mut cast = empty();
    let one = json!({"vipps": {"isp": {"client_id": "c", "subscription_key": "k"}}});
    cast.put_company(company("nord-nett", &one, None).unwrap())
        .unwrap();
    let name = slug("nord-nett");
    let secondary = GivenVippsKeys::default()
        .or_computed(cast.sandbox(), &name, Product::Isp)
        .secondary_subscription_key;
    let before = cast.clone();
    for (what, change) in [
        ("Vipps client id", json!({"isp": {"client_id": "c"}})),
        ("Vipps client id", json!({"ipp": {"client_id": "c"}})),
        (
            "Vipps subscription key",
            json!({"ipp": {"subscription_key": "k"}}),
        ),
        (
            "Vipps subscription key",
            json!({"isp": {"subscription_key": secondary}}),
        ),
        (
            "Vipps subscription key",
            json!({"isp": {"subscription_key": "z"}, "ipp": {"subscription_key": "z"}}),
        ),
    ] {
        let body = json!({"orgnr": "313048519", "vipps": change});
        let other = company("vest-vann", &body, None).unwrap();
        let taken = cast.put_company(other).unwrap_err();
        assert_eq!(taken.what, what, "{body}");
        assert_eq!(cast, before);
    }
}
