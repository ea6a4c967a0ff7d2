//! The bank as a service by itself: what it reads, and what scenarios may ask it for.

use bytes::Bytes;
use http::Request;
use proptest::prelude::*;

use super::model::Wanted;
use super::*;
use crate::services::{Received, Simulated};

fn received(method: &str, path: &str, form: &str, body: &[u8]) -> Received {
    let request = Request::builder()
        .method(method)
        .uri(format!("/bank{path}"))
        .header("content-type", form)
        .body(Bytes::copy_from_slice(body))
        .unwrap();
    let path = path.split('?').next().unwrap().to_owned();
    Received {
        request,
        path,
        base: "http://localhost/bank".to_owned(),
        too_large: None,
        arrived: jiff::Timestamp::UNIX_EPOCH,
    }
}

const PAYMENT: &str = r#"{"payment":{"bank-identifier":"KLP Banken","user-id":"09091816528",
    "from-account-number":"86011117947","to-account-number":"45278968788","kid":"12345-",
    "amount":"1005.50","due-date":"2026-03-20+01:00","issuer-name":"Bjørg & Sønn"}}"#;

#[test]
fn a_payment_is_read_with_kroner_a_literal_date_and_a_kid_that_ends_in_a_hyphen() {
    let received = received(
        "POST",
        "/api/payments",
        "application/vnd.digipost+json; charset=utf-8",
        PAYMENT.as_bytes(),
    );
    let decoded = Bank.decode(&received).unwrap();
    let Ask::Pay(user, sent) = decoded.command.ask else {
        panic!("no payment")
    };
    assert_eq!(
        (decoded.echo, user.bank.as_str()),
        (Format::Json, "KLP Banken")
    );
    assert_eq!(sent.amount.get(), 100_550);
    assert_eq!(sent.due_date.to_string(), "2026-03-20");
    assert_eq!(sent.kid.as_deref(), Some("12345-"));
    assert_eq!(decoded.facts[0].consumer, ["09091816528"]);
}

#[test]
fn each_field_that_cannot_be_is_refused_with_its_name() {
    for (from, to, words) in [
        ("09091816528", "0909181652", "user-id"),
        ("86011117947", "86011117948", "from-account-number"),
        ("45278968788", "4527896878æ", "to-account-number"),
        ("12345-", "12345678901234567890123456", "at most 25"),
        ("12345-", "12 345", "expected digits"),
        ("1005.50", "1005,50", "`amount`"),
        ("1005.50", "-1", "more than 0"),
        ("2026-03-20+01:00", "2026-02-30", "due-date"),
        ("2026-03-20+01:00", "2026-03-2æ", "due-date"),
        ("2026-03-20+01:00", "2026-03-20æxyz", "due-date"),
        ("KLP Banken", " ", "no `bank-identifier`"),
        ("\"payment\"", "\"agreement\"", "expected `payment`"),
    ] {
        let body = PAYMENT.replace(from, to);
        let received = received("POST", "/api/payments", "application/json", body.as_bytes());
        let refused = Bank.decode(&received).unwrap_err();
        assert!(refused.why.contains(words), "{to}: {}", refused.why);
        assert_eq!(refused.rule, Some("BANK-MESSAGE"), "{to}");
    }
}

#[test]
fn every_scripted_name_but_those_of_a_failing_bank_means_something_of_its_own() {
    for row in SCRIPTED {
        let kind = match Wanted::of(row) {
            Wanted::Refusal(fault) => Some(fault.kind),
            Wanted::Wish(_) => None,
        };
        let fails = kind == Some(FaultKind::Server);
        assert_eq!(fails, row.name == "serverFault", "{}", row.name);
        for on in row.on {
            assert!(
                OPERATIONS.iter().any(|operation| operation.id == *on),
                "{on}"
            );
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_messages_never_panic(
        body in prop::collection::vec(any::<u8>(), 0..200),
        json in any::<bool>(),
    ) {
        let form = if json { "application/json" } else { "text/xml" };
        for path in ["/api/payments", "/api/agreements"] {
            let _ = Bank.decode(&received("POST", path, form, &body));
        }
    }

    #[test]
    fn no_value_of_a_field_panics(value in "\\PC{0,30}", at in 0..7_usize) {
        let names = [
            "09091816528", "86011117947", "45278968788", "12345-", "1005.50", "2026-03-20+01:00",
            "KLP Banken",
        ];
        let body = PAYMENT.replace(names[at], &value);
        let path = "/api/payments";
        let _ = Bank.decode(&received("POST", path, "application/json", body.as_bytes()));
    }
}
