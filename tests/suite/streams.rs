//! Event streams over real sockets: they flow while things happen, and end when the server does.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::time::Duration;

use crate::support::{Binary, Server};

/// A client that reads an event stream line by line.
struct Listener(BufReader<TcpStream>);

impl Listener {
    /// Opens the stream and reads up to the line that says that it listens.
    fn open(address: SocketAddr) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        let patience = Some(Duration::from_secs(20));
        stream.set_read_timeout(patience).unwrap();
        let head =
            format!("GET /_sandbox/sandboxes/default/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut listener = Self(BufReader::new(stream));
        assert!(listener.line("HTTP/1.1 ").contains("200"));
        let media_type = listener.line("content-type:").to_lowercase();
        assert!(media_type.contains("text/event-stream"), "{media_type}");
        listener.line(": listening behind entry ");
        listener
    }

    /// Reads on until a line begins so.
    fn line(&mut self, start: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.0.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "the stream ended before `{start}`");
            if line.starts_with(start) {
                return line;
            }
        }
    }
}

#[test]
fn an_event_arrives_while_its_stream_is_open() {
    let server = Server::start();
    let mut listener = Listener::open(server.address);
    for number in ["1", "2"] {
        let heard = server.exchange("GET /maventa/v1/invoices HTTP/1.1", b"");
        assert_eq!(heard.header("sandkasse-exchange"), number);
        assert_eq!(listener.line("id: ").trim_end(), format!("id: {number}"));
        assert_eq!(listener.line("event: "), "event: exchange\n");
        assert!(listener.line("data: ").contains("\"service\":\"maventa\""));
    }
}

#[test]
fn a_server_that_is_told_to_stop_ends_its_streams_and_does_not_wait_for_them() {
    let (child, line) = Binary::start(&["serve", "--listen", "127.0.0.1:0"]);
    let address = line.strip_prefix("listening on http://").unwrap();
    let mut listener = Listener::open(address.parse().unwrap());
    let tell = format!("kill -TERM {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &tell])
            .status()
            .unwrap()
            .success()
    );
    listener.line("event: closing");
    let run = Binary::of(child);
    assert_eq!(run.code, 0, "{}", run.said);
}
