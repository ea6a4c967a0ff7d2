//! What an armed rule does to a client on a plain socket.

use std::io::ErrorKind;

use serde_json::Value;

use super::support::HERE;
use crate::support::{Heard, Server};

const ASK: &str = "GET /maventa/v1/invoices HTTP/1.1";

/// The answer that breaks: a refusal for want of a token, which is there whole once per server.
fn whole(server: &Server) -> Heard {
    let heard = server.exchange(ASK, b"");
    assert_eq!((heard.status(), heard.error), (401, None));
    heard
}

fn broken(server: &Server, then: &str) -> Heard {
    server.arm(&format!(
        r#"{{"on": "maventa.listInvoices", "times": 1, "then": {{{then}}}}}"#
    ));
    server.exchange(ASK, b"")
}

/// The newest journal entry.
fn newest(server: &Server) -> Value {
    let path = format!("GET {HERE}/journal?limit=1 HTTP/1.1");
    let page: Value = serde_json::from_str(&server.exchange(&path, b"").body()).unwrap();
    page["entries"][0].clone()
}

#[test]
fn a_reset_before_or_after_the_effect_is_a_reset_without_a_byte() {
    let server = Server::start();
    for (how, status) in [("reset-before", Value::Null), ("reset-after", 401.into())] {
        let heard = broken(&server, &format!(r#""break": "{how}""#));
        assert_eq!(heard.error, Some(ErrorKind::ConnectionReset), "{how}");
        assert_eq!(heard.text(), "", "{how}");
        let entry = newest(&server);
        assert_eq!(entry["status"], status, "{how}: {entry}");
        assert!(entry["trouble"]["fault"].is_u64(), "{entry}");
    }
}

#[test]
fn a_reset_midway_gives_a_part_of_the_answer_and_then_a_reset() {
    let server = Server::start();
    let whole = whole(&server).body();
    let heard = broken(&server, r#""break": "reset-midway""#);
    assert_eq!(heard.error, Some(ErrorKind::ConnectionReset));
    assert_eq!(heard.status(), 401, "{}", heard.text());
    assert_eq!(heard.header("content-length"), whole.len().to_string());
    assert_eq!(heard.body(), whole[..whole.len() / 2]);
}

#[test]
fn a_truncated_answer_keeps_its_announced_length_and_ends_without_a_reset() {
    let server = Server::start();
    let whole = whole(&server).body();
    let heard = broken(&server, r#""break": "truncated""#);
    assert_eq!((heard.status(), heard.error), (401, None));
    assert_eq!(heard.header("content-length"), whole.len().to_string());
    assert_eq!(heard.body(), whole[..whole.len() / 2]);
    // An empty answer announces a byte, or nobody could tell.
    let empty = broken(&server, r#""status": 503"#);
    assert_eq!((empty.status(), empty.body().as_str()), (503, ""));
}

#[test]
fn a_garbled_answer_has_its_length_and_is_no_json() {
    let server = Server::start();
    let whole = whole(&server).body();
    let heard = broken(&server, r#""break": "garbled""#);
    assert_eq!((heard.status(), heard.error), (401, None));
    assert_eq!(heard.body().len(), whole.len());
    assert!(serde_json::from_str::<Value>(&heard.body()).is_err());
    let newest = newest(&server);
    let kept: Result<Value, _> = serde_json::from_str(newest["answer"]["text"].as_str().unwrap());
    assert!(
        kept.is_ok(),
        "the journal has what the service said: {newest}"
    );
}

#[test]
fn a_time_out_holds_the_line_for_its_delay_and_closes_it_without_an_answer() {
    let server = Server::start();
    let heard = broken(&server, r#""break": "timed-out", "delay": "PT0.05S""#);
    assert_eq!((heard.text().as_str(), heard.error), ("", None));
    assert_eq!(newest(&server)["status"], 401, "it took effect");
    let lost = broken(
        &server,
        r#""break": "timed-out", "delay": "PT0S", "processed": false"#,
    );
    assert_eq!(lost.text(), "");
    assert_eq!(newest(&server)["status"], Value::Null, "it did not");
}

#[test]
fn a_status_stands_in_for_the_service_with_body_and_headers() {
    let server = Server::start();
    let heard = broken(
        &server,
        r#""status": 502, "body": "bad gateway", "headers": {"retry-after": "7"}"#,
    );
    assert_eq!(
        (heard.status(), heard.body().as_str()),
        (502, "bad gateway")
    );
    assert_eq!(heard.header("retry-after"), "7");
    let entry = newest(&server);
    assert_eq!(entry["trouble"]["did"], "status 502", "{entry}");
    // With `processed` the service has answered, and nobody hears it.
    let heard = broken(&server, r#""status": 504, "processed": true"#);
    assert_eq!(heard.status(), 504);
    assert_eq!(newest(&server)["status"], 401);
}

#[test]
fn a_broken_line_breaks_no_other_and_the_server_goes_on() {
    let server = Server::start();
    for how in [
        "reset-before",
        "reset-midway",
        "truncated",
        "garbled",
        "reset-after",
    ] {
        broken(&server, &format!(r#""break": "{how}""#));
        whole(&server);
    }
}
