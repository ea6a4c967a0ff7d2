//! The journal as HTTP Archive 1.2.

use serde_json::{Value, json};

use super::Server;
use super::invoices::{advance, send_invoice};

/// Whether every member that HAR 1.2 demands is there and of its type.
#[track_caller]
fn demands(object: &Value, members: &[(&str, &str)]) {
    for (name, kind) in members {
        let found = match &object[*name] {
            Value::String(_) => "text",
            Value::Number(_) => "number",
            Value::Array(_) => "list",
            Value::Object(_) => "object",
            Value::Null | Value::Bool(_) => "nothing",
        };
        assert_eq!(found, *kind, "{name} in {object}");
    }
}

#[track_caller]
fn pairs(list: &Value) {
    for pair in list.as_array().unwrap() {
        demands(pair, &[("name", "text"), ("value", "text")]);
    }
}

/// What the format demands of an entry.
#[track_caller]
fn is_an_entry(entry: &Value) {
    demands(
        entry,
        &[
            ("startedDateTime", "text"),
            ("time", "number"),
            ("request", "object"),
            ("response", "object"),
            ("cache", "object"),
            ("timings", "object"),
        ],
    );
    demands(
        &entry["timings"],
        &[
            ("send", "number"),
            ("wait", "number"),
            ("receive", "number"),
        ],
    );
    let both = [
        ("httpVersion", "text"),
        ("cookies", "list"),
        ("headers", "list"),
        ("headersSize", "number"),
        ("bodySize", "number"),
    ];
    let (request, response) = (&entry["request"], &entry["response"]);
    demands(request, &both);
    demands(
        request,
        &[("method", "text"), ("url", "text"), ("queryString", "list")],
    );
    demands(response, &both);
    let own = [
        ("status", "number"),
        ("statusText", "text"),
        ("content", "object"),
        ("redirectURL", "text"),
    ];
    demands(response, &own);
    demands(
        &response["content"],
        &[("size", "number"), ("mimeType", "text")],
    );
    for list in [
        &request["headers"],
        &response["headers"],
        &request["queryString"],
    ] {
        pairs(list);
    }
    if let Some(body) = request.get("postData") {
        demands(body, &[("mimeType", "text"), ("text", "text")]);
    }
    assert!(
        request["url"].as_str().unwrap().starts_with("http://"),
        "{request}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_exchange_stands_in_the_archive_with_all_that_the_format_demands() {
    let server = Server::start();
    send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    let refused = "/maventa/v1/invoices?direction=SENT";
    server.send("GET", refused, "").await;
    let archive = server.get("/sandboxes/default/journal.har").await;
    let log = &archive["log"];
    demands(
        log,
        &[
            ("version", "text"),
            ("creator", "object"),
            ("entries", "list"),
        ],
    );
    demands(&log["creator"], &[("name", "text"), ("version", "text")]);
    assert_eq!(log["version"], "1.2");
    let entries = log["entries"].as_array().unwrap();
    let all = server.get("/sandboxes/default/journal?kind=exchange").await;
    assert_eq!(entries.len(), all["entries"].as_array().unwrap().len());
    for entry in entries {
        is_an_entry(entry);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archived_exchange_says_why_and_keeps_no_token() {
    let server = Server::start();
    send_invoice(&server, "09091816528").await;
    let refused = "/maventa/v1/invoices?direction=SENT";
    server.send("GET", refused, "").await;
    let archive = server
        .get("/sandboxes/default/journal.har?service=maventa")
        .await;
    let entries = archive["log"]["entries"].as_array().unwrap();
    let [token, sent, listed] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(token["startedDateTime"], "2026-03-02T09:00:00+01:00");
    assert_eq!(
        token["request"]["url"],
        "http://localhost:8080/maventa/oauth2/token"
    );
    let body = &token["request"]["postData"];
    assert_eq!(body["mimeType"], "application/x-www-form-urlencoded");
    assert!(body["text"].as_str().unwrap().starts_with("grant_type"));
    let headers = sent["request"]["headers"].as_array().unwrap();
    let proof = json!({"name": "authorization", "value": "Bearer [not kept]"});
    assert!(headers.contains(&proof), "{headers:?}");
    assert_eq!(
        listed["request"]["queryString"][0],
        json!({"name": "direction", "value": "SENT"})
    );
    assert_eq!(listed["response"]["statusText"], "Unauthorized");
    let ours = &listed["_sandkasse"];
    assert_eq!(
        (&ours["via"], &ours["service"]),
        (&json!("client"), &json!("maventa"))
    );
    let why = ours["why"].as_str().unwrap();
    assert!(
        listed["comment"].as_str().unwrap().contains(why),
        "{listed}"
    );
    let names: Vec<&Value> = listed["response"]["headers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["name"])
        .collect();
    assert!(names.contains(&&json!("sandkasse-exchange")), "{names:?}");
}
