//! The guard for identity numbers: what is masked, what is refused, what stays.

use bytes::Bytes;
use http::Request;
use jiff::civil::date;
use serde_json::{Value, json};

use super::invoices::{advance, send_invoice};
use super::{Server, Told, refused, told};
use crate::domain::identity::{NationalId, NationalIdKind, NationalIdSeries};

const SETTINGS: &str = "/sandboxes/default/settings";

/// A number that may be somebody's, made here so that none stands in this file.
fn citizen() -> String {
    let (series, kind) = (NationalIdSeries::Ordinary, NationalIdKind::Fnr);
    let made = (100..200).find_map(|n| NationalId::from_parts(date(1990, 1, 1), n, series, kind));
    made.unwrap().as_str().to_owned()
}

/// Asks the router about a consumer; the answer with its headers, and its body.
async fn lookup(server: &Server, query: &str) -> (Told, Option<String>) {
    let company = server
        .get("/sandboxes/default/companies/fjord-energi")
        .await;
    let keys = &company["maventa"];
    let key = |name: &str| keys[name].as_str().unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&scope=lookup&client_id={}&client_secret={}\
         &vendor_api_key={}",
        key("company_id"),
        key("user_api_key"),
        key("vendor_api_key")
    );
    let request = Request::post("/maventa/oauth2/token")
        .header("content-type", "application/x-www-form-urlencoded");
    let (_, token) = told(&server.raw(request.body(Bytes::from(form)).unwrap()).await);
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let request = Request::get(format!("/maventa/v1/lookup/consumers?{query}"))
        .header("authorization", bearer);
    let response = server.raw(request.body(Bytes::new()).unwrap()).await;
    let exchange = response.headers().get("sandkasse-exchange");
    let exchange = exchange.map(|number| number.to_str().unwrap().to_owned());
    (told(&response), exchange)
}

async fn journal(server: &Server, query: &str) -> Value {
    let path = format!("/sandboxes/default/journal?limit=1000{query}");
    server.get(&path).await["entries"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn journal_and_timeline_hide_a_number_that_may_be_a_citizens_and_work_goes_on() {
    let server = Server::start();
    let number = citizen();
    let id = send_invoice(&server, &number).await;
    lookup(&server, &format!("ssn={number}")).await;
    advance(&server, "PT1M").await;
    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    assert_eq!(timeline["channel"], "print", "{timeline}");
    let shown = format!("{timeline} {}", journal(&server, "").await);
    assert!(!shown.contains(&number), "{shown}");
    for hidden in [
        "ssn=010190*****",
        ">010190*****<",
        "\\r\\n\\r\\n010190*****\\r\\n",
    ] {
        assert!(shown.contains(hidden), "{hidden} in {shown}");
    }
    // What an integrator compares stays, and so does what the documents print.
    assert!(shown.contains("86011117947"));
    // Whoever knows the number still finds its exchanges.
    let found = journal(&server, &format!("&consumer={number}")).await;
    assert_ne!(found, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_of_the_cast_is_known_and_an_open_guard_hides_nothing() {
    let server = Server::start();
    let number = citizen();
    server
        .patch(SETTINGS, &json!({"identity.guard": "off"}))
        .await;
    lookup(&server, &format!("ssn={number}")).await;
    let shown = journal(&server, "").await.to_string();
    assert!(shown.contains(&number), "{shown}");
    server
        .patch(SETTINGS, &json!({"identity.guard": null}))
        .await;
    let before = journal(&server, "").await.as_array().unwrap().len();
    let (status, _) = server
        .put("/sandboxes/default/people/kari", &json!({"ssn": number}))
        .await;
    assert_eq!(status, 201);
    lookup(&server, &format!("ssn={number}")).await;
    let shown = journal(&server, &format!("&since={before}"))
        .await
        .to_string();
    assert!(
        shown.contains(&number) && !shown.contains("010190*****"),
        "{shown}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_that_refuses_says_what_it_found_and_which_setting_changes_it() {
    let server = Server::start();
    let number = citizen();
    server
        .patch(SETTINGS, &json!({"identity.guard": "refuse"}))
        .await;
    for (query, found) in [
        (format!("ssn={number}"), "found 010190***** in the address"),
        (
            format!("ssn={}+{}", &number[..6], &number[6..]),
            "in the address",
        ),
    ] {
        let (answer, exchange) = lookup(&server, &query).await;
        assert!(exchange.is_some());
        assert!(!answer.1.to_string().contains(&number), "{answer:?}");
        assert_eq!(answer.1["setting"], "identity.guard");
        let hint = "PATCH /_sandbox/sandboxes/default/settings";
        refused(answer, 422, &[found, "80 added to the month", hint]);
    }
    let entries = journal(&server, "").await;
    let last = entries.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["status"], &last["operation"]),
        (&json!(422), &json!(null))
    );
    assert!(
        last["why"].as_str().unwrap().contains("010190*****"),
        "{last}"
    );
    assert!(!entries.to_string().contains(&number), "{entries}");
    // The body is looked at whole, behind what the journal keeps too.
    let long = format!("{}{number}", " ".repeat(100_000));
    let request = Request::post("/mps/efaktura-atg-service/v1/").body(Bytes::from(long));
    let answer = told(&server.raw(request.unwrap()).await);
    refused(answer, 422, &["in the body"]);
    // Everybody else is served, the walks of the house too.
    let (answer, _) = lookup(&server, "ssn=13121622259").await;
    assert_eq!(answer.0, 200, "{answer:?}");
    let id = send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    assert_eq!(timeline["status"], "DELIVERED", "{timeline}");
}

#[tokio::test]
async fn a_person_with_a_number_that_may_be_a_citizens_is_not_taken_where_it_is_refused() {
    let server = Server::start();
    let path = "/sandboxes/default/people/kari";
    let number = citizen();
    let person = json!({"ssn": number});
    assert_eq!(server.put(path, &person).await.0, 201);
    server
        .patch(SETTINGS, &json!({"identity.guard": "refuse"}))
        .await;
    // Who is there already may stay as she is.
    assert_eq!(server.put(path, &person).await.0, 200);
    let other = "/sandboxes/default/people/ola";
    let d_number = NationalId::from_parts(
        date(1990, 1, 2),
        100,
        NationalIdSeries::Ordinary,
        NationalIdKind::DNumber,
    );
    let d_number = d_number.unwrap().as_str().to_owned();
    for patch in [json!({"ssn": d_number}), json!({"ssn": "010190 00000"})] {
        let answer = server.put(other, &patch).await;
        assert!(!answer.1.to_string().contains(&d_number), "{answer:?}");
        assert!([422, 400].contains(&answer.0), "{answer:?}");
    }
    let answer = server.put(other, &json!({"ssn": d_number})).await;
    refused(answer, 422, &["420190*****", "`identity.guard`"]);
    assert_eq!(server.send("GET", other, "").await.0, 404);
    assert_eq!(
        server
            .put(other, &json!({"date_of_birth": "1990-01-02"}))
            .await
            .0,
        201
    );
}

#[tokio::test]
async fn a_problem_of_ours_repeats_no_number_that_may_be_a_citizens() {
    let server = Server::start();
    let number = citizen();
    for (method, path, body) in [
        (
            "GET",
            format!("/sandboxes/default/people/{number}"),
            String::new(),
        ),
        (
            "GET",
            format!("/sandboxes/default/journal?{number}=1"),
            String::new(),
        ),
        ("GET", format!("/{number}"), String::new()),
        (
            "PATCH",
            SETTINGS.to_owned(),
            json!({ "profile": number }).to_string(),
        ),
    ] {
        let (status, answer) = server.send(method, &path, &body).await;
        assert!(status >= 400, "{path}");
        let answer = answer.to_string();
        assert!(!answer.contains(&number), "{answer}");
        assert!(answer.contains("010190*****"), "{answer}");
    }
}
