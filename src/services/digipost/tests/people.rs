//! The entry point, who a recipient is, senders, keys, accounts.

use super::people_world::{BROKER, DAUGHTER, Heard, STRANGER, USER1, V7, V8, World, link};
use crate::crypto::{Opener, Signer};
use crate::services::digipost::OPERATIONS;
use crate::services::{Fidelity, Method};

fn identification(inside: &str) -> String {
    format!(r#"<identification xmlns="http://api.digipost.no/schema/v7">{inside}</identification>"#)
}

fn by_number(world: &World, slug: &str) -> String {
    let mut people = world.cast.people();
    let person = people.find(|person| person.slug.as_str() == slug).unwrap();
    let number = person.ssn.as_str();
    format!("<personal-identification-number>{number}</personal-identification-number>")
}

const HOME: &str = "<addressline1>prøveveien  29b</addressline1><postalcode>0001</postalcode>\
    <city>OSLO</city>";

fn identified(heard: &Heard) -> (String, Option<String>) {
    assert_eq!(heard.status, 200, "{heard:?}");
    let result = heard.text(&["result"]).unwrap();
    let reasons = ["unidentified-reason", "invalid-reason", "digipost-address"];
    (result, reasons.iter().find_map(|name| heard.text(&[name])))
}

#[test]
fn the_entry_point_has_the_certificate_and_every_relation_once() {
    let mut world = World::new();
    for (media_type, count) in [(V7, 15), (V8, 23), (USER1, 1)] {
        for target in ["/", &format!("/{DAUGHTER}")] {
            let heard = world.ask("GET", target, media_type, b"", None);
            assert_eq!(heard.status, 200);
            assert_eq!(heard.media_type.as_deref(), Some(media_type));
            let root = heard.xml();
            assert_eq!(root.local(), "entrypoint");
            let shown = root.child("certificate").unwrap().text.clone();
            assert_eq!(shown, Signer::Sandbox.certificate().pem());
            let rels: Vec<_> = root.children_named("link").collect();
            assert_eq!(rels.len(), count, "{media_type}");
            for link in rels {
                assert_eq!(link.attribute("media-type"), Some(media_type));
                let rel = link.attribute("rel").unwrap();
                assert_eq!(rel, rel.to_lowercase());
                assert!(
                    link.attribute("uri")
                        .unwrap()
                        .starts_with("http://localhost:8282/")
                );
            }
        }
    }
}

#[test]
fn the_entry_point_of_a_sender_leads_to_what_is_the_senders() {
    let mut world = World::new();
    let own = world.get("/").link("get_inbox");
    assert_eq!(own, Some(format!("http://localhost:8282/{BROKER}/inbox")));
    let senders = world.get(&format!("/{DAUGHTER}")).link("get_inbox");
    assert_eq!(
        senders,
        Some(format!("http://localhost:8282/{DAUGHTER}/inbox"))
    );
}

#[test]
fn a_sender_for_whom_the_broker_does_not_act_has_no_entry_point_for_it() {
    let mut world = World::new();
    let heard = world.get(&format!("/{STRANGER}"));
    assert_eq!(heard.fault(), (403, "BROKER_NOT_AUTHORIZED".to_owned()));
    let heard = world.get("/1");
    assert_eq!(heard.fault(), (400, "UNKNOWN_SENDER".to_owned()));
    let heard = world.get("/99999999999999999999999");
    assert_eq!(heard.fault(), (400, "UNKNOWN_SENDER".to_owned()));
}

#[test]
fn a_rotated_certificate_is_shown_by_an_entry_point_that_is_sealed_so() {
    let mut world = World::new();
    let heard = world.ask("GET", "/", V7, b"", Some("rotatedCertificate"));
    let shown = heard.xml().child("certificate").unwrap().text.clone();
    assert_eq!(shown, Signer::Rotated.certificate().pem());
}

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
            "<identification xmlns='http://api.digipost.no/user/schema/v1'>{inside}</identification>"
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
        (number("<b/>"), "expected text alone, found <b>"),
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

#[test]
fn keys_are_given_for_print_and_for_whoever_was_found() {
    let mut world = World::new();
    let print = Opener::Print.certificate();
    let heard = world.get("/print-encryption-certificate");
    assert_eq!(heard.xml().text, print.pem());
    let heard = world.get("/print-encryption-key");
    assert_eq!(heard.xml().text, print.public_key_pem());
    let found = world.get("/recipients/search/kari").xml();
    let key = link(found.child("recipient").unwrap(), "get_encryption_key").unwrap();
    let recipient = Opener::Recipient.certificate();
    assert_eq!(world.get(&key).xml().text, recipient.public_key_pem());
    let heard = world.get("/encryption-keys/somebody");
    assert_eq!(heard.fault(), (400, "ENCRYPTION_KEY_NOT_FOUND".to_owned()));
}

#[test]
fn a_search_finds_users_by_every_word_and_shows_the_end_of_a_phone_number() {
    let mut world = World::new();
    for (text, count) in [
        ("testesen", 1),
        ("KARI%20testesen", 1),
        ("kari.testesen%231A2B", 1),
        ("kari/testesen", 1),
        ("kari%20nordmann", 0),
        ("like", 1),
        ("stengt", 0),
        ("ka", 0),
        ("%20;", 0),
    ] {
        let heard = world.get(&format!("/recipients/search/{text}"));
        assert_eq!(
            (heard.status, heard.xml().children.len()),
            (200, count),
            "{text}"
        );
    }
    let hit = world.get("/recipients/search/kari");
    let phone = hit.text(&["recipient", "mobile-number"]);
    assert_eq!(phone.as_deref(), Some("*****101"));
    let house = |part| hit.text(&["recipient", "address", part]);
    assert_eq!(house("street").as_deref(), Some("Prøveveien"));
    assert_eq!(house("house-number").as_deref(), Some("29"));
    assert_eq!(house("house-letter").as_deref(), Some("B"));
    assert_eq!(world.get("/recipients/search/%ff%ff%ff").fault().0, 400);
}

#[test]
fn a_search_finds_ten_at_most() {
    let mut world = World::new();
    for number in 0..12_u16 {
        let slug = format!("many-{number}");
        let mut one = super::people_world::person(&slug, "Mange", "Treff", 120 + number * 3);
        one.digipost = super::people_world::user(&format!("mange.treff#00{number:02}"), true);
        world.cast.put_person(one).unwrap();
    }
    assert_eq!(
        world.get("/recipients/search/mange").xml().children.len(),
        10
    );
    let heard = world.get("/recipients/suggest/mange");
    let suggestion = heard.xml().child("suggestion").unwrap().clone();
    assert_eq!(heard.xml().children.len(), 1);
    assert_eq!(suggestion.child_text("search-string"), Some("Mange Treff"));
    let search = link(&suggestion, "search").unwrap();
    assert_eq!(world.get(&search).xml().children.len(), 10);
}

#[test]
fn what_a_sender_may_do_follows_from_its_rights() {
    let mut world = World::new();
    let features = |heard: &Heard| -> Vec<String> {
        let root = heard.xml();
        let features = root.path(&["supported-features"]).unwrap();
        features
            .children
            .iter()
            .map(|it| it.text().to_owned())
            .collect()
    };
    let own = world.get(&format!("/sender-information/{BROKER}"));
    assert_eq!(own.text(&["status"]).as_deref(), Some("VALID_SENDER"));
    assert_eq!(own.text(&["sender-id"]), Some(BROKER.to_string()));
    assert_eq!(features(&own).len(), 9);
    assert!(
        features(&own)
            .iter()
            .all(|name| name.starts_with("no.digipost.feature."))
    );
    let daughter = world.get("/sender-information?org_id=310000035&part_id=unit");
    assert_eq!(daughter.text(&["sender-id"]), Some(DAUGHTER.to_string()));
    assert_eq!(
        features(&daughter),
        ["no.digipost.feature.delivery.digipost"]
    );
}

#[test]
fn nothing_is_told_of_senders_that_the_broker_does_not_act_for() {
    let mut world = World::new();
    for target in [
        format!("/sender-information/{STRANGER}"),
        "/sender-information/1".to_owned(),
        "/sender-information?org_id=310000043".to_owned(),
        "/sender-information?org_id=nonsense".to_owned(),
    ] {
        let heard = world.get(&target);
        assert_eq!(heard.status, 200, "{target}");
        assert_eq!(
            heard.text(&["status"]).as_deref(),
            Some("NO_INFO_AVAILABLE")
        );
        assert_eq!(heard.xml().children.len(), 1);
    }
    for target in [
        "/sender-information",
        "/sender-information?org=1",
        "/sender-information?org_id=1&org_id=2",
        "/sender-information?org_id=%zz",
    ] {
        let heard = world.get(target);
        assert_eq!(
            heard.fault(),
            (400, "INVALID_QUERY_PARAMETER".to_owned()),
            "{target}"
        );
    }
}

fn account(world: &World, slug: &str) -> String {
    let person = world
        .cast
        .people()
        .find(|it| it.slug.as_str() == slug)
        .unwrap();
    let number = person.ssn.as_str();
    format!(
        r#"<user-information xmlns="http://api.digipost.no/schema/v7">
            <national-identity-number>{number}</national-identity-number>
            <phone-number>+4721900101</phone-number>
            <email-address>kari@sandkasse.example</email-address></user-information>"#
    )
}

#[test]
fn an_account_is_made_or_opened_once_and_is_used_from_then_on() {
    let mut world = World::new();
    let path = format!("/{BROKER}/user-accounts");
    for (slug, status) in [("kari", 200), ("closed", 201), ("ola", 201)] {
        let body = account(&world, slug);
        let first = world.post(&path, &body);
        assert_eq!(first.status, status, "{slug}");
        let address = first.text(&["digipost-address"]).unwrap();
        let key = first.text(&["encryption-key"]).unwrap();
        assert!(key.starts_with("-----BEGIN PUBLIC KEY-----"));
        let again = world.post(&path, &body);
        assert_eq!(again.status, 200);
        assert_eq!(again.text(&["digipost-address"]).as_ref(), Some(&address));
        let heard = world.post("/identification", &identification(&by_number(&world, slug)));
        assert_eq!(identified(&heard), ("DIGIPOST".to_owned(), Some(address)));
    }
}

#[test]
fn an_account_for_nobody_is_refused() {
    let mut world = World::new();
    let path = format!("/{BROKER}/user-accounts");
    let good = account(&world, "ola");
    let number = good
        .split("number>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    for (body, fault) in [
        (
            good.replace(number, "04036125433"),
            (404, "UNKNOWN_RECIPIENT"),
        ),
        (
            good.replace(number, "12345678901"),
            (400, "VALIDATION_FAILED"),
        ),
        (
            good.replace("+4721900101", "many"),
            (400, "INVALID_PHONE_NUMBER"),
        ),
        (
            good.replace("kari@", "kari"),
            (400, "INVALID_EMAIL_ADDRESS"),
        ),
        (
            good.replace("phone-number", "phone"),
            (400, "SCHEMA_VALIDATION_ERROR"),
        ),
    ] {
        let (status, code) = world.post(&path, &body).fault();
        assert_eq!((status, code.as_str()), fault, "{body}");
    }
    let strangers = format!("/{STRANGER}/user-accounts");
    let heard = world.post(&strangers, &good);
    assert_eq!(heard.fault(), (403, "BROKER_NOT_AUTHORIZED".to_owned()));
}

#[test]
fn what_is_not_simulated_says_so_in_the_documented_envelope() {
    let mut world = World::new();
    let mut count = 0;
    for row in OPERATIONS
        .iter()
        .filter(|row| row.fidelity == Fidelity::Absent)
    {
        let sender = BROKER.to_string();
        let path = row.path.replace("{sender}", &sender).replace("{uuid}", "x");
        let method = row.method.as_str();
        let body: &[u8] = if row.method == Method::Post {
            b"<x/>"
        } else {
            b""
        };
        let heard = world.ask(method, &path, V8, body, None);
        assert_eq!(
            heard.fault(),
            (501, "GENERAL_ERROR".to_owned()),
            "{}",
            row.id
        );
        let why = heard.text(&["error-message"]).unwrap();
        assert!(
            why.contains("does not simulate") && why.contains(row.id),
            "{why}"
        );
        count += 1;
    }
    assert!(count >= 9);
}
