//! Marks, and the command log that is kept for them.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};

use super::invoices::{send_transactions, transaction};
use super::{Server, refused};

const TRANSACTION: &str = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
const SANDBOX: &str = "/sandboxes/tape";

async fn commands(server: &Server, query: &str) -> Value {
    server.get(&format!("{SANDBOX}/commands?{query}")).await
}

async fn status(server: &Server, method: &str, path: &str, body: &str) -> u16 {
    server
        .send(method, &format!("{SANDBOX}{path}"), body)
        .await
        .0
}

/// Sends to a service of the sandbox.
async fn ask(
    server: &Server,
    method: &str,
    target: &str,
    headers: &[(String, String)],
    body: Bytes,
) -> (u16, Bytes) {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/s/tape{target}"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let response = server.raw(request.body(body).unwrap()).await;
    (response.status().as_u16(), response.into_body())
}

fn form_type() -> [(String, String); 1] {
    let media_type = "application/x-www-form-urlencoded";
    [("content-type".to_owned(), media_type.to_owned())]
}

/// A token of the default sender.
async fn token(server: &Server) -> String {
    let sandbox = server.get(SANDBOX).await;
    let keys = &sandbox["credentials"]["fjord-energi"];
    let key = |name: &str| keys[name].as_str().unwrap().to_owned();
    let form = format!(
        "grant_type=client_credentials&scope=eui&client_id={}&client_secret={}&vendor_api_key={}",
        key("company_id"),
        key("user_api_key"),
        key("vendor_api_key")
    );
    let form = Bytes::from(form);
    let (_, token) = ask(server, "POST", "/maventa/oauth2/token", &form_type(), form).await;
    let token: Value = serde_json::from_slice(&token).unwrap();
    format!("Bearer {}", token["access_token"].as_str().unwrap())
}

/// A morning with inputs of every kind, good ones and bad ones.
async fn a_morning(server: &Server) {
    let bearer = token(server).await;
    let send = [
        ("authorization".to_owned(), bearer),
        (
            "content-type".to_owned(),
            "multipart/form-data; boundary=x".to_owned(),
        ),
    ];
    let bill = include_str!("../../../scenarios/invoices/bodil.xml");
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"recipient_type\"\r\n\r\nconsumer\r\n--x\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"i.xml\"\r\n\
         content-type: application/xml\r\n\r\n{bill}\r\n--x--\r\n"
    );
    let (sent, answer) = ask(
        server,
        "POST",
        "/maventa/v1/invoices",
        &send,
        Bytes::from(body.clone()),
    )
    .await;
    assert_eq!(sent, 201, "{answer:?}");
    assert_eq!(
        status(server, "POST", "/clock/advance", r#"{"by":"PT2S"}"#).await,
        200
    );
    let patch = r#"{"efaktura":{"yes_to_all":false}}"#;
    assert_eq!(status(server, "PATCH", "/people/bodil", patch).await, 200);
    assert_eq!(
        status(server, "PUT", "/people/new-one", r#"{"ssn":"1"}"#).await,
        400
    );
    let new = r#"{"name":{"first":"Ny","last":"Nabo"}}"#;
    assert_eq!(status(server, "PUT", "/people/new-one", new).await, 201);
    ask(
        server,
        "POST",
        "/maventa/v1/invoices",
        &send,
        Bytes::from(body),
    )
    .await;
    let odd = Bytes::from_static(b"\xff\x00 no form");
    ask(server, "POST", "/maventa/oauth2/token", &form_type(), odd).await;
    ask(
        server,
        "GET",
        "/maventa/v1/lookup/consumers?ssn=09091816528",
        &send,
        Bytes::new(),
    )
    .await;
    assert_eq!(
        status(server, "POST", "/clock/advance", r#"{"until_idle":true}"#).await,
        200
    );
    assert_eq!(
        status(server, "POST", "/clock/set", r#"{"to":"next-cutoff"}"#).await,
        200
    );
}

/// Gives a fresh sandbox the commands of a log, in their order.
async fn replay(server: &Server, log: &Value) {
    for command in log["commands"].as_array().unwrap() {
        let at = json!({ "to": command["at"] }).to_string();
        assert_eq!(status(server, "POST", "/clock/set", &at).await, 200);
        let text = |name: &str| command[name].as_str().unwrap().to_owned();
        let body = match command.get("body_base64") {
            Some(bytes) => base64(bytes.as_str().unwrap()),
            None => command["body"]
                .as_str()
                .map_or(Vec::new(), |body| body.as_bytes().to_vec()),
        };
        match command["kind"].as_str().unwrap() {
            "request" => {
                let headers = command["headers"].as_array().unwrap().iter();
                let headers = headers.map(|pair| {
                    (
                        pair[0].as_str().unwrap().to_owned(),
                        pair[1].as_str().unwrap().to_owned(),
                    )
                });
                let headers: Vec<_> = headers.collect();
                ask(
                    server,
                    &text("method"),
                    &text("target"),
                    &headers,
                    Bytes::from(body),
                )
                .await;
            }
            "clock" => {
                let to = json!({ "to": command["to"] }).to_string();
                assert_eq!(status(server, "POST", "/clock/set", &to).await, 200);
            }
            "admin" => {
                let body = String::from_utf8(body).unwrap();
                status(server, &text("method"), &text("target"), &body).await;
            }
            other => panic!("{other}"),
        }
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::prelude::BASE64_STANDARD.decode(text).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recorded_morning_makes_the_same_world_again() {
    let server = Server::start();
    let recipe = json!({ "seed": 7 });
    assert_eq!(server.put(SANDBOX, &recipe).await.0, 201);
    assert_eq!(status(&server, "PUT", "/marks/morning", "").await, 201);
    a_morning(&server).await;
    let log = commands(&server, "since_mark=morning").await;
    assert_eq!((&log["dropped"], &log["more"]), (&json!(0), &json!(false)));
    let kinds: Vec<&str> = log["commands"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    let kind = |wanted: &str| kinds.iter().filter(|kind| **kind == wanted).count();
    assert_eq!((kind("request"), kind("admin")), (5, 3), "{log}");
    assert!(kind("clock") >= 3, "{kinds:?}");
    let world = server.get(&format!("{SANDBOX}/snapshot")).await;
    let journal = server.get(&format!("{SANDBOX}/journal?limit=1000")).await;

    assert_eq!(status(&server, "DELETE", "", "").await, 204);
    assert_eq!(server.put(SANDBOX, &recipe).await.0, 201);
    replay(&server, &log).await;
    assert_eq!(server.get(&format!("{SANDBOX}/snapshot")).await, world);
    let again = server.get(&format!("{SANDBOX}/journal?limit=1000")).await;
    assert_eq!(again, journal);
}

#[tokio::test]
async fn marks_are_set_listed_and_taken_away_and_the_log_goes_with_the_last() {
    let server = Server::start();
    server.put(SANDBOX, &json!({})).await;
    let nothing =
        json!({"recording": false, "commands": [], "dropped": 0, "next": 0, "more": false});
    assert_eq!(commands(&server, "").await, nothing);
    assert_eq!(status(&server, "PUT", "/marks/first", "").await, 201);
    assert_eq!(status(&server, "PUT", "/marks/first", "").await, 200);
    ask(&server, "GET", "/maventa/v1/invoices", &[], Bytes::new()).await;
    assert_eq!(status(&server, "PUT", "/marks/second", "").await, 201);
    assert_eq!(
        status(&server, "POST", "/clock/advance", r#"{"by":"PT1S"}"#).await,
        200
    );
    // A look is no input.
    server.get(&format!("{SANDBOX}/people")).await;
    assert_eq!(status(&server, "POST", "/reset", "").await, 200);
    let marks = server.get(&format!("{SANDBOX}/marks")).await;
    let at = "2026-03-02T09:00:00+01:00";
    let expected = json!([
        {"name": "first", "at": at, "from": 1, "commands": 3, "dropped": 0},
        {"name": "second", "at": at, "from": 2, "commands": 2, "dropped": 0},
    ]);
    assert_eq!(marks, expected);
    let log = commands(&server, "since_mark=second").await;
    let later = "2026-03-02T09:00:01+01:00";
    let moved = json!({"number": 2, "at": at, "kind": "clock", "to": later, "mode": "frozen"});
    let reset = json!({"number": 3, "at": later, "kind": "admin", "method": "POST",
                       "target": "/reset", "body": ""});
    assert_eq!(log["commands"], json!([moved, reset]));
    let page = commands(&server, "limit=1").await;
    assert_eq!((&page["next"], &page["more"]), (&json!(1), &json!(true)));
    assert_eq!(
        commands(&server, "since=1").await["commands"],
        log["commands"]
    );

    assert_eq!(status(&server, "DELETE", "/marks/first", "").await, 204);
    assert_eq!(commands(&server, "").await["commands"], log["commands"]);
    assert_eq!(status(&server, "DELETE", "/marks/second", "").await, 204);
    let gone = server
        .send("DELETE", &format!("{SANDBOX}/marks/second"), "")
        .await;
    refused(gone, 404, &["no mark is called `second`"]);
    let empty = commands(&server, "").await;
    assert_eq!(
        (&empty["recording"], &empty["commands"]),
        (&json!(false), &json!([]))
    );
}

#[tokio::test]
async fn an_odd_question_to_the_log_is_refused() {
    let server = Server::start();
    let marks = "/sandboxes/default/marks";
    server.send("PUT", &format!("{marks}/monday"), "").await;
    for (path, status, words) in [
        ("commands?since_mark=mondy", 404, "did you mean `monday`?"),
        ("commands?since_mark=Mon%20day", 400, "Mon day"),
        ("commands?since=soon", 400, "the number of a command"),
        ("commands?limit=0", 400, "1 to 100000"),
        ("commands?mark=monday", 400, "query parameter"),
    ] {
        let told = server
            .send("GET", &format!("/sandboxes/default/{path}"), "")
            .await;
        refused(told, status, &[words]);
    }
    for n in 1..100 {
        assert_eq!(
            server.send("PUT", &format!("{marks}/mark-{n}"), "").await.0,
            201
        );
    }
    let told = server.send("PUT", &format!("{marks}/one-more"), "").await;
    refused(told, 409, &["100 marks"]);
    assert_eq!(
        server.send("PUT", &format!("{marks}/mark-7"), "").await.0,
        200
    );
}

#[tokio::test]
async fn what_the_router_sends_is_no_input() {
    let server = Server::start();
    server.send("PUT", "/sandboxes/default/marks/all", "").await;
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    super::invoices::send_invoice(&server, "09091816528").await;
    super::invoices::advance(&server, "PT1M").await;
    let log = server.get("/sandboxes/default/commands").await;
    let requests = log["commands"].as_array().unwrap().iter();
    let requests = requests.filter(|it| it["kind"] == "request");
    let targets: Vec<&Value> = requests.map(|it| &it["target"]).collect();
    let expected = [
        "/mps/efaktura-atg-service/v1/",
        "/maventa/oauth2/token",
        "/maventa/v1/invoices",
    ];
    assert_eq!(json!(targets), json!(expected));
    let proof = told_header(&log, 2, "authorization");
    assert!(
        proof.starts_with("Bearer ") && !proof.contains("not kept"),
        "{proof}"
    );
}

fn told_header(log: &Value, index: usize, name: &str) -> String {
    let headers = log["commands"][index]["headers"].as_array().unwrap();
    let found = headers.iter().find(|pair| pair[0] == name).unwrap();
    found[1].as_str().unwrap().to_owned()
}
