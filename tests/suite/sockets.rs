//! What only a real socket shows: the program from start to end, and answers that break.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use bytes::Bytes;
use http::Response;

use crate::support::{Binary, Heard, Server, converse};
use sandkasse::http::{Outcome, Shape, adapter};

const BODY: &[u8] = b"{\"a\":\"whole answer, of which half is not enough\"}";

#[test]
fn the_program_says_where_it_listens_answers_and_stops_when_told() {
    let (child, line) = Binary::start(&["serve", "--listen", "127.0.0.1:0"]);
    let address = line.strip_prefix("listening on http://").unwrap();
    let address: SocketAddr = address.parse().unwrap();
    assert_ne!(address.port(), 0);
    let heard = converse(address, "GET /maventa/v1/invoices HTTP/1.1", b"");
    assert_eq!(heard.status(), 401, "{}", heard.text());
    assert!(
        heard.body().contains("auth_token_missing"),
        "{}",
        heard.text()
    );
    // The shell's own word; a program of that name is missing on slim machines.
    let tell = format!("kill -TERM {}", child.id());
    let told = Command::new("sh").args(["-c", &tell]).status().unwrap();
    assert!(told.success());
    let run = Binary::of(child);
    assert_eq!(run.code, 0, "{}", run.said);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    for verb in ["rules", "people"] {
        let run = Binary::run_unread(&[verb]);
        assert_eq!((run.code, run.said.as_str()), (0, ""), "{verb}");
    }
}

#[test]
fn an_exchange_over_a_socket_carries_its_number_and_the_address_the_client_used() {
    let server = Server::start();
    let first = server.exchange("GET /maventa/v1/invoices HTTP/1.1", b"");
    let second = server.exchange("GET /maventa/v1/invoices HTTP/1.1", b"");
    assert_eq!(first.header("sandkasse-exchange"), "1");
    assert_eq!(second.header("sandkasse-exchange"), "2");
    let path = "GET /mps/efaktura-atg-service/v1/?wsdl HTTP/1.1";
    let wsdl = server.exchange(path, b"");
    assert_eq!(wsdl.status(), 200);
    let here = format!("http://{}/mps/efaktura-atg-service/v1/", server.address);
    assert!(wsdl.body().contains(&here), "{here} in {}", wsdl.text());
}

/// The outcome that a path of the breaking server asks for.
fn outcome(path: &str) -> Outcome {
    let answer = || Response::new(Bytes::from_static(BODY));
    let shape = match path {
        "/before" => Shape::ResetBefore,
        "/midway" => Shape::ResetMidway(answer()),
        "/after" => Shape::ResetAfter,
        "/truncated" => Shape::Truncated(answer()),
        "/empty-truncated" => Shape::Truncated(Response::new(Bytes::new())),
        "/timed-out" => Shape::TimedOut,
        _ => Shape::Answer(answer()),
    };
    let delay = Duration::from_millis(if path == "/late" { 30 } else { 0 });
    Outcome { delay, shape }
}

async fn break_it(request: HttpRequest) -> HttpResponse {
    let outcome = outcome(request.path());
    adapter::respond(&request, outcome, false).await
}

/// A server whose answers break as its paths say.
struct Breaking {
    address: SocketAddr,
    stop: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Breaking {
    fn start() -> Self {
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            System::new().block_on(async move {
                let app = || App::new().default_service(web::to(break_it));
                let server = HttpServer::new(app)
                    .on_connect(adapter::remember_socket)
                    .workers(1)
                    .disable_signals()
                    .bind(("127.0.0.1", 0))
                    .unwrap();
                let address = server.addrs()[0];
                let server = server.run();
                tell.send((address, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (address, stop) = told.recv().unwrap();
        Self {
            address,
            stop,
            thread: Some(thread),
        }
    }

    fn ask(&self, path: &str) -> Heard {
        converse(self.address, &format!("GET {path} HTTP/1.1"), b"")
    }
}

impl Drop for Breaking {
    fn drop(&mut self) {
        drop(self.stop.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[test]
fn a_whole_answer_arrives_whole_at_once_or_late() {
    let server = Breaking::start();
    for path in ["/whole", "/late"] {
        let heard = server.ask(path);
        assert_eq!((heard.status(), heard.error), (200, None), "{path}");
        assert_eq!(heard.body().as_bytes(), BODY, "{path}");
    }
}

#[test]
fn a_reset_before_or_after_the_work_is_a_reset_without_a_byte() {
    let server = Breaking::start();
    for path in ["/before", "/after"] {
        let heard = server.ask(path);
        assert_eq!(
            heard.error,
            Some(ErrorKind::ConnectionReset),
            "{path}: {}",
            heard.text()
        );
        assert_eq!(heard.text(), "", "{path}");
    }
}

#[test]
fn a_reset_midway_gives_a_part_of_the_answer_and_then_a_reset() {
    let server = Breaking::start();
    let heard = server.ask("/midway");
    assert_eq!(
        heard.error,
        Some(ErrorKind::ConnectionReset),
        "{}",
        heard.text()
    );
    assert_eq!(heard.status(), 200, "{}", heard.text());
    assert_eq!(heard.header("content-length"), BODY.len().to_string());
    assert_eq!(heard.body().as_bytes(), &BODY[..BODY.len() / 2]);
}

#[test]
fn a_truncated_answer_announces_more_than_comes_and_ends_without_a_reset() {
    let server = Breaking::start();
    for path in ["/truncated", "/empty-truncated"] {
        let heard = server.ask(path);
        assert_eq!(
            (heard.status(), heard.error),
            (200, None),
            "{path}: {}",
            heard.text()
        );
        let announced: usize = heard.header("content-length").parse().unwrap();
        assert!(heard.body().len() < announced, "{path}: {}", heard.text());
    }
    assert_eq!(
        server.ask("/truncated").body().as_bytes(),
        &BODY[..BODY.len() / 2]
    );
}

#[test]
fn a_time_out_closes_the_line_without_an_answer() {
    let server = Breaking::start();
    let heard = server.ask("/timed-out");
    assert_eq!((heard.text().as_str(), heard.error), ("", None));
}

#[test]
fn a_broken_line_breaks_no_other() {
    let server = Breaking::start();
    for path in ["/before", "/midway", "/truncated", "/timed-out", "/after"] {
        server.ask(path);
        assert_eq!(server.ask("/whole").body().as_bytes(), BODY, "after {path}");
    }
}
