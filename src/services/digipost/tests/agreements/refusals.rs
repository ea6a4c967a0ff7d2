//! What the user-agreements API refuses.

use super::world::{BROKER, DNB, FJORD, SBANKEN, World, agreement, inside, update};
use crate::services::digipost::SCRIPTED;

#[test]
fn a_sender_is_the_broker_itself_or_somebody_whom_it_acts_for() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    for (broker, sender, expected) in [
        (DNB, DNB.to_string(), "200"),
        (BROKER, DNB.to_string(), "200"),
        (DNB, BROKER.to_string(), "403 BROKER_NOT_AUTHORIZED"),
        (BROKER, FJORD.to_string(), "403 BROKER_NOT_AUTHORIZED"),
        (DNB, "77".to_owned(), "400 INVALID_SENDER_ID"),
        (DNB, "0".to_owned(), "400 INVALID_SENDER_ID"),
        (DNB, "9".repeat(30), "400 INVALID_SENDER_ID"),
        (77, DNB.to_string(), "403 INVALID_BROKER_ID"),
    ] {
        world.broker = broker.to_string();
        let path = format!("/{sender}/user-agreements?user-id={ssn}");
        let told = world.told("GET", &path, "");
        assert!(told.starts_with(expected), "{broker} {sender}: {told}");
    }
    world.broker = "abc".to_owned();
    let path = format!("/{DNB}/user-agreements?user-id={ssn}");
    assert_eq!(world.told("GET", &path, ""), "403 INVALID_BROKER_ID");
}

#[test]
fn errors_stand_in_the_namespace_of_users_whatever_the_client_accepts_and_have_no_type() {
    let mut world = World::new();
    let path = format!("/{DNB}/user-agreements?user-id=1&agreement-type=invoice-bank");
    for accept in ["", "*/*", "application/vnd.digipost-v7+xml"] {
        let answer = world.send_with("DELETE", &path, "", accept);
        let body = String::from_utf8(answer.body().to_vec()).unwrap();
        let root = "<error xmlns=\"http://api.digipost.no/user/schema/v1\"><error-code>";
        assert!(
            body.contains(root) && !body.contains("error-type"),
            "{body}"
        );
        assert!(inside(&body, "error-message").is_some());
    }
}

#[test]
fn only_banks_that_show_invoices_themselves_have_agreements_on_them() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    for (company, about, expected, why) in [
        (
            SBANKEN,
            "invoice-bank",
            "403",
            "sent from Digipost (option 1)",
        ),
        (
            FJORD,
            "invoice-bank",
            "403",
            "Fjord Energi, which is no bank",
        ),
        (DNB, "invoice-dnb", "403", "known are invoice-bank"),
        (FJORD, "fetch-messages", "201", ""),
        (SBANKEN, "account-num-for-receipts", "201", ""),
        (DNB, "invoice-bank", "201", ""),
    ] {
        world.broker = company.to_string();
        let path = format!("/{company}/user-agreements");
        let answer = world.send("POST", &path, &agreement(&ssn, about, false));
        assert_eq!(answer.status().as_str(), expected, "{company} {about}");
        let body = String::from_utf8(answer.body().to_vec()).unwrap();
        assert!(body.contains(why), "{body}");
        if expected == "403" {
            let code = inside(&body, "error-code");
            assert_eq!(code, Some("AGREEMENT_TYPE_NOT_AVAILABLE"));
        }
    }
}

#[test]
fn users_are_people_with_an_account_that_is_in_use() {
    let mut world = World::new();
    let path = format!("/{DNB}/user-agreements");
    let strangers = ["lukket", "uten"].map(|name| world.ssn(name));
    let nobody = ["13121622259".to_owned(), "12345678901".to_owned()];
    for ssn in strangers.into_iter().chain(nobody) {
        let body = agreement(&ssn, "invoice-bank", false);
        assert_eq!(world.told("POST", &path, &body), "404 UNKNOWN_USER_ID");
        let query = format!("{path}?user-id={ssn}&agreement-type=invoice-bank");
        assert_eq!(world.told("GET", &query, ""), "404 UNKNOWN_USER_ID");
    }
    assert_eq!(world.book.user_agreements().count(), 0);
}

#[test]
fn a_document_is_shown_to_whom_its_owner_has_an_agreement_with() {
    let mut world = World::new();
    let number = world.invoice("kari", jiff::civil::date(2026, 3, 20));
    let path = |number: &str| format!("/{DNB}/user-documents/{number}");
    let number = number.to_string();
    assert_eq!(world.told("GET", &path(&number), ""), "403 NOT_AUTHORIZED");
    for number in ["99", "å", "1234-xyz-000", "99999999999999999999999"] {
        let told = world.told("GET", &path(&number.replace('å', "%C3%A5")), "");
        assert_eq!(told, "404 DOCUMENT_NOT_FOUND", "{number}");
    }
    world.agree("kari", "fetch-messages", false);
    let other = path(&number) + "?agreement-type=fetch-messages";
    assert_eq!(world.told("GET", &other, ""), "404 DOCUMENT_NOT_FOUND");
}

#[test]
fn a_query_that_cannot_be_used_is_refused_by_its_parameter() {
    let mut world = World::new();
    let ssn = world.ssn("kari");
    let documents = format!("user-documents?user-id={ssn}&agreement-type=invoice-bank");
    for (query, found) in [
        ("user-agreements".to_owned(), "user-id: expected"),
        (
            "user-agreements?user-id=123".to_owned(),
            "found 3 characters",
        ),
        (
            format!("user-agreements?user-id={ssn}&user-id={ssn}"),
            "more than once",
        ),
        (
            format!("user-agreements?user-id={ssn}&type=x"),
            "found `type`",
        ),
        (
            format!("user-documents?user-id={ssn}"),
            "agreement-type: expected",
        ),
        (format!("{documents}&invoice-status=sent"), "found `sent`"),
        (
            format!("{documents}&invoice-due-date-from=2026-02-30"),
            "2026-02-30",
        ),
        (
            format!("{documents}&invoice-due-date-to=1.4.2026"),
            "1.4.2026",
        ),
        (
            format!("{documents}&delivery-time-from=2026-03-02T09:00:00+01:00"),
            "%2B",
        ),
        (format!("{documents}&delivery-time-to=%zz"), "hexadecimal"),
        (
            "user-agreements/agreement-owners?agreement-type=invoice-bank\
             &invoice-sms-notification=ja"
                .to_owned(),
            "found `ja`",
        ),
    ] {
        let answer = world.send("GET", &format!("/{DNB}/{query}"), "");
        let body = String::from_utf8(answer.body().to_vec()).unwrap();
        let code = inside(&body, "error-code");
        assert_eq!(code, Some("INVALID_REQUEST_PARAMETER"), "{query}: {body}");
        assert!(body.contains(found), "{query}: {body}");
    }
}

#[test]
fn a_body_that_cannot_be_used_is_refused_by_its_element_and_changes_nothing() {
    let mut world = World::new();
    let number = world.invoice("kari", jiff::civil::date(2026, 3, 20));
    world.agree("kari", "invoice-bank", false);
    let before = world.book.clone();
    let ssn = world.ssn("ola");
    let good = agreement(&ssn, "fetch-messages", false);
    let pair = "<attribute><key>k</key><value>v</value></attribute>";
    let bodies = [
        (String::new(), "the body"),
        ("<agreement".to_owned(), "the body"),
        (format!("<!DOCTYPE a>{good}"), "the body"),
        (good.replace("user/schema/v1", "schema/v7"), "schema/v7"),
        (
            good.replace("agreement", "agreements"),
            "expected &lt;agreement",
        ),
        (good.replace(&ssn, "123"), "agreement/user-id"),
        (good.replace("type>", "kind>"), "found &lt;kind"),
        (good.replace("<type>", "<type/><type>"), "once"),
        (
            good.replace("<attributes>", &format!("<attributes>{pair}{pair}")),
            "each key once",
        ),
        (
            good.replace("<attributes>", "<attributes><x/>"),
            "found &lt;x",
        ),
        (good.replace("false", &"å".repeat(300)), "found 300"),
        (good.replace("fetch-messages", "<b/>"), "expected text"),
    ];
    for (body, found) in bodies {
        let answer = world.send("POST", &format!("/{DNB}/user-agreements"), &body);
        let told = String::from_utf8(answer.body().to_vec()).unwrap();
        assert_eq!(inside(&told, "error-code"), Some("INVALID_FIELD"), "{body}");
        assert!(told.contains(found), "{body}: {told}");
    }
    let long = "1".repeat(300);
    for inside in [
        "<payment-id>1</payment-id>".to_owned(),
        "<status>paid</status><payment-id/>".to_owned(),
        "<status>unpaid</status><from-account>1</from-account>".to_owned(),
        format!("<status>paid</status><payment-id>{long}</payment-id>"),
    ] {
        let path = format!("/{DNB}/user-documents/{number}/invoice");
        let told = world.told("POST", &path, &update(&inside));
        assert_eq!(told, "400 INVALID_FIELD", "{inside}");
    }
    assert!(before == world.book);
}

/// Every operation: its name, and a request that it takes.
fn requests(ssn: &str, number: &str) -> Vec<(&'static str, &'static str, String, String)> {
    let user = format!("user-id={ssn}&agreement-type=invoice-bank");
    let owners = "user-agreements/agreement-owners?agreement-type=invoice-bank";
    let document = format!("user-documents/{number}");
    let made = agreement(ssn, "invoice-bank", false);
    let deleted = update("<status>deleted</status>");
    let rows = [
        ("put", "POST", "user-agreements".to_owned(), made),
        ("invoice", "POST", format!("{document}/invoice"), deleted),
    ];
    let empty = [
        ("get", "GET", format!("user-agreements?{user}")),
        ("delete", "DELETE", format!("user-agreements?{user}")),
        ("deleteById", "DELETE", "user-agreements/abc".to_owned()),
        ("owners", "GET", owners.to_owned()),
        ("documents", "GET", format!("user-documents?{user}")),
        ("count", "GET", format!("user-documents/count?{user}")),
        ("document", "GET", document.clone()),
        ("content", "GET", format!("{document}/content")),
    ];
    let empty = empty.map(|(name, method, path)| (name, method, path, String::new()));
    rows.into_iter().chain(empty).collect()
}

#[test]
fn every_code_comes_when_a_scenario_asks_for_it_by_name() {
    let mut world = World::new();
    let number = world.invoice("kari", jiff::civil::date(2026, 3, 20));
    let ssn = world.ssn("kari");
    for (name, method, path, body) in requests(&ssn, &number.to_string()) {
        let id = format!("digipost.agreements.{name}");
        let codes = SCRIPTED.iter().filter(|row| row.on.contains(&id.as_str()));
        let is_code = |it: &&str| it.bytes().all(|it| it.is_ascii_uppercase() || it == b'_');
        let codes: Vec<&str> = codes.map(|row| row.name).collect();
        assert!(codes.len() > 5, "{id}");
        for code in codes.into_iter().filter(is_code) {
            world.scripted = Some(code);
            let told = world.told(method, &format!("/{DNB}/{path}"), &body);
            let (status, said) = told.split_once(' ').unwrap();
            // What the interface has no code of its own for has the nearest of its codes.
            let expected = match code {
                "MISSING_SIGNATURE" => "INVALID_SIGNATURE",
                code => code,
            };
            assert_eq!(said, expected, "{id}");
            let missing = code == "UNKNOWN_USER_ID" || code.ends_with("NOT_FOUND");
            assert_eq!(status == "404", missing, "{id}: {told}");
        }
    }
}
