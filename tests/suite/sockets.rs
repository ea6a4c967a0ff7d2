//! What only a real socket shows: the program from start to end.

use std::net::SocketAddr;
use std::process::Command;

use crate::support::{Binary, Server, converse};

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
