//! Agreements: made, read, ended, and kept.

use http::header::LOCATION;
use serde_json::value::Serializer;

use super::world::{BROKER, DNB, World, agreement, inside, slug, told};
use crate::services::digipost::Model;
use crate::snapshot::written::Written;

#[test]
fn a_bank_makes_reads_replaces_and_gives_up_an_agreement() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    let path = format!("/{DNB}/user-agreements");
    let query = format!("{path}?user-id={ssn}&agreement-type=invoice-bank");
    assert_eq!(world.told("GET", &query, ""), "404 AGREEMENT_NOT_FOUND");
    let made = world.send("POST", &path, &agreement(&ssn, "invoice-bank", false));
    assert_eq!(told(&made), "201 ");
    assert_eq!(made.headers()["x-digipost-request-id"], "r-1");
    assert_eq!(world.facts[0].consumer, [ssn.as_str()]);
    let location = made.headers()[LOCATION].to_str().unwrap().to_owned();
    let read = world.told("GET", &query, "");
    assert_eq!(
        read,
        format!(
            "200 <?xml version=\"1.0\" encoding=\"UTF-8\"?><agreement \
             xmlns=\"http://api.digipost.no/user/schema/v1\" href=\"{location}\">\
             <type>invoice-bank</type><user-id>{ssn}</user-id><attributes><attribute>\
             <key>sms-notification</key><value>false</value></attribute></attributes></agreement>"
        )
    );
    world.agree("kari", "invoice-bank", true);
    let read = world.told("GET", &query, "");
    assert_eq!(inside(&read, "value"), Some("true"));
    assert_eq!(world.told("DELETE", &query, ""), "204 ");
    assert_eq!(world.told("DELETE", &query, ""), "404 AGREEMENT_NOT_FOUND");
    assert_eq!(world.told("GET", &query, ""), "404 AGREEMENT_NOT_FOUND");
}

#[test]
fn all_agreements_of_a_user_with_one_company_are_listed_and_none_is_an_empty_list() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    let query = format!("/{DNB}/user-agreements?user-id={ssn}");
    let count = |told: &str| told.matches("<agreement ").count();
    let listed = world.told("GET", &query, "");
    assert!(listed.starts_with("200") && count(&listed) == 0, "{listed}");
    world.agree("kari", "fetch-messages", false);
    world.agree("kari", "invoice-bank", false);
    world.broker = BROKER.to_string();
    world.agree("kari", "fetch-messages", false);
    assert_eq!(count(&world.told("GET", &query, "")), 2);
}

#[test]
fn an_agreement_ends_by_the_id_that_its_making_told() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    let path = format!("/{DNB}/user-agreements");
    let made = world.send("POST", &path, &agreement(&ssn, "invoice-bank", false));
    let location = made.headers()[LOCATION].to_str().unwrap().to_owned();
    let path = location.strip_prefix("http://127.0.0.1:8282").unwrap();
    assert!(!path.contains(&ssn));
    assert_eq!(world.told("DELETE", path, ""), "204 ");
    assert_eq!(world.told("DELETE", path, ""), "404 AGREEMENT_NOT_FOUND");
}

#[test]
fn what_ended_with_the_account_comes_back_when_it_is_reopened_in_time() {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", false);
    let query = format!(
        "/{DNB}/user-agreements?user-id={}&agreement-type=invoice-bank",
        world.ssn("kari")
    );
    let (now, kari) = (world.now, slug("kari"));
    world.book.close_mailbox(&kari, now);
    assert_eq!(world.told("GET", &query, ""), "404 AGREEMENT_NOT_FOUND");
    world.book.reopen_mailbox(&kari, now);
    assert!(world.told("GET", &query, "").starts_with("200"));
}

#[test]
fn the_spellings_of_the_written_specification_are_taken_too() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    let invoice = world.invoice("kari", jiff::civil::date(2026, 3, 20));
    let bare = agreement(&ssn, "invoice-bank", true).replace(" xmlns=", " data=");
    let path = format!("/api/{DNB}/user-agreements");
    assert_eq!(world.told("POST", &path, &bare), "201 ");
    for path in [
        format!("/api/{DNB}/user-agreements?user-id={ssn}"),
        format!("/{DNB}/user-agreements/agreement-users?agreement-type=invoice-bank"),
        format!("/api/{DNB}/user-documents/{invoice}"),
        format!("/api/{DNB}/user-documents/{invoice}/content"),
        format!("/{DNB}/user-document-content/{invoice}"),
        format!(
            "/{DNB}/user-documents?user-id={ssn}&agreement-type=invoice-bank\
             &invoice-status=UNPAID&invoice-due-date-from=20150101"
        ),
    ] {
        let told = world.told("GET", &path, "");
        assert!(told.starts_with("200"), "{path}: {told}");
    }
    let paid = "<invoice-update><from-account>10001012345</from-account><status>PAID</status>\
                <payment-id>123456787654321</payment-id></invoice-update>";
    let path = format!("/api/{DNB}/user-documents/{invoice}/invoice");
    assert_eq!(world.told("POST", &path, paid), "204 ");
}

#[test]
fn pauses_and_links_come_back_from_a_snapshot() {
    let mut world = World::new();
    world.agree("kari", "invoice-bank", false);
    let invoice = world.invoice("kari", jiff::civil::date(2026, 3, 20));
    let owners = format!("/{DNB}/user-agreements/agreement-owners?agreement-type=invoice-bank");
    for path in [owners, format!("/{DNB}/user-documents/{invoice}/content")] {
        assert!(world.told("GET", &path, "").starts_with("200"));
    }
    let text = world.model.write(Serializer).unwrap();
    assert_eq!(Model::read(text.clone()).unwrap(), world.model);
    let mut twice = text;
    let rows = twice["agreements"]["owners_from"].as_array_mut().unwrap();
    rows.push(rows[0].clone());
    let why = Model::read(twice).unwrap_err().to_string();
    assert!(why.contains("found dnb and `invoice-bank` twice"), "{why}");
}
