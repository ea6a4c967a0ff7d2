//! People and companies as text: what is left out, what is kept, what is refused.

mod agreements;
mod book;
mod digipost;
mod maskinporten;
mod vipps;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{CompanyText, PersonText, TextError, table};
use crate::consumer::Book;
use crate::domain::cast::Cast;
use crate::domain::company::{Company, RegistrationNumber};
use crate::domain::mint::Mint;
use crate::domain::person::Person;
use crate::domain::slug::Slug;
use crate::domain::vipps::{GivenVippsKeys, Product};
use crate::wire::json::read;

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn empty() -> Cast {
    Cast::empty(slug("default"))
}

fn halgeir() -> Value {
    json!({
        "slug": "halgeir", "ssn": "09091816528", "name": {"first": "Halgeir", "last": "Underbakk"},
        "date_of_birth": "1918-09-09", "phone": "+4791816528", "email": "halgeir18@mpstest.no",
        "address": {"line1": "Trollstigen 120", "postal_code": "6486", "city": "Orten",
                    "country": "NO"},
        "efaktura": {"identifier": "414360222", "yes_to_all": true, "blocked_issuers": []},
        "vipps": {"active": true, "display": true},
        "mandates": [{"payee_account": "86011117947", "kid": "000002123453",
                      "payer_account": "15030699952", "notification": true, "limit_ore": 500_000,
                      "active_at_mps": true, "active_at_router": true}],
        "krr": {"status": "AKTIV", "reserved": false, "verified": "2026-01-10",
                "mailbox": "digipost"},
        "bank": {"name": "DNB", "account": "15030699952", "balance_ore": 10_000_000},
        "digipost": {"address": "halgeir.underbakk#1A2B", "active": true, "language": "nb"},
    })
}

/// The key of Fjord Energi that is always the computed one.
fn secondary_key() -> String {
    let keys = GivenVippsKeys::default();
    let keys = keys.or_computed(empty().sandbox(), &slug("fjord-energi"), Product::Isp);
    keys.secondary_subscription_key
}

fn fjord() -> Value {
    json!({
        "slug": "fjord-energi", "orgnr": "304520817", "name": "Fjord Energi", "country": "NO",
        "verified": true, "municipality": false,
        "maventa": {"company_id": "c", "user_api_key": "u", "vendor_api_key": "v",
                    "signer_allowed": true, "b2cno": "ACTIVE", "default_route_order": ["email"]},
        "avtalegiro": [{"account": "86011117947", "status": "ACTIVE", "kid_length": 12,
                        "reference_position": "1-6",
                        "other_kid_structures": [{"kid_length": 15, "reference_position": "1-8"}],
                        "agreement_id": "123456789", "data_receivers": ["00230456"],
                        "list_receivers": ["00230456", "a@b.example"],
                        "notification_by_email": true, "notification_by_print": true,
                        "bank_agreement": true}],
        "dpi": {"digdir_agreement": false, "altinn_delegation": false, "access_point": true},
        "mps": {"user": "m", "password": "p", "customer_unit": "00230456",
                "roles": ["submitter", "erp"], "acts_for": ["363275370"], "avtalegiro": true,
                "names_service_provider": false,
                "black_listed": {"from": "2026-03-02", "until": "2026-03-09"}},
        "digipost": {"broker_id": 497_013, "certificate": "revoked", "acts_for": ["363275370"],
                     "rights": ["print", "idporten"], "letters_a_month": 100, "bank": "dnb"},
        "vipps": {"isp": {"client_id": "c-1", "client_secret": "se-cret", "subscription_key": "k-1",
                          "secondary_subscription_key": secondary_key(),
                          "whitelist": ["+4797777776"]},
                  "blacklisted": false},
        "accounts": ["99994081000"],
    })
}

type Parts = (
    Person,
    std::collections::BTreeMap<crate::consumer::MandateKey, crate::consumer::Mandate>,
);

fn person_in(
    cast: &Cast,
    name: &str,
    body: &Value,
    old: Option<&Person>,
) -> Result<Parts, TextError> {
    let text: PersonText = read(body.to_string().as_bytes()).unwrap();
    text.into_parts(&slug(name), old, cast, &mut Mint::new(1))
}

fn company(name: &str, body: &Value, old: Option<&Company>) -> Result<Company, TextError> {
    let text: CompanyText = read(body.to_string().as_bytes()).unwrap();
    text.into_company(&slug(name), old, &empty(), &mut Mint::new(1))
}

#[test]
fn the_promised_person_reads_and_prints_alike_in_the_promised_order() {
    let (person, mandates) = person_in(&empty(), "halgeir", &halgeir(), None).unwrap();
    let text = PersonText::of(&person, mandates.iter());
    let printed = serde_json::to_string(&text).unwrap();
    assert_eq!(read::<Value>(printed.as_bytes()).unwrap(), halgeir());
    let order = [
        "slug",
        "ssn",
        "name",
        "date_of_birth",
        "phone",
        "email",
        "address",
        "efaktura",
        "vipps",
        "mandates",
        "krr",
        "bank",
        "digipost",
    ];
    let places = order.map(|field| printed.find(&format!("\"{field}\":")).unwrap());
    assert!(places.is_sorted(), "{printed}");
}

#[test]
fn the_promised_company_reads_and_prints_alike() {
    let read = company("fjord-energi", &fjord(), None).unwrap();
    let text = CompanyText::of(&read, Some(&empty()));
    assert_eq!(serde_json::to_value(&text).unwrap(), fjord());
    // The key that is never given is the one thing that is left out where nothing is in force.
    let mut alone = serde_json::to_value(CompanyText::of(&read, None)).unwrap();
    alone["vipps"]["isp"]["secondary_subscription_key"] = json!(secondary_key());
    assert_eq!(alone, fjord());
}

#[test]
fn an_empty_person_has_a_name_and_a_synthetic_number_and_is_registered_nowhere() {
    let (person, mandates) = person_in(&empty(), "kari-test", &json!({}), None).unwrap();
    assert!(person.ssn.is_known_synthetic());
    assert_eq!(person.date_of_birth, person.ssn.birth_date());
    assert_eq!(
        (person.name.first.as_str(), person.name.last.as_str()),
        ("Kari", "Test")
    );
    assert!(mandates.is_empty());
    let text = serde_json::to_value(PersonText::of(&person, mandates.iter())).unwrap();
    let fields: Vec<&String> = text.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["date_of_birth", "mandates", "name", "slug", "ssn"]);
}

#[test]
fn a_facet_without_its_identifier_gets_one_and_keeps_it_as_long_as_it_is_there() {
    let body = json!({"date_of_birth": "1984-02-29", "efaktura": {"yes_to_all": true}, "bank": {},
        "vipps": {}, "krr": {},
        "mandates": [{"payee_account": "86011117947", "kid": "000002123453"}]});
    let (first, mandates) = person_in(&empty(), "kari", &body, None).unwrap();
    assert_eq!(first.ssn.birth_date().to_string(), "1984-02-29");
    let bank = first.bank.clone().unwrap();
    let payer = mandates.values().next().unwrap().payer_account.clone();
    assert_eq!(payer, Some(bank.account.clone()));

    let mut cast = empty();
    cast.put_person(first.clone()).unwrap();
    let body = json!({"efaktura": {}, "bank": {"balance_ore": 5}});
    let (second, _) = person_in(&cast, "kari", &body, Some(&first)).unwrap();
    assert_eq!(second.ssn, first.ssn);
    assert_eq!(second.name, first.name);
    assert_eq!(second.bank.unwrap().account, bank.account);
    let identifier = |person: &Person| person.efaktura.clone().unwrap().identifier;
    let old_identifier = identifier(&first);
    assert_eq!(second.efaktura.unwrap().identifier, old_identifier);
    assert_eq!(second.vipps, None);
    assert_eq!(second.krr, None);

    // The same seed draws the same numbers, and another person still gets others.
    let body = json!({"date_of_birth": "1984-02-29", "efaktura": {}, "bank": {}});
    let (other, _) = person_in(&cast, "ola", &body, None).unwrap();
    assert_ne!(other.ssn, first.ssn);
    assert_ne!(identifier(&other), old_identifier);
    cast.put_person(other).unwrap();
}

#[test]
fn a_patch_changes_one_thing_and_a_new_number_brings_its_birth_date() {
    let (person, mandates) = person_in(&empty(), "halgeir", &halgeir(), None).unwrap();
    let text = PersonText::of(&person, mandates.iter());
    let patched = |patch| person_in(&empty(), "halgeir", &text.patched(patch), Some(&person));
    let (after, same) = patched(json!({"efaktura": {"yes_to_all": false}, "vipps": null})).unwrap();
    assert_eq!(same, mandates);
    assert_eq!(after.vipps, None);
    let efaktura = after.efaktura.unwrap();
    assert!(!efaktura.yes_to_all && efaktura.identifier.as_str() == "414360222");
    let (moved, _) = patched(json!({"ssn": "05111926664"})).unwrap();
    assert_eq!(moved.date_of_birth.to_string(), "1919-11-05");
    let error = patched(json!({"date_of_birth": "1919-11-05"})).unwrap_err();
    assert_eq!(error.field, "date_of_birth");
}

#[test]
fn each_wrong_value_of_a_person_is_refused_where_it_stands() {
    let mandate = |field: &str, value: Value| {
        let mut mandate = halgeir()["mandates"][0].clone();
        mandate[field] = value;
        json!({"mandates": [mandate]})
    };
    let one = halgeir()["mandates"][0].clone();
    for (field, change) in [
        ("slug", json!({"slug": "bodil"})),
        ("ssn", json!({"ssn": "09091816529"})),
        ("ssn", json!({"ssn": "131216"})),
        ("name.first", json!({"name": {"first": " "}})),
        ("date_of_birth", json!({"date_of_birth": "1918-09-10"})),
        ("date_of_birth", json!({"date_of_birth": "1918-02-30"})),
        ("phone", json!({"phone": "call me"})),
        ("email", json!({"email": "halgeir"})),
        (
            "address.postal_code",
            json!({"address": {"postal_code": "648"}}),
        ),
        ("address.country", json!({"address": {"country": "Norge"}})),
        (
            "efaktura.identifier",
            json!({"efaktura": {"identifier": "1"}}),
        ),
        (
            "efaktura.blocked_issuers[1]",
            json!({"efaktura": {"blocked_issuers": ["304520817", "304520818"]}}),
        ),
        (
            "efaktura.agreements[0].reference",
            json!({"efaktura": {"agreements": [{"issuer": "304520817", "reference": ""}]}}),
        ),
        (
            "efaktura.agreements[0].content_provider",
            json!({"efaktura": {"agreements": [
                {"issuer": "304520817", "reference": "a", "content_provider": "å"}]}}),
        ),
        ("krr.status", json!({"krr": {"status": "Aktiv"}})),
        ("krr.mailbox", json!({"krr": {"mailbox": "post"}})),
        ("krr.verified", json!({"krr": {"verified": "i går"}})),
        ("bank.account", json!({"bank": {"account": "15030699953"}})),
        ("mandates[0].kid", mandate("kid", json!("000002123454"))),
        (
            "mandates[0].payee_account",
            mandate("payee_account", json!("")),
        ),
        (
            "mandates[0].payer_account",
            mandate("payer_account", json!("1")),
        ),
        ("mandates[0].limit_ore", mandate("limit_ore", json!(-1))),
        ("mandates[1]", json!({"mandates": [one.clone(), one]})),
    ] {
        let body = super::merge(halgeir(), change.clone());
        let error = person_in(&empty(), "halgeir", &body, None).unwrap_err();
        assert_eq!(error.field, field, "{change} {error}");
        assert!(!error.expected.is_empty(), "{error}");
    }
}

#[test]
fn each_wrong_value_of_a_company_is_refused_where_it_stands() {
    let agreement = |field: &str, value: Value| {
        let mut agreement = fjord()["avtalegiro"][0].clone();
        agreement[field] = value;
        json!({"avtalegiro": [agreement]})
    };
    let one = fjord()["avtalegiro"][0].clone();
    for (field, change) in [
        ("slug", json!({"slug": "fjord"})),
        ("orgnr", json!({"orgnr": "304520818"})),
        ("orgnr", json!({"country": "SE", "orgnr": "å"})),
        ("name", json!({"name": ""})),
        ("country", json!({"country": "no"})),
        (
            "maventa.company_id",
            json!({"maventa": {"company_id": "a b"}}),
        ),
        ("maventa.b2cno", json!({"maventa": {"b2cno": "active"}})),
        (
            "maventa.default_route_order[1]",
            json!({"maventa": {"default_route_order": ["email", "pigeon"]}}),
        ),
        ("mps.user", json!({"mps": {"user": "å"}})),
        ("mps.password", json!({"mps": {"password": ""}})),
        ("mps.roles[0]", json!({"mps": {"roles": ["boss"]}})),
        ("mps.roles[1]", json!({"mps": {"roles": ["erp", "erp"]}})),
        ("mps.acts_for", json!({"mps": {"acts_for": "some"}})),
        ("mps.acts_for[0]", json!({"mps": {"acts_for": ["1"]}})),
        (
            "mps.black_listed.from",
            json!({"mps": {"black_listed": {"from": "2026-02-30"}}}),
        ),
        (
            "mps.black_listed.until",
            json!({"mps": {"black_listed": {"until": "2026-03-01"}}}),
        ),
        ("avtalegiro[0].account", agreement("account", json!("1"))),
        ("avtalegiro[0].status", agreement("status", json!("ON"))),
        (
            "avtalegiro[0].kid_length",
            agreement("kid_length", json!(1)),
        ),
        (
            "avtalegiro[0].reference_position",
            agreement("reference_position", json!("1-12")),
        ),
        (
            "avtalegiro[0].reference_position",
            agreement("reference_position", json!("6-1")),
        ),
        (
            "avtalegiro[0].reference_position",
            agreement("reference_position", json!("0-6")),
        ),
        (
            "avtalegiro[0].reference_position",
            agreement("reference_position", json!("å")),
        ),
        (
            "avtalegiro[1].account",
            json!({"avtalegiro": [one.clone(), one]}),
        ),
    ] {
        let body = super::merge(fjord(), change.clone());
        let error = company("fjord-energi", &body, None).unwrap_err();
        assert_eq!(error.field, field, "{change} {error}");
    }
}

#[test]
fn keys_are_kept_only_when_they_differ_from_the_computed_ones() {
    let mut cast = empty();
    let first = company("nord-nett", &json!({"maventa": {}}), None).unwrap();
    cast.put_company(first.clone()).unwrap();
    let shown = CompanyText::of(&first, Some(&cast));
    let body = serde_json::to_value(shown).unwrap();
    assert!(body["maventa"]["company_id"].is_string());
    let again = company("nord-nett", &body, Some(&first)).unwrap();
    assert_eq!(again, first);
    let given = json!({"maventa": {"user_api_key": "secret"}});
    let given = company("nord-nett", &given, Some(&again)).unwrap();
    let kept = company(
        "nord-nett",
        &json!({"maventa": {"b2cno": "FAULT"}}),
        Some(&given),
    )
    .unwrap();
    assert_eq!(
        kept.maventa.unwrap().keys.user_api_key.as_deref(),
        Some("secret")
    );
}

#[test]
fn a_company_gets_numbers_it_was_not_given_and_keeps_them() {
    let agreement = json!({"kid_length": 12, "reference_position": "1-6"});
    let body = json!({"avtalegiro": [agreement, agreement]});
    let first = company("nord-nett", &body, None).unwrap();
    assert_eq!(first.name, "Nord Nett");
    assert!(first.org_number.norwegian().is_some());
    let [one, two] = first.avtalegiro.as_slice() else {
        panic!("{first:?}");
    };
    assert_ne!(one.account, two.account);
    let again = company("nord-nett", &body, Some(&first)).unwrap();
    assert_eq!(again, first);
    let moved = company("nord-nett", &json!({"country": "SE"}), Some(&first)).unwrap();
    assert!(
        matches!(moved.org_number, RegistrationNumber::Foreign(text) if text.starts_with("SE"))
    );
}

#[test]
fn the_table_shows_everybody_and_the_keys_of_the_default_sender() {
    let mut cast = empty();
    let mut book = Book::default();
    let (person, mandates) = person_in(&cast, "halgeir", &halgeir(), None).unwrap();
    cast.put_person(person).unwrap();
    for (key, mandate) in mandates {
        book.put_mandate(key, mandate, jiff::Timestamp::UNIX_EPOCH);
    }
    cast.put_company(company("fjord-energi", &fjord(), None).unwrap())
        .unwrap();
    let text = table(&cast, &book);
    for line in [
        "halgeir  Halgeir Underbakk  09091816528  414360222    yes         yes",
        "halgeir  86011117947    000002123453  yes",
        "fjord-energi  497013     revoked      itself, 363275370  100              dnb   print, \
         idporten",
        "fjord-energi  304520817  Fjord Energi  ACTIVE  ISP    86011117947",
        "fjord-energi as ISP",
        "client_secret              se-cret",
        "client_secret   u",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

proptest! {
    #[test]
    fn no_value_makes_reading_panic(text in ".{0,12}|[0-9-]{0,12}", number in any::<i64>()) {
        let person = json!({
            "ssn": text, "date_of_birth": text, "phone": text, "email": text, "efaktura":
            {"identifier": text, "blocked_issuers": [text]}, "krr": {"verified": text, "status":
            text}, "bank": {"account": text, "balance_ore": number}, "address": {"line1": text,
            "postal_code": text, "city": text, "country": text}, "digipost": {"address": text,
            "language": text}, "name": {"first": text, "last": text}, "mandates": [{"payee_account":
            text, "kid": text, "limit_ore": number}],
        });
        // One at a time, so that each is reached.
        for (field, value) in person.as_object().into_iter().flatten() {
            let _ = person_in(&empty(), "kari", &json!({ field: value }), None);
        }
        let named = json!({"name": person["name"], "digipost": {}});
        let _ = person_in(&empty(), "kari", &named, None);
        let structure = json!({"kid_length": number.rem_euclid(256), "reference_position": text});
        let others = json!({"kid_length": 12, "reference_position": "1-6", "other_kid_structures":
            [structure], "agreement_id": text, "data_receivers": [text], "list_receivers": [text]});
        for company_body in [
            json!({"orgnr": text}),
            json!({"orgnr": text, "country": "SE"}),
            json!({"avtalegiro": [structure]}),
            json!({"avtalegiro": [others]}),
            json!({"mps": {"customer_unit": text}}),
            json!({"digipost": {"broker_id": number.unsigned_abs(), "certificate": text}}),
            json!({"digipost": {"acts_for": text, "rights": [text], "bank": text}}),
        ] {
            let _ = company("kari", &company_body, None);
        }
    }
}
