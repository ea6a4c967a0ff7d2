//! Who is let in to the admin API, over real sockets, and what a settings file says.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Child;

use crate::support::{Binary, Heard, Server, converse};

const TOKEN: &str = "a-token-for-this-test";

/// The program, told to stop when the test is over.
struct Running {
    child: Child,
    lines: Vec<String>,
}

impl Running {
    fn start(arguments: &[&str], lines: usize) -> Self {
        let (child, lines) = Binary::start_saying(arguments, lines);
        Self { child, lines }
    }

    /// Its port, on this machine.
    fn address(&self) -> SocketAddr {
        let address = self.lines[0].strip_prefix("listening on http://").unwrap();
        let address: SocketAddr = address.parse().unwrap();
        SocketAddr::from(([127, 0, 0, 1], address.port()))
    }

    fn ask(&self, head: &str, token: Option<&str>) -> Heard {
        let mut head = format!("{head} HTTP/1.1");
        if let Some(token) = token {
            head.push_str(&format!("\r\nAuthorization: Bearer {token}"));
        }
        converse(self.address(), &head, b"")
    }

    /// Ends it; gives everything that it said on standard error.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        let errors = self.child.stderr.as_mut().unwrap();
        std::io::Read::read_to_string(errors, &mut said).unwrap();
        self.child.wait().unwrap();
        said
    }
}

fn file(name: &str, text: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn beyond_loopback_the_server_makes_a_token_and_says_it_after_its_address() {
    let server = Running::start(&["serve", "--listen", "0.0.0.0:0", "--log", "trace"], 2);
    let token = server.lines[1]
        .strip_prefix("admin token: ")
        .unwrap()
        .to_owned();
    assert!(token.len() >= 32, "{token}");
    let sandboxes = "GET /_sandbox/sandboxes";
    let refused = server.ask(sandboxes, None);
    assert_eq!(refused.status(), 401, "{}", refused.text());
    assert_eq!(refused.header("www-authenticate"), "bearer");
    assert!(
        refused.body().contains("Authorization: Bearer"),
        "{}",
        refused.text()
    );
    let wrong = server.ask(sandboxes, Some("another-token-altogether"));
    assert_eq!(wrong.status(), 401);
    for heard in [&refused, &wrong] {
        let said = heard.text();
        assert!(
            !said.contains(&token) && !said.contains("altogether"),
            "{said}"
        );
    }
    assert_eq!(server.ask(sandboxes, Some(&token)).status(), 200);
    assert_eq!(server.ask("GET /_sandbox/health", None).status(), 200);
    // The impersonated services have keys of their own.
    assert_eq!(
        server
            .ask("GET /mps/efaktura-atg-service/v1/?wsdl", None)
            .status(),
        200
    );
    let log = server.end();
    assert!(!log.contains(&token), "{log}");
}

#[test]
fn a_token_of_ones_own_guards_loopback_too_and_is_not_printed() {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--admin-token", TOKEN];
    let server = Running::start(&arguments, 1);
    assert_eq!(server.ask("GET /_sandbox", None).status(), 401);
    assert_eq!(
        server
            .ask("DELETE /_sandbox/sandboxes/default", None)
            .status(),
        401
    );
    let let_in = server.ask("GET /_sandbox", Some(TOKEN));
    assert_eq!(let_in.status(), 200);
    assert!(!let_in.text().contains(TOKEN));
    let journal = server.ask("GET /_sandbox/sandboxes/default/journal", Some(TOKEN));
    assert!(!journal.text().contains(TOKEN));
    assert!(!server.end().contains(TOKEN));
}

#[test]
fn without_a_token_a_page_of_another_site_is_not_let_in() {
    let server = Server::start();
    let reset = "POST /_sandbox/sandboxes/default/reset HTTP/1.1";
    let page = server.exchange(&format!("{reset}\r\nOrigin: https://evil.example"), b"");
    assert_eq!(page.status(), 403, "{}", page.text());
    assert!(page.body().contains("--admin-token"), "{}", page.text());
    let own = format!("{reset}\r\nOrigin: http://{}", server.address);
    assert_eq!(server.exchange(&own, b"").status(), 200);
    // The page's own name led the browser here; the name that it then sends gives it away.
    let rebound = format!("{reset}\r\nHost: evil.example");
    assert!(server.exchange(&rebound, b"").status() >= 400);
}

#[test]
fn a_settings_file_says_what_flags_and_variables_do_not() {
    let text = format!(
        "listen = \"127.0.0.1:0\"\nstart = 2026-05-04T12:00:00+02:00\nclock = \"frozen\"\n\
         seed = 7\nadmin_token = \"{TOKEN}\"\n\n[settings]\n\"mps.validation_delay\" = \"PT9S\"\n"
    );
    let path = file("serve.toml", &text);
    let server = Running::start(&["serve", "--config", &path, "--seed", "9"], 1);
    let heard = server.ask("GET /_sandbox/sandboxes/default", Some(TOKEN));
    let body = heard.body();
    for told in [
        "\"now\":\"2026-05-04T12:00:00+02:00\"",
        "\"mode\":\"frozen\"",
        "\"seed\":9",
        "\"value\":\"PT9S\"",
    ] {
        assert!(body.contains(told), "{told} in {}", heard.text());
    }
    server.end();
}
