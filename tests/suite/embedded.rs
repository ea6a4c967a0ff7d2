//! The sandbox as a library, in the runtimes that other people's tests have.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;

use crate::support::{Heard, converse};
use sandkasse::Sandkasse;

fn address(base_url: &str) -> SocketAddr {
    let rest = base_url.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap().parse().unwrap()
}

/// Asks in a way that blocks the thread, as a simple client in a test does.
fn get(url: &str) -> Heard {
    let address = address(url);
    let path = url.strip_prefix(&format!("http://{address}")).unwrap();
    converse(address, &format!("GET {path} HTTP/1.1"), b"")
}

fn post(url: &str, body: &str) -> Heard {
    let address = address(url);
    let path = url.strip_prefix(&format!("http://{address}")).unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nContent-Length: {}", body.len());
    converse(address, &head, body.as_bytes())
}

/// What every runtime must let through: a service, and a move of the clock that wakes the pump.
async fn story() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let mps = sandkasse.service_url("mps").unwrap();
    let wsdl = get(&format!("{mps}/efaktura-atg-service/v1/?wsdl"));
    assert_eq!(wsdl.status(), 200, "{}", wsdl.text());
    let clock = format!("{}/clock", sandkasse.admin_url());
    let stands = get(&clock).body();
    assert!(stands.contains("\"frozen\""), "{stands}");
    assert!(stands.contains("2026-03-02T09:00:00+01:00"), "{stands}");
    let moved = post(&format!("{clock}/advance"), "{\"by\":\"PT1M\"}");
    assert!(moved.body().contains("09:01:00"), "{}", moved.text());
    let address = address(sandkasse.base_url());
    sandkasse.stop().await.unwrap();
    assert!(
        TcpStream::connect(address).is_err(),
        "{address} still answers"
    );
}

#[tokio::test]
async fn it_serves_a_client_that_blocks_the_only_thread_of_the_test() {
    story().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_serves_in_a_runtime_of_many_threads() {
    story().await;
}

#[tokio::test]
async fn its_sandboxes_share_nothing_and_each_has_addresses_of_its_own() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let one = sandkasse.sandbox("one").unwrap();
    let two = sandkasse.sandbox("two").unwrap();
    let move_one = format!("{}/clock/advance", one.admin_url());
    assert_eq!(post(&move_one, "{\"by\":\"P1D\"}").status(), 200);
    for (sandbox, day) in [(&one, "2026-03-03T09:00"), (&two, "2026-03-02T09:00")] {
        let clock = get(&format!("{}/clock", sandbox.admin_url())).body();
        assert!(clock.contains(day), "{}: {clock}", sandbox.name());
        let base = sandbox.base_url();
        assert_eq!(
            sandbox.service_url("maventa").unwrap(),
            format!("{base}/maventa")
        );
        let heard = get(&format!("{base}/maventa/v1/invoices"));
        assert_eq!(heard.status(), 401, "{}", heard.text());
        assert_eq!(heard.header("sandkasse-exchange"), "1");
    }
}

#[tokio::test]
async fn what_is_not_there_is_named_with_what_is() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let error = sandkasse.service_url("mbs").unwrap_err().to_string();
    for word in ["`mbs`", "mps", "maventa"] {
        assert!(error.contains(word), "{error}");
    }
    sandkasse.sandbox("mine").unwrap();
    let error = sandkasse.sandbox("mine").unwrap_err().to_string();
    assert!(error.contains("`mine`"), "{error}");
    assert!(sandkasse.sandbox("Æ Ø").is_err());
    let wrong = Sandkasse::builder().start_at("yesterday").start().await;
    let error = wrong.unwrap_err().to_string();
    assert!(error.contains("yesterday"), "{error}");
    let missing = Sandkasse::builder().scenarios("/no/such/folder");
    assert!(missing.start().await.is_err());
}

#[tokio::test]
async fn a_builder_sets_seed_start_and_clock() {
    let builder = Sandkasse::builder().seed(7).running();
    let builder = builder.start_at("2031-05-17T10:00:00+02:00");
    let sandkasse = builder.start().await.unwrap();
    let said = get(&sandkasse.admin_url()).body();
    for words in ["\"seed\":7", "\"running\"", "2031-05-17T10:0"] {
        assert!(said.contains(words), "{words} in {said}");
    }
    let mine = sandkasse.sandbox("mine").unwrap();
    let said = get(mine.admin_url()).body();
    for words in ["\"seed\":7", "\"frozen\"", "2031-05-17T10:00:00+02:00"] {
        assert!(said.contains(words), "{words} in {said}");
    }
}

#[tokio::test]
async fn dropping_it_frees_the_port_even_while_a_client_holds_a_connection() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let address = address(sandkasse.base_url());
    let mut held = TcpStream::connect(address).unwrap();
    held.write_all(b"GET /_sandbox/health HTTP/1.1\r\nHost: a\r\n\r\n")
        .unwrap();
    assert_ne!(held.read(&mut [0; 64]).unwrap(), 0);
    drop(sandkasse);
    assert!(
        TcpStream::connect(address).is_err(),
        "{address} still answers"
    );
}

/// Which signals this process catches, as the system counts them; a server on the command line
/// catches both.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn ctrl_c_stays_with_the_host() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let mut status = String::new();
    let mut file = std::fs::File::open("/proc/self/status").unwrap();
    file.read_to_string(&mut status).unwrap();
    let line = status.lines().find_map(|it| it.strip_prefix("SigCgt:"));
    let caught = u64::from_str_radix(line.unwrap().trim(), 16).unwrap();
    for (name, number) in [("SIGINT", 2), ("SIGTERM", 15)] {
        assert_eq!(caught >> (number - 1) & 1, 0, "{name} is caught");
    }
    sandkasse.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_says_on_request_whether_it_is_up() {
    let sandkasse = Sandkasse::start().await.unwrap();
    let asked = health(sandkasse.base_url());
    assert_eq!(
        asked,
        (
            0,
            format!("up {}\n", env!("CARGO_PKG_VERSION")),
            String::new()
        )
    );
    let (code, _, said) = health(&format!("{}/nowhere", sandkasse.base_url()));
    assert_eq!(code, 1);
    assert!(said.contains("404"), "{said}");
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let (code, _, said) = health(&url);
    assert_eq!(code, 1);
    assert!(
        said.contains(&url) && said.contains("sandkasse serve"),
        "{said}"
    );
}

/// Exit code, standard output and standard error of `sandkasse health`.
fn health(url: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sandkasse"));
    let run = command.args(["health", "--url", url]).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        run.status.code().unwrap_or(-1),
        text(&run.stdout),
        text(&run.stderr),
    )
}
