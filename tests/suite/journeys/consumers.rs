//! Looking a consumer up before sending.

use crate::support::{MONDAY, TestSandbox};

/// The words of the registry for a query: state, and identifier if one was given.
async fn yes_to_all(sandbox: &TestSandbox, query: &str) -> String {
    let reply = sandbox.lookup(query).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let json = reply.json();
    let found = &json["routes"]["yes2all"];
    let status = found["status"].as_str().unwrap();
    match found["efaktura_identifier"].as_str() {
        Some(identifier) => format!("{status} {identifier}"),
        None => status.to_owned(),
    }
}

#[tokio::test]
async fn the_documented_consumers_answer_as_documented() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    for (query, expected) in [
        ("ssn=13121622259", "NOT_RECEIVING"),
        ("ssn=09091816528", "RECEIVING 414360222"),
        ("ssn=05111926664", "RECEIVING 501216659"),
        ("ssn=050919%2026664", "NOT_AVAILABLE"),
        ("efaktura_id=414360222", "RECEIVING 414360222"),
        ("efaktura_identifier=207080383", "NOT_RECEIVING"),
        ("reference_number=501216659", "RECEIVING 501216659"),
        ("efaktura_id=999999999", "NOT_AVAILABLE"),
        (
            "email=halgeir18@mpstest.no&phone_number=%2B4791816528&date_of_birth=1918-09-09",
            "RECEIVING 414360222",
        ),
        (
            "email=bodil99@mpstest.no&first_name=Bodil&last_name=Tangen&postal_code=8901&\
             city=Br%C3%B8nn%C3%B8ysund",
            "RECEIVING 501216659",
        ),
        (
            "email=bodil99@mpstest.no&first_name=Bodil&last_name=Tangen&postal_code=8901&\
             city=BRONNOYSUND",
            "RECEIVING 501216659",
        ),
        (
            "email=bodil99@mpstest.no&first_name=Bjorg&last_name=Forsok&postal_code=0001&\
             city=Oslo",
            "NOT_AVAILABLE",
        ),
        (
            "email=bodil99@mpstest.no&first_name=Bodil&last_name=Tangen",
            "NOT_AVAILABLE",
        ),
        (
            "first_name=Bodil&last_name=Tangen&postal_code=8901&city=Orten",
            "NOT_AVAILABLE",
        ),
        ("", "NOT_AVAILABLE"),
    ] {
        assert_eq!(yes_to_all(&sandbox, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn the_phone_is_the_same_however_it_is_written() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let rest = "email=halgeir18@mpstest.no&date_of_birth=1918-09-09";
    for phone in [
        "91816528",
        "%2B4791816528",
        "0047%20918%2016%20528",
        "918%2016%20528",
    ] {
        let query = format!("{rest}&phone_number={phone}");
        let found = yes_to_all(&sandbox, &query).await;
        assert_eq!(found, "RECEIVING 414360222", "{phone}");
    }
}

#[tokio::test]
async fn routes_that_are_asked_for_are_answered_and_no_others() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    for (query, expected) in [
        ("", vec!["dpi", "yes2all"]),
        ("&routes=yes2all", vec!["yes2all"]),
        ("&routes[]=vipps&routes[]=cv", vec!["cv", "vipps"]),
    ] {
        let reply = sandbox.lookup(&format!("ssn=09091816528{query}")).await;
        let json = reply.json();
        let names: Vec<&String> = json["routes"].as_object().unwrap().keys().collect();
        assert_eq!(names, expected, "{query}");
    }
}

#[tokio::test]
async fn a_malformed_question_is_told_what_was_expected_field_by_field() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let query = "ssn=1312&efaktura_id=12&date_of_birth=1916-13-12&routes=fax";
    let reply = sandbox.lookup(query).await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
    let details = reply.json()["details"].to_string();
    for field in ["ssn", "efaktura_id", "date_of_birth", "routes"] {
        assert!(
            details.contains(&format!("{field}: found")),
            "{field} in {details}"
        );
    }
}

#[tokio::test]
async fn the_same_question_at_mps_itself_has_the_same_answer() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let question = "<v1:GetEfakturaIdentifiersRequest><auditInformation>\
        <messageIdentifier>test-0001</messageIdentifier></auditInformation>\
        <getEfakturaIdentifiersKey><efakturaIdentifierKey>\
        <socialSecurityNumber>05111926664</socialSecurityNumber></efakturaIdentifierKey>\
        </getEfakturaIdentifiersKey></v1:GetEfakturaIdentifiersRequest>";
    let reply = sandbox.soap("getEfakturaIdentifiers", question).await;
    assert!(
        reply.text().contains("501216659"),
        "{} {}",
        reply.status,
        reply.text()
    );
}

#[tokio::test]
async fn a_look_up_with_too_little_says_what_was_found_and_what_would_do() {
    let sandbox = TestSandbox::frozen("2026-03-02T09:00:00+01:00").await;
    let reply = sandbox
        .lookup("email=bodil99@mpstest.no&city=Brønnøysund&phone=11926664")
        .await;
    assert_eq!(reply.status, 200);
    let details = reply.json()["routes"]["yes2all"]["details"].to_string();
    for words in [
        "found only e-mail, city",
        "first_name, last_name, postal_code and city",
        "not known here: phone",
    ] {
        assert!(details.contains(words), "{details} lacks {words}");
    }
    let reply = sandbox
        .lookup("email=none&phone_number=abc&date_of_birth=5")
        .await;
    assert_eq!(reply.status, 400);
    for field in ["email", "phone_number", "date_of_birth"] {
        assert!(reply.text().contains(&format!("{field}: found")), "{field}");
    }
}
