//! Keys, search, senders, accounts, and what is not simulated.

use super::parts::{by_number, identification, identified};
use super::world::{BROKER, DAUGHTER, Heard, STRANGER, V8, World, link};
use crate::crypto::Opener;
use crate::services::digipost::OPERATIONS;
use crate::services::{Fidelity, Method};

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
        let mut one = super::world::person(&slug, "Mange", "Treff", 120 + number * 3);
        one.digipost = super::world::user(&format!("mange.treff#00{number:02}"), true);
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
