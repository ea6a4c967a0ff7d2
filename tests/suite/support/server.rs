//! The real server on a free port, and a client that sees what happens to its socket.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::MONDAY;
use sandkasse::Sandkasse;

/// A server in this process, with the sandbox `default` frozen on Monday morning.
#[derive(Debug)]
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Dropping it stops the server.
    _sandkasse: Sandkasse,
}

impl Server {
    /// Starts it.
    pub(crate) fn start() -> Self {
        // The server brings its own threads, so whatever awaits its start may go afterwards.
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let start = Sandkasse::builder().start_at(MONDAY).start();
        let sandkasse = runtime.block_on(start).unwrap();
        let address = sandkasse.base_url().strip_prefix("http://").unwrap();
        Self {
            address: address.parse().unwrap(),
            _sandkasse: sandkasse,
        }
    }

    /// One exchange on a connection of its own.
    pub(crate) fn exchange(&self, head: &str, body: &[u8]) -> Heard {
        let length = body.len();
        let head = format!("{head}\r\nContent-Length: {length}");
        converse(self.address, &head, body)
    }
}

/// What came over a socket, and how it ended.
#[derive(Debug)]
pub(crate) struct Heard {
    bytes: Vec<u8>,
    /// `None` when the other side closed in the ordinary way.
    pub(crate) error: Option<ErrorKind>,
}

impl Heard {
    /// HTTP status; 0 when no answer came.
    pub(crate) fn status(&self) -> u16 {
        let text = self.text();
        let word = text.split(' ').nth(1).unwrap_or_default();
        word.parse().unwrap_or(0)
    }

    /// Everything that came, as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header of the answer; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> String {
        let text = self.text().to_lowercase();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let start = format!("{name}: ");
        let line = head.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_default().to_owned()
    }

    /// What came after the head.
    pub(crate) fn body(&self) -> String {
        let text = self.text();
        let body = text.split_once("\r\n\r\n").map(|(_, body)| body);
        body.unwrap_or_default().to_owned()
    }
}

/// Sends a head and a body over a new connection and listens until it ends.
pub(crate) fn converse(address: SocketAddr, head: &str, body: &[u8]) -> Heard {
    let mut stream = TcpStream::connect(address).unwrap();
    // A server that never answers shall fail the test and not hang it.
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let head = format!("{head}\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    // The server may refuse before everything is sent, so an error here decides nothing.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let error = loop {
        match stream.read(&mut piece) {
            Ok(0) => break None,
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => break Some(error.kind()),
        }
    };
    Heard { bytes, error }
}
