//! The bank payment API, beside what a person does.

use serde_json::json;

use super::Server;
use super::mailbox::{HALGEIR, SSN, at, bank, in_world, row, slug};
use crate::domain::digipost::Bank;

const XML: &str = "application/xml";
const JSON: &str = "application/json";

fn agreement() -> String {
    let user = format!("<user-id>{SSN}</user-id>");
    format!("<agreement><bank-identifier>KLP Banken</bank-identifier>{user}</agreement>")
}

fn payment(server: &Server, more: &str) -> String {
    let account = in_world(server, |world| {
        let person = world.cast.person(&slug("halgeir")).unwrap();
        person.bank.as_ref().unwrap().account.to_string()
    });
    format!(
        r#"{{"bank-identifier":"klp","user-id":"{SSN}","from-account-number":"{account}",
        "to-account-number":"45278968788","kid":"123456787542312300000","amount":1005.5,
        "due-date":"2026-03-20"{more}}}"#
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bank_answers_in_xml_and_in_json() {
    let server = at(Bank::Klp);
    let told = bank(
        &server,
        "POST",
        "/api/payments",
        JSON,
        &payment(&server, ""),
    )
    .await;
    assert!(
        told.0 == 403 && told.1.contains("AGREEMENT_GONE"),
        "{told:?}"
    );
    let agreed = bank(&server, "POST", "/api/agreements", XML, &agreement()).await;
    assert_eq!(agreed, (204, String::new()));
    let list = format!("/api/accounts?user-id={SSN}&bank-identifier=klp");
    let told = bank(&server, "GET", &list, XML, "").await;
    let begins = "<accounts><account><account-number>";
    assert!(told.0 == 200 && told.1.contains(begins), "{told:?}");
    let told = bank(&server, "GET", &list, JSON, "").await;
    assert!(
        told.0 == 200 && told.1.contains(r#""account-number":"#),
        "{told:?}"
    );
    let taken = bank(
        &server,
        "POST",
        "/api/payments",
        JSON,
        &payment(&server, ""),
    )
    .await;
    assert_eq!(taken, (200, r#"{"payment-id":"500000001"}"#.to_owned()));
    let row = row(&server, "payments", 0).await;
    assert_eq!(row["amount_ore"], 100_550, "{row}");
}

/// Each line is an address, a form, a status, words of the answer, and what is sent; `+` adds
/// fields to a payment that is right.
const REFUSED: &str = r#"
POST /api/payments | json | 400 | did you mean `kid` | +,"kdi":"1"
POST /api/payments | json | 400 | neither text nor number | +,"invoice-id":{}
POST /api/payments | json | 400 | no object | []
POST /api/payments | plain | 406 | NOT_ACCEPTABLE |
POST /api/payments | xml | 400 | INVALID_REQUEST | <!DOCTYPE a><a/>
POST /api/payments | xml | 400 | no `bank-identifier` | <a><user-id>09091816528</user-id></a>
PUT /api/payments | xml | 405 | use POST |
GET /api/nothing | xml | 404 | /api/accounts |
POST /api/agreements | json | 403 | DNB does not | {"bank-identifier":"dnb","user-id":"09091816528"}
POST /api/agreements | json | 400 | 11 digits | {"bank-identifier":"klp","user-id":"æ"}
POST /api/agreements | json | 404 | UNKNOWN_BANK | {"bank-identifier":"b","user-id":"09091816528"}
"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bank_says_what_it_does_not_take_and_books_nothing() {
    let server = at(Bank::Klp);
    let agreed = bank(&server, "POST", "/api/agreements", XML, &agreement()).await;
    assert_eq!(agreed.0, 204);
    for line in REFUSED.trim().lines() {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [address, form, status, words, body] = parts.as_slice() else {
            panic!("`{line}` lacks a part")
        };
        let (method, path) = address.split_once(' ').unwrap();
        let body = match body.strip_prefix('+') {
            Some(more) => payment(&server, more),
            None => (*body).to_owned(),
        };
        let form = format!("application/{form}");
        let told = bank(&server, method, path, &form, &body).await;
        let fits = told.0.to_string() == *status && told.1.contains(words);
        assert!(fits, "{line}: {told:?}");
    }
    let payments = server.get(&format!("{HALGEIR}/payments")).await;
    assert_eq!(payments, json!([]), "a refusal booked something");
}
