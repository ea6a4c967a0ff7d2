//! Accounts at Digipost as text.

use serde_json::{Value, json};

use super::{company, empty, fjord, halgeir, person_in, slug};
use crate::crypto::{PublicKey, Signer, sign};
use crate::domain::cast::Cast;
use crate::domain::digipost::{AccountId, BrokerCertificate, Language};
use crate::domain::mint::Mint;
use crate::snapshot::{CompanyText, PersonText, merge};
use crate::wire::json::read;

#[test]
fn a_mailbox_without_an_address_gets_one_of_the_name_and_keeps_it_as_long_as_it_is_there() {
    let body = json!({"name": {"first": "Kari", "last": "Ås"}, "digipost": {}});
    let (kari, _) = person_in(&empty(), "kari", &body, None).unwrap();
    let user = kari.digipost.clone().unwrap();
    assert!(user.address.as_str().starts_with("kari.aas#"), "{user:?}");
    assert_eq!((user.active, user.language), (true, Language::Bokmaal));

    let mut cast = empty();
    cast.put_person(kari.clone()).unwrap();
    let body = json!({"digipost": {"active": false, "language": "nn"}});
    let (closed, _) = person_in(&cast, "kari", &body, Some(&kari)).unwrap();
    let closed = closed.digipost.unwrap();
    assert_eq!(closed.address, user.address);
    assert_eq!((closed.active, closed.language), (false, Language::Nynorsk));
    let (without, _) = person_in(&cast, "kari", &json!({}), Some(&kari)).unwrap();
    assert_eq!(without.digipost, None);

    // The same seed draws the same four signs, and a namesake still gets others.
    let body = json!({"name": {"first": "Kari", "last": "Ås"}, "digipost": {}});
    let (other, _) = person_in(&cast, "kari-to", &body, None).unwrap();
    assert_ne!(other.digipost.clone().unwrap().address, user.address);
    cast.put_person(other).unwrap();
}

#[test]
fn an_address_is_somebodys_in_any_spelling() {
    let mut cast = empty();
    let (halgeir, _) = person_in(&cast, "halgeir", &halgeir(), None).unwrap();
    cast.put_person(halgeir).unwrap();
    let body = json!({"digipost": {"address": "HALGEIR.Underbakk#1a2b"}});
    let (other, _) = person_in(&cast, "kari", &body, None).unwrap();
    let taken = cast.put_person(other).unwrap_err();
    assert_eq!(taken.what, "Digipost address");
    assert_eq!(taken.owner.as_str(), "halgeir");
}

#[test]
fn an_account_has_the_usual_rights_and_certificate_and_acts_for_nobody() {
    let made = company("nord-nett", &json!({"digipost": {}}), None).unwrap();
    let mut cast = empty();
    cast.put_company(made.clone()).unwrap();
    let shown = serde_json::to_value(CompanyText::of(&made, Some(&cast))).unwrap();
    let id = AccountId::computed(cast.sandbox(), &made.slug).get();
    let expected = json!({
        "broker_id": id, "acts_for": [], "rights": ["print", "direct_print", "pre_encrypt"],
    });
    assert_eq!(shown["digipost"], expected);
    assert_eq!(company("nord-nett", &shown, Some(&made)).unwrap(), made);
    let unsaid = serde_json::to_value(CompanyText::of(&made, None)).unwrap();
    assert_eq!(unsaid["digipost"].get("broker_id"), None);
}

#[test]
fn a_given_number_is_kept_until_it_is_that_of_the_names_and_stays_behind() {
    let body = json!({"digipost": {"broker_id": 497_013}});
    let given = company("nord-nett", &body, None).unwrap();
    let number = |company: &crate::domain::company::Company| {
        company
            .digipost
            .as_ref()
            .unwrap()
            .given_id
            .map(AccountId::get)
    };
    assert_eq!(number(&given), Some(497_013));
    let body = json!({"digipost": {"rights": [], "acts_for": "all"}});
    let kept = company("nord-nett", &body, Some(&given)).unwrap();
    assert_eq!(number(&kept), Some(497_013));
    let mut cast = empty();
    cast.put_company(kept.clone()).unwrap();
    let body = json!({"orgnr": "313048519", "digipost": {"broker_id": 497_013}});
    let other = company("vest-vann", &body, None).unwrap();
    let taken = cast.put_company(other).unwrap_err();
    assert_eq!(
        (taken.what, taken.value.as_str()),
        ("Digipost account", "497013")
    );

    let moved = cast.moved_to(slug("other"));
    let there = moved.company(&slug("nord-nett")).unwrap();
    assert_eq!(number(there), None);
    assert_eq!(there.digipost.as_ref().unwrap().rights, []);
    let computed = AccountId::computed(&slug("default"), &slug("nord-nett"));
    let body = json!({"digipost": {"broker_id": computed.get()}});
    let back = company("nord-nett", &body, Some(&kept)).unwrap();
    assert_eq!(number(&back), None);
}

#[test]
fn a_broker_may_have_no_certificate_or_a_revoked_one() {
    let of = |body: Value| {
        company("a", &body, None)
            .unwrap()
            .digipost
            .unwrap()
            .certificate
    };
    let given = |word: &str| of(json!({"digipost": {"certificate": word}}));
    assert_eq!(given("none"), BrokerCertificate::Missing);
    assert_eq!(given("revoked"), BrokerCertificate::Revoked);
    assert_eq!(of(json!({"digipost": {}})), BrokerCertificate::Usual);
}

#[test]
fn a_given_certificate_is_kept_with_its_key_and_without_what_stands_beside_it() {
    let stranger = Signer::Stranger;
    let pem = stranger.certificate().pem();
    let pasted = format!("  {}\r\n{}", pem.replace('\n', "\r\n"), stranger.key_pem());
    let body = json!({"digipost": {"certificate": pasted}});
    let made = company("nord-nett", &body, None).unwrap();
    let account = made.digipost.clone().unwrap();
    let BrokerCertificate::Given(given) = &account.certificate else {
        panic!("{account:?}");
    };
    let key = PublicKey::from_pkcs1(&given.key).unwrap();
    assert!(key.verify(b"GET", &sign(stranger, b"GET")));
    let shown = serde_json::to_value(CompanyText::of(&made, None)).unwrap();
    assert_eq!(shown["digipost"]["certificate"], json!(pem));
    assert_eq!(company("nord-nett", &shown, None).unwrap(), made);

    let refused = |text: String| {
        let body = json!({"digipost": {"certificate": text}});
        company("nord-nett", &body, None).unwrap_err().to_string()
    };
    let told = refused(stranger.key_pem().to_owned());
    assert!(told.contains("keep the private key"), "{told}");
    assert!(!told.contains(&stranger.key_pem()[60..100]), "{told}");
    let long = refused(format!("{pem}{}", "a".repeat(20_000)));
    assert!(long.contains("16384"), "{long}");
    assert!(refused("usual".to_owned()).contains("no PEM block"));
}

#[test]
fn a_patch_takes_an_account_away_or_one_thing_of_it() {
    let (person, mandates) = person_in(&empty(), "halgeir", &halgeir(), None).unwrap();
    let text = PersonText::of(&person, mandates.iter());
    let patched = |patch| {
        let body = text.patched(patch);
        person_in(&empty(), "halgeir", &body, Some(&person))
            .unwrap()
            .0
    };
    assert_eq!(patched(json!({"digipost": null})).digipost, None);
    let english = patched(json!({"digipost": {"language": "en"}}))
        .digipost
        .unwrap();
    assert_eq!(english.language, Language::English);
    assert_eq!(english.address, person.digipost.clone().unwrap().address);

    let old = company("fjord-energi", &fjord(), None).unwrap();
    let patched = |patch| {
        let body = merge(fjord(), patch);
        company("fjord-energi", &body, Some(&old)).unwrap().digipost
    };
    assert_eq!(patched(json!({"digipost": null})), None);
    let bare = json!({"certificate": null, "letters_a_month": null, "bank": null});
    let bare = patched(json!({"digipost": bare})).unwrap();
    assert_eq!(bare.certificate, BrokerCertificate::Usual);
    assert_eq!((bare.letters_a_month, bare.bank), (None, None));
    assert_eq!(bare.given_id, AccountId::new(497_013));
}

#[test]
fn each_wrong_value_of_an_account_is_refused_where_it_stands() {
    for (field, patch, words) in [
        (
            "address",
            json!({"address": "halgeir"}),
            "kari.testesen#1A2B",
        ),
        ("address", json!({"address": "a b#1A2B"}), "`#`"),
        ("address", json!({"address": "a#1A2Å"}), "four letters"),
        ("language", json!({"language": "no"}), "`nb`, `nn`, `en`"),
    ] {
        let body = merge(halgeir(), json!({"digipost": patch}));
        let error = person_in(&empty(), "halgeir", &body, None).unwrap_err();
        assert_eq!(error.field, format!("digipost.{field}"));
        assert!(error.expected.contains(words), "{error}");
    }
    for (field, patch, words) in [
        ("broker_id", json!({"broker_id": 0}), "from 1"),
        (
            "broker_id",
            json!({"broker_id": u64::MAX}),
            "9223372036854775807",
        ),
        ("certificate", json!({"certificate": "revokd"}), "`revoked`"),
        ("acts_for", json!({"acts_for": "some"}), "`all`"),
        (
            "acts_for[0]",
            json!({"acts_for": ["1"]}),
            "organisation number",
        ),
        (
            "rights[1]",
            json!({"rights": ["print", "fly"]}),
            "`direct_print`",
        ),
        ("rights[1]", json!({"rights": ["print", "print"]}), "once"),
        ("bank", json!({"bank": "DNB"}), "`dnb`"),
    ] {
        let body = merge(fjord(), json!({"digipost": patch}));
        let error = company("fjord-energi", &body, None).unwrap_err();
        assert_eq!(error.field, format!("digipost.{field}"));
        assert!(error.expected.contains(words), "{error}");
    }
    for (body, word) in [
        (
            json!({"digipost": {"letters_a_month": -1}}),
            "letters_a_month",
        ),
        (
            json!({"digipost": {"brokerid": 1}}),
            "did you mean `broker_id`?",
        ),
    ] {
        let refused = read::<CompanyText>(body.to_string().as_bytes()).unwrap_err();
        assert!(format!("{refused:?}").contains(word), "{refused:?}");
    }
}

#[test]
fn a_cast_file_that_gives_every_address_draws_nothing() {
    let text: PersonText = read(halgeir().to_string().as_bytes()).unwrap();
    let mut mint = Mint::new(1);
    let cast = Cast::empty(slug("default"));
    text.into_parts(&slug("halgeir"), None, &cast, &mut mint)
        .unwrap();
    assert_eq!(mint.drawn().count(), 0);
}
