//! Listeners as a resource: opened, listed, closed, refused.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use serde_json::json;

use super::{Server, refused};
use crate::http::LISTENERS_MAX;

#[tokio::test]
async fn a_listener_is_opened_shown_and_closed() {
    let server = Server::start();
    let (status, made) = server.post("/listeners", &json!({"service": "mps"})).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        (&made["service"], &made["sandbox"]),
        (&json!("mps"), &json!("default"))
    );
    let address = made["address"].as_str().unwrap();
    assert_eq!(made["url"], format!("http://{address}"));
    assert_eq!(server.get("/listeners").await, json!([made]));
    let here = format!("/listeners/{}", made["id"].as_str().unwrap());
    assert_eq!(server.get(&here).await, made);
    assert!(TcpStream::connect(address).is_ok());
    assert_eq!(server.send("DELETE", &here, "").await, (204, json!(null)));
    assert!(TcpStream::connect(address).is_err());
    refused(
        server.send("DELETE", &here, "").await,
        404,
        &["GET /_sandbox/listeners"],
    );
    // The port is free at once.
    let port = address.rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let again = json!({"service": "mps", "host": "localhost", "port": port});
    assert_eq!(server.post("/listeners", &again).await.0, 201);
}

const SERVICES: &str = "known are mps, digipost, bank, vipps, maskinporten, krr, dpi, maventa";

#[tokio::test]
async fn a_listener_that_cannot_be_is_refused_and_nothing_changes() {
    let server = Server::start();
    let theirs = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = theirs.local_addr().unwrap().port();
    let ours = server
        .post("/listeners", &json!({"service": "mps"}))
        .await
        .1;
    let before = server.get("/listeners").await;
    let our_port: u16 = {
        let address = ours["address"].as_str().unwrap();
        address.rsplit(':').next().unwrap().parse().unwrap()
    };
    let taken = json!({"service": "mps", "port": port});
    let words = ["127.0.0.1", "in use", "port 0"];
    refused(server.post("/listeners", &taken).await, 409, &words);
    let taken = json!({"service": "maventa", "port": our_port});
    let words = ["listener 1 of this server", "DELETE /_sandbox/listeners/1"];
    refused(server.post("/listeners", &taken).await, 409, &words);
    for (body, status, words) in [
        (
            json!({"service": "mpss"}),
            400,
            ["`mpss`", "did you mean `mps`?"],
        ),
        (json!({"service": "colour"}), 400, ["`colour`", SERVICES]),
        (
            json!({"service": "mps", "sandbox": "x"}),
            404,
            ["`x`", "PUT /_sandbox/sandboxes/x"],
        ),
        (
            json!({"service": "mps", "sandbox": "X/y"}),
            400,
            ["`X/y`", "63"],
        ),
        (
            json!({"service": "mps", "port": 70000}),
            400,
            ["port", "70000"],
        ),
        (
            json!({"service": "mps", "prt": 1}),
            400,
            ["prt", "did you mean `port`?"],
        ),
        (
            json!({"service": "mps", "host": "0.0.0.0"}),
            400,
            ["0.0.0.0", "loopback"],
        ),
        (
            json!({"service": "mps", "host": "here"}),
            400,
            ["host", "`here`"],
        ),
        (json!({"sandbox": "default"}), 400, ["service", "missing"]),
    ] {
        refused(server.post("/listeners", &body).await, status, &words);
    }
    for id in ["0", "2", "+1", "x", "99999999999999999999999"] {
        let gone = server.send("GET", &format!("/listeners/{id}"), "").await;
        refused(gone, 404, &[id]);
    }
    assert_eq!(server.get("/listeners").await, before);
}

#[tokio::test]
async fn there_is_an_end_to_the_ports_that_a_server_takes() {
    let server = Server::start();
    for _ in 0..LISTENERS_MAX {
        let opened = server.post("/listeners", &json!({"service": "mps"})).await;
        assert_eq!(opened.0, 201, "{}", opened.1);
    }
    let one_more = server.post("/listeners", &json!({"service": "mps"})).await;
    refused(one_more, 409, &["256", "close one"]);
    server.0.listeners.close_all().await;
    assert_eq!(server.get("/listeners").await, json!([]));
}

#[tokio::test]
async fn a_dropped_sandbox_takes_its_listeners_along_and_a_reset_one_keeps_them() {
    let server = Server::start();
    server.send("PUT", "/sandboxes/a", "").await;
    let open = |sandbox: &str| json!({"service": "mps", "sandbox": sandbox});
    let here = server.post("/listeners", &open("a")).await.1;
    let other = server.post("/listeners", &open("default")).await.1;
    server.send("POST", "/sandboxes/a/reset", "").await;
    assert_eq!(server.get("/listeners").await, json!([here, other]));
    server.send("DELETE", "/sandboxes/a", "").await;
    assert_eq!(server.get("/listeners").await, json!([other]));
    assert!(TcpStream::connect(here["address"].as_str().unwrap()).is_err());
    // The next one of that name does not inherit.
    server.send("PUT", "/sandboxes/a", "").await;
    assert_eq!(server.get("/listeners").await, json!([other]));
}

#[tokio::test]
async fn what_never_became_a_request_is_sealed_on_the_port_of_a_service_that_seals() {
    let server = Server::start();
    let made = server
        .post("/listeners", &json!({"service": "digipost"}))
        .await
        .1;
    let address = made["address"].as_str().unwrap().to_owned();
    let heard = tokio::task::spawn_blocking(move || {
        let mut line = TcpStream::connect(address).unwrap();
        let broken = "POST /messages HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
                      transfer-encoding: chunked\r\n\r\nno length\r\n";
        line.write_all(broken.as_bytes()).unwrap();
        let mut heard = String::new();
        line.read_to_string(&mut heard).unwrap();
        heard
    });
    let heard = heard.await.unwrap();
    assert!(heard.starts_with("HTTP/1.1 400"), "{heard}");
    assert!(heard.contains("\r\nx-digipost-signature: "), "{heard}");
}
