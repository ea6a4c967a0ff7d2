//! Clients of Maskinporten and delegations, as text.

use serde_json::{Value, json};

use super::{company, empty, slug};
use crate::crypto::Signer;
use crate::domain::maskinporten::ClientKeys;
use crate::snapshot::CompanyText;

#[test]
fn a_client_reads_back_as_what_it_shows() {
    let pem = Signer::Broker.certificate();
    let body = json!({
        "maskinporten": {
            "scopes": ["krr:global/digitalpost.read"],
            "withdrawn": ["digitalpostinnbygger:send"],
            "keys": [
                { "kid": "a", "pem": pem.public_key_pem() },
                { "kid": "b", "pem": pem.pem(), "until": "2026-12-31" },
            ],
            "token_life_s": 30,
            "checks_signature": false,
        },
        "delegations": [{ "scope": "a:b", "supplier": "980858073" }],
    });
    let made = company("nord-nett", &body, None).unwrap();
    let text = serde_json::to_value(CompanyText::of(&made, Some(&empty()))).unwrap();
    assert_eq!(text["maskinporten"]["keys"], body["maskinporten"]["keys"]);
    assert_eq!(text["delegations"], body["delegations"]);
    assert_eq!(company("nord-nett", &text, Some(&made)).unwrap(), made);
    let client = made.maskinporten.clone().unwrap();
    assert_eq!(client.given_id, None);
    let ClientKeys::Given(keys) = &client.keys else {
        panic!("no keys");
    };
    assert_eq!(keys[0].key.pkcs1, keys[1].key.pkcs1);
    // A snapshot says nothing of an id that nobody gave.
    let written = serde_json::to_value(CompanyText::of(&made, None)).unwrap();
    assert_eq!(written["maskinporten"].get("client_id"), None);
}

#[test]
fn a_given_id_is_found_and_stays_behind_when_a_world_moves() {
    let body = json!({ "maskinporten": { "client_id": "mine" } });
    let made = company("nord-nett", &body, None).unwrap();
    let mut cast = empty();
    cast.put_company(made).unwrap();
    assert!(cast.company_by_maskinporten_client("mine").is_some());
    let moved = cast.moved_to(slug("elsewhere"));
    assert!(moved.company_by_maskinporten_client("mine").is_none());
}

#[test]
fn what_does_not_fit_is_told_by_its_field() {
    let client = |client: Value| json!({ "maskinporten": client });
    let key = |kid: &str, pem: &str| json!({ "kid": kid, "pem": pem });
    let pem = Signer::Broker.certificate().public_key_pem();
    for (body, field) in [
        (
            client(json!({ "scopes": ["a b"] })),
            "maskinporten.scopes[0]",
        ),
        (
            client(json!({ "scopes": ["a", "a"] })),
            "maskinporten.scopes[1]",
        ),
        (
            client(json!({ "token_life_s": 0 })),
            "maskinporten.token_life_s",
        ),
        (
            client(json!({ "token_life_s": 3601 })),
            "maskinporten.token_life_s",
        ),
        (client(json!({ "client_id": "" })), "maskinporten.client_id"),
        (
            client(json!({ "keys": [key("", &pem)] })),
            "maskinporten.keys[0].kid",
        ),
        (
            client(json!({ "keys": [key("a", &pem), key("a", &pem)] })),
            "maskinporten.keys[1].kid",
        ),
        (
            client(json!({ "keys": [key("a", "x")] })),
            "maskinporten.keys[0].pem",
        ),
        (
            client(json!({ "keys": [key("a", &"x".repeat(16_385))] })),
            "maskinporten.keys[0].pem",
        ),
        (
            json!({ "delegations": [{ "scope": "a", "supplier": "1" }] }),
            "delegations[0].supplier",
        ),
        (
            json!({ "country": "SE", "orgnr": "000000-0000", "maskinporten": {} }),
            "orgnr",
        ),
    ] {
        let error = company("nord-nett", &body, None).unwrap_err().to_string();
        assert!(error.contains(field), "{error} lacks {field}");
    }
}
