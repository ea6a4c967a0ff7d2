//! Bodies over a limit, over a real socket.

use std::io::ErrorKind;
use std::thread;

use crate::support::{Heard, Server, converse};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
const XML: &str = "Content-Type: text/xml";

#[test]
fn a_body_that_is_announced_too_large_is_refused_before_it_is_sent() {
    let server = Server::start();
    let token = "/maventa/oauth2/token";
    let rows = [
        (token, "65537", 413, "body_too_large"),
        (token, "99999999999999", 413, "body_too_large"),
        (token, "18446744073709551615", 413, "body_too_large"),
        ("/maventa/v1/invoices", "167772161", 413, "body_too_large"),
        ("/maventa/nonsense", "65537", 404, "not_found"),
        (
            "/mps/efaktura-atg-service/v1/",
            "8388609",
            413,
            "faultstring",
        ),
        (
            "/_sandbox/sandboxes/x",
            "99999999999",
            413,
            "\"limit\":1048576",
        ),
    ];
    let address = server.address;
    // The server keeps the line a second for the rest of the body, so all are asked at once.
    thread::scope(|scope| {
        for (path, announced, status, expected) in rows {
            scope.spawn(move || {
                // Nothing of the body is ever sent: who waited for it would never answer.
                let kind = if path.starts_with("/mps") { XML } else { FORM };
                let length = format!("Content-Length: {announced}");
                let head = format!("POST {path} HTTP/1.1\r\n{kind}\r\n{length}");
                let heard = converse(address, &head, b"");
                assert_eq!(heard.error, None, "{path}");
                assert_eq!(heard.status(), status, "{path}: {}", heard.text());
                let text = heard.text().to_lowercase();
                assert!(text.contains(expected), "{path}: {text}");
            });
        }
    });
}

#[test]
fn a_body_that_grows_too_large_while_it_is_read_is_refused() {
    let server = Server::start();
    let head =
        format!("POST /maventa/oauth2/token HTTP/1.1\r\n{FORM}\r\nTransfer-Encoding: chunked");
    let mut body = Vec::new();
    for _ in 0..70 {
        body.extend_from_slice(b"400\r\n");
        body.extend_from_slice(&[b'a'; 1024]);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"0\r\n\r\n");
    let heard = converse(server.address, &head, &body);
    assert_eq!(heard.status(), 413, "{}", heard.text());
    assert!(
        heard.body().contains("expected at most 65536 bytes"),
        "{}",
        heard.text()
    );
    let room = server.exchange("GET /maventa/v1/invoices HTTP/1.1", b"");
    assert_eq!(room.status(), 401);
}

/// A server that kept us waiting would end in a time-out of the client.
#[track_caller]
fn refused_or_closed(heard: &Heard, what: &str) {
    let waited = [ErrorKind::WouldBlock, ErrorKind::TimedOut];
    assert!(
        !heard.error.is_some_and(|error| waited.contains(&error)),
        "{what}: no answer"
    );
    assert!(
        matches!(heard.status(), 0 | 400..=499),
        "{what}: {}",
        heard.text()
    );
}

#[test]
fn what_is_no_request_at_all_does_not_stop_the_server() {
    let server = Server::start();
    for head in [
        "nonsense",
        "GET /maventa/v1/invoices HTTP/9.9",
        "GET \u{0}/ HTTP/1.1",
        "GET /%ff%fe HTTP/1.1",
        "GET /s/%00/maventa HTTP/1.1",
        "POST /maventa/oauth2/token HTTP/1.1\r\nContent-Length: -1",
        "POST /maventa/oauth2/token HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6",
        "POST /maventa/oauth2/token HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz",
    ] {
        let heard = converse(server.address, head, b"");
        refused_or_closed(&heard, head);
    }
    let many = format!(
        "GET /maventa/v1/invoices HTTP/1.1\r\nX-Long: {}",
        "a".repeat(200_000)
    );
    refused_or_closed(&converse(server.address, &many, b""), "a long header");
    let alive = server.exchange("GET /maventa/v1/invoices HTTP/1.1", b"");
    assert_eq!(alive.status(), 401, "{}", alive.text());
    assert_eq!(alive.header("sandkasse-rule"), "r-130");
}

#[test]
fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let server = Server::start();
    let head = format!("POST /maventa/oauth2/token HTTP/1.1\r\n{FORM}\r\nExpect: 100-continue");
    let heard = server.exchange(&head, b"grant_type=client_credentials");
    let text = heard.text();
    assert!(text.starts_with("HTTP/1.1 100 Continue\r\n\r\n"), "{text}");
    assert!(text.contains("client_id: missing"), "{text}");
}
