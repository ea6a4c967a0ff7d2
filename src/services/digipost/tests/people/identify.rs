//! Who a recipient is.

use super::parts::{by_number, identification, identified};
use super::world::{USER1, V7, World};
use crate::crypto::Opener;

const HOME: &str = "<addressline1>prøveveien  29b</addressline1><postalcode>0001</postalcode>\
    <city>OSLO</city>";

#[test]
fn somebody_is_a_user_or_known_or_not_found_or_nobody_at_all() {
    let mut world = World::new();
    let account = world
        .cast
        .people()
        .next()
        .unwrap()
        .bank
        .clone()
        .unwrap()
        .account;
    let account = account.as_str().to_owned();
    let address = |name: &str| format!("<digipost-address>{name}</digipost-address>");
    let organisation =
        |number: &str| format!("<organisation-number>{number}</organisation-number>");
    let bank = |number: &str| format!("<bank-account-number>{number}</bank-account-number>");
    let wrong = "<personal-identification-number>04039010000</personal-identification-number>";
    let unknown = "<personal-identification-number>04036125433</personal-identification-number>";
    for (inside, result, reason) in [
        (
            by_number(&world, "kari"),
            "DIGIPOST",
            Some("kari.testesen#1A2B"),
        ),
        (by_number(&world, "closed"), "IDENTIFIED", None),
        (by_number(&world, "ola"), "IDENTIFIED", None),
        (unknown.to_owned(), "UNIDENTIFIED", Some("NOT_FOUND")),
        (
            wrong.to_owned(),
            "INVALID",
            Some("INVALID_PERSONAL_IDENTIFICATION_NUMBER"),
        ),
        (organisation("310000035"), "DIGIPOST", None),
        (organisation("310000078"), "UNIDENTIFIED", Some("NOT_FOUND")),
        (
            organisation("310000036"),
            "INVALID",
            Some("INVALID_ORGANISATION_NUMBER"),
        ),
        (
            address("KARI.testesen#1a2b"),
            "DIGIPOST",
            Some("kari.testesen#1A2B"),
        ),
        (address("stengt.postkasse#9C1X"), "IDENTIFIED", None),
        (address("ingen.her#0000"), "UNIDENTIFIED", Some("NOT_FOUND")),
        (address("kari.testesen"), "INVALID", Some("UNKNOWN")),
        (bank(&account), "IDENTIFIED", None),
        (bank("12345678901"), "INVALID", Some("UNKNOWN")),
    ] {
        let heard = world.post("/identification", &identification(&inside));
        let (found, why) = identified(&heard);
        assert_eq!(
            (found.as_str(), why.as_deref()),
            (result, reason),
            "{inside}"
        );
        let has_alias = heard.text(&["person-alias"]).is_some();
        assert_eq!(has_alias, result == "IDENTIFIED", "{inside}");
    }
}

#[test]
fn somebody_is_found_by_name_and_address_in_any_spelling() {
    let mut world = World::new();
    let named = |name: &str| {
        format!("<name-and-address><fullname>{name}</fullname>{HOME}</name-and-address>")
    };
    for (inside, result, reason) in [
        (
            named("Kari Testesen"),
            "DIGIPOST",
            Some("kari.testesen#1A2B"),
        ),
        (
            named("testesen, kari"),
            "DIGIPOST",
            Some("kari.testesen#1A2B"),
        ),
        (named("Ola Uten Postkasse"), "IDENTIFIED", None),
        (
            named("Like Tvilling"),
            "UNIDENTIFIED",
            Some("MULTIPLE_MATCHES"),
        ),
        (named("Kari Nordmann"), "UNIDENTIFIED", Some("NOT_FOUND")),
    ] {
        let heard = world.post("/identification", &identification(&inside));
        let (found, why) = identified(&heard);
        assert_eq!(
            (found.as_str(), why.as_deref()),
            (result, reason),
            "{inside}"
        );
        let has_alias = heard.text(&["person-alias"]).is_some();
        assert_eq!(has_alias, result == "IDENTIFIED", "{inside}");
    }
}

#[test]
fn twins_are_told_apart_by_what_else_is_known() {
    let mut world = World::new();
    let phone = world
        .cast
        .people()
        .find(|it| it.slug.as_str() == "twin-one");
    let phone = phone.unwrap().phone.clone().unwrap();
    let inside = format!(
        "<name-and-address><fullname>Like Tvilling</fullname>{HOME}\
         <birth-date>1990-03-04+01:00</birth-date><phone-number>{phone}</phone-number>\
         </name-and-address>"
    );
    let heard = world.post("/identification", &identification(&inside));
    assert_eq!(identified(&heard).0, "DIGIPOST");
}

#[test]
fn an_alias_is_told_when_it_is_asked_for_and_stays_the_same() {
    let mut world = World::new();
    let asking = format!(
        r#"<identification xmlns="http://api.digipost.no/schema/v7"
            include-personalias-for-digipost-user="true">{}</identification>"#,
        by_number(&world, "kari")
    );
    let first = world
        .post("/identification", &asking)
        .text(&["person-alias"]);
    assert!(first.is_some());
    assert_eq!(
        world
            .post("/identification", &asking)
            .text(&["person-alias"]),
        first
    );
}

#[test]
fn a_user_has_a_key_and_nobody_else_has() {
    let mut world = World::new();
    for (slug, has_key) in [("kari", true), ("closed", false), ("ola", false)] {
        let body = identification(&by_number(&world, slug));
        let heard = world.post("/identification/encryptionkey", &body);
        assert_eq!(
            heard.xml().local(),
            "identification-result-with-encryption-key"
        );
        assert!(heard.text(&["identification-result", "result"]).is_some());
        let root = heard.xml();
        let key = root.child("encryption-key");
        assert_eq!(key.is_some(), has_key, "{slug}");
        if let Some(key) = key {
            let certificate = Opener::Recipient.certificate();
            assert_eq!(key.text, certificate.public_key_pem());
            assert_eq!(key.attribute("key-id"), Some(certificate.key_id()));
        }
    }
}

#[test]
fn a_scenario_chooses_how_an_identification_ends() {
    let mut world = World::new();
    let body = identification(&by_number(&world, "kari"));
    let path = "/identification/encryptionkey";
    for (name, result, reason) in [
        ("DIGIPOST", "DIGIPOST", None),
        ("digipostWithoutKey", "DIGIPOST", None),
        ("IDENTIFIED", "IDENTIFIED", None),
        ("MULTIPLE_MATCHES", "UNIDENTIFIED", Some("MULTIPLE_MATCHES")),
        ("NOT_FOUND", "UNIDENTIFIED", Some("NOT_FOUND")),
        (
            "INVALID_PERSONAL_IDENTIFICATION_NUMBER",
            "INVALID",
            Some("INVALID_PERSONAL_IDENTIFICATION_NUMBER"),
        ),
        (
            "INVALID_ORGANISATION_NUMBER",
            "INVALID",
            Some("INVALID_ORGANISATION_NUMBER"),
        ),
        ("UNKNOWN", "INVALID", Some("UNKNOWN")),
    ] {
        let heard = world.ask("POST", path, V7, body.as_bytes(), Some(name));
        let inside = |part| heard.text(&["identification-result", part]);
        assert_eq!(inside("result").as_deref(), Some(result), "{name}");
        let found = inside("unidentified-reason").or_else(|| inside("invalid-reason"));
        assert_eq!(found.as_deref(), reason, "{name}");
        let has_key = heard.xml().child("encryption-key").is_some();
        assert_eq!(has_key, name == "DIGIPOST", "{name}");
    }
}

#[test]
fn a_bank_is_told_whether_somebody_is_a_user_and_nothing_else() {
    let mut world = World::new();
    for (slug, result) in [("kari", "DIGIPOST"), ("ola", "UNIDENTIFIED")] {
        let inside = by_number(&world, slug);
        let body = format!(
            "<identification xmlns='http://api.digipost.no/user/schema/v1'>{inside}\
             </identification>"
        );
        let heard = world.ask("POST", "/identification", USER1, body.as_bytes(), None);
        let root = heard.xml();
        assert_eq!(
            root.namespace(),
            Some("http://api.digipost.no/user/schema/v1")
        );
        assert_eq!(root.children.len(), 1);
        assert_eq!(heard.text(&["result"]).as_deref(), Some(result));
    }
}

#[test]
fn a_question_that_the_schema_does_not_allow_is_refused_with_its_place() {
    let mut world = World::new();
    let number = |text: &str| {
        identification(&format!(
            "<personal-identification-number>{text}</personal-identification-number>"
        ))
    };
    for (body, found) in [
        (String::new(), "expected an XML document"),
        (number("123"), "expected 11 characters, found 3"),
        (number("<b/>"), "expected text, found <b>"),
        (identification("<name/>"), "found <name>"),
        (identification("").replace("v7", "v6"), "schema/v6"),
        (
            identification("").replace("identification", "message"),
            "found {http",
        ),
        (
            identification("<name-and-address><fullname>x</fullname></name-and-address>"),
            "identification/name-and-address",
        ),
        (
            identification("").replace(
                "<identification",
                "<identification include-personalias-for-digipost-user='ja'",
            ),
            "MISSING_RECIPIENT",
        ),
    ] {
        let heard = world.post("/identification", &body);
        let (status, code) = heard.fault();
        assert_eq!(status, 400, "{body}");
        let why = heard.text(&["error-message"]).unwrap();
        assert!(why.contains(found) || code == found, "{body}: {code} {why}");
    }
}

#[test]
fn a_bank_account_number_may_be_asked_for_by_those_with_the_right_only() {
    let mut world = World::new();
    let slug = crate::domain::slug::Slug::parse("broker").unwrap();
    let mut company = world.cast.company(&slug).unwrap().as_ref().clone();
    company.digipost.as_mut().unwrap().rights.clear();
    world.cast.put_company(company).unwrap();
    let body = identification("<bank-account-number>12345678903</bank-account-number>");
    let heard = world.post("/identification", &body);
    assert_eq!(heard.fault(), (403, "ILLEGAL_ACCESS".to_owned()));
}
