//! Who has agreements with a company.

use http::header::RETRY_AFTER;
use jiff::SignedDuration;

use super::world::{DNB, FJORD, World, told};
use crate::domain::settings::SetBy;

fn path(about: &str) -> String {
    format!("/{DNB}/user-agreements/agreement-owners?agreement-type={about}")
}

fn ids(body: &str) -> Vec<String> {
    let parts = body.split("<id>").skip(1);
    let ids = parts.filter_map(|part| part.split('<').next());
    ids.map(str::to_owned).collect()
}

const SECONDS: &str = "<seconds-until-next-allowed-request>";

#[test]
fn owners_come_as_whole_documents_one_behind_the_other_the_last_of_which_says_when_again() {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", true);
    world.agree("ola", "invoice-bank", false);
    let answer = world.told("GET", &path("invoice-bank"), "");
    let body = answer.strip_prefix("200 ").unwrap();
    let documents: Vec<&str> = body.split_inclusive("</agreement-owners>").collect();
    assert_eq!(body.matches("<?xml").count(), 2);
    assert!(documents[0].starts_with("<?xml") && documents[1].trim().starts_with("<?xml"));
    assert_eq!(ids(body), [world.ssn("kari"), world.ssn("ola")]);
    assert!(documents[1].contains(&format!("{SECONDS}3600</")));
    assert!(!documents[0].contains(SECONDS));
}

#[test]
fn whoever_asks_again_too_early_gets_429_that_says_how_long_to_wait_and_nothing_else() {
    let mut world = World::new();
    let answer = world.send("GET", &path("invoice-bank"), "");
    assert_eq!(answer.status(), 200);
    world.pass(SignedDuration::from_millis(600_500));
    let answer = world.send("GET", &path("invoice-bank"), "");
    assert_eq!(told(&answer), "429 ");
    assert_eq!(answer.headers()[RETRY_AFTER], "3000");
    // Another type, and another company, have clocks of their own.
    let other = world.told("GET", &path("fetch-messages"), "");
    assert!(other.starts_with("200"), "{other}");
    world.pass(SignedDuration::from_secs(3000));
    assert_eq!(world.send("GET", &path("invoice-bank"), "").status(), 200);
}

#[test]
fn how_long_to_wait_is_a_setting() {
    let mut world = World::new();
    let by = SetBy::Change;
    world
        .settings
        .set("digipost.owners_pause", "PT0S", by)
        .unwrap();
    for _ in 0..2 {
        let answer = world.told("GET", &path("invoice-bank"), "");
        assert!(answer.contains(&format!("{SECONDS}0</")), "{answer}");
    }
}

#[test]
fn owners_are_told_by_their_wish_for_text_messages_and_ended_agreements_are_not() {
    let mut world = World::new();
    world.settings.digipost_owners_pause = SignedDuration::ZERO;
    world.agree("kari", "invoice-bank", true);
    world.agree("ola", "invoice-bank", false);
    let (kari, ola) = (world.ssn("kari"), world.ssn("ola"));
    for (wish, expected) in [("true", &kari), ("FALSE", &ola)] {
        let path = path("invoice-bank") + "&invoice-sms-notification=" + wish;
        assert_eq!(
            &ids(&world.told("GET", &path, "")),
            std::slice::from_ref(expected)
        );
    }
    let end = format!("/{DNB}/user-agreements?user-id={kari}&agreement-type=invoice-bank");
    assert_eq!(world.told("DELETE", &end, ""), "204 ");
    assert_eq!(ids(&world.told("GET", &path("invoice-bank"), "")), [ola]);
}

#[test]
fn owners_of_agreements_on_receipts_are_told_as_account_numbers() {
    let mut world = World::new();
    world.broker = FJORD.to_string();
    world.agree("kari", "account-num-for-receipts", false);
    world.agree("ola", "account-num-for-receipts", false);
    let path = path("account-num-for-receipts").replace(&DNB.to_string(), &world.broker);
    // Ola has no account in a bank.
    assert_eq!(ids(&world.told("GET", &path, "")), ["15062995960"]);
}

#[test]
fn hundreds_of_owners_are_cut_into_documents() {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", true);
    let (key, known) = world.book.user_agreements().next().unwrap();
    let (key, known) = (key.clone(), known.clone());
    for number in 0..250_i16 {
        let mut person = world.cast.person(&key.person).unwrap().as_ref().clone();
        person.slug = super::world::slug(&format!("p{number}"));
        person.ssn = ssn(number);
        (person.digipost, person.bank) = (None, None);
        let mut key = key.clone();
        key.person = person.slug.clone();
        world.cast.put_person(person).unwrap();
        world
            .book
            .make_user_agreement(key, known.attributes.clone(), known.since);
    }
    let answer = world.told("GET", &path("invoice-bank"), "");
    assert_eq!(ids(&answer).len(), 251);
    assert_eq!(answer.matches("<?xml").count(), 4);
}

#[test]
fn a_scenario_asks_for_429_and_for_an_answer_that_is_cut_off() {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", true);
    world.scripted = Some("tooEarly");
    let answer = world.send("GET", &path("invoice-bank"), "");
    assert_eq!(told(&answer), "429 ");
    assert_eq!(answer.headers()[RETRY_AFTER], "3600");
    world.scripted = Some("ownersCutOff");
    let answer = world.told("GET", &path("invoice-bank"), "");
    assert_eq!(ids(&answer), [world.ssn("kari")]);
    assert!(!answer.contains(SECONDS), "{answer}");
}

fn ssn(number: i16) -> crate::domain::identity::NationalId {
    use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries};
    let born = jiff::civil::date(1980, 1, 1) + jiff::Span::new().days(number + 30);
    let found = (100..400).find_map(|individual| {
        let series = NationalIdSeries::Synthetic80;
        NationalId::from_parts(born, individual, series, NationalIdKind::Fnr)
    });
    found.unwrap()
}
