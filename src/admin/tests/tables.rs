//! Addresses, health and the tables of the house.

use bytes::Bytes;
use http::Request;
use serde_json::json;

use super::{Server, refused, told};

#[tokio::test]
async fn a_server_that_answers_is_up_and_tells_its_version() {
    let server = Server::start();
    let version = env!("CARGO_PKG_VERSION");
    let expected = json!({"status": "up", "version": version});
    assert_eq!(server.get("/health").await, expected);
    assert_eq!(server.get("/health/").await, expected);
}

#[tokio::test]
async fn every_operation_is_listed_with_its_whole_path() {
    let server = Server::start();
    let rows = server.get("/operations").await;
    let row = |id: &str| {
        let found = rows.as_array().unwrap().iter().find(|row| row["id"] == id);
        found.unwrap().clone()
    };
    let add = row("mps.addShipment");
    assert_eq!(add["service"], "mps");
    assert_eq!(add["method"], "POST");
    assert_eq!(add["path"], "/mps/efaktura-atg-service/v1/");
    assert!(add["soap_action"].is_string() && add["body_max"].is_u64());
    assert!(!add["sources"].as_array().unwrap().is_empty());
    let token = row("maventa.token");
    assert_eq!(token["path"], "/maventa/oauth2/token");
    assert_eq!(token["fidelity"], "modelled");
    assert_eq!(token.get("soap_action"), None);
}

#[tokio::test]
async fn every_rule_is_listed_with_its_source() {
    let rules = Server::start().get("/rules").await;
    let listed = rules.as_array().unwrap();
    assert_eq!(listed.len(), crate::domain::rules::all().count());
    for rule in listed {
        for field in ["id", "text", "source", "speaks"] {
            assert!(!rule[field].as_str().unwrap().is_empty(), "{rule}");
        }
    }
}

#[tokio::test]
async fn an_unknown_address_is_told_what_stands_nearby() {
    let server = Server::start();
    let told = server.send("GET", "/sandboxs", "").await;
    assert_eq!(told.1["nearby"][0], "GET /_sandbox/sandboxes");
    refused(told, 404, &["/_sandbox/sandboxs", "nearby are"]);
    let index = server.get("").await;
    assert!(index.as_array().unwrap().len() > 20);
}

#[tokio::test]
async fn a_method_that_is_not_offered_is_answered_with_those_that_are() {
    let server = Server::start();
    let request = Request::delete("/_sandbox/sandboxes/default/people/halgeir");
    let response = server.raw(request.body(Bytes::new()).unwrap()).await;
    assert_eq!(response.headers()["allow"], "GET, PUT, PATCH");
    refused(told(&response), 405, &["DELETE", "use GET, PUT, PATCH"]);
}

#[tokio::test]
async fn odd_percent_signs_in_a_path_are_refused_and_good_ones_are_read() {
    let server = Server::start();
    for odd in ["%", "%4", "%zz", "%ff", "%F0%28"] {
        let path = format!("/sandboxes/default/people/{odd}");
        refused(server.send("GET", &path, "").await, 400, &["{slug}", odd]);
    }
    let person = server.get("/sandboxes/%64efault/people/halg%65ir").await;
    assert_eq!(person["slug"], "halgeir");
}
