//! Waiting for an entry of the journal.

use futures_util::future::join_all;
use serde_json::json;

use super::invoices::{advance, send_invoice, send_transactions, transaction};
use super::{Server, refused};

const TRANSACTION: &str = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";

fn waiting(query: &str) -> String {
    format!("/sandboxes/default/await?{query}")
}

#[tokio::test]
async fn what_is_there_already_is_answered_at_once_and_the_first_of_it() {
    let server = Server::start();
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    advance(&server, "PT5S").await;
    let journal = server.get("/sandboxes/default/journal").await;
    let first = server.get(&waiting("timeout=0s")).await;
    assert_eq!(first, journal["entries"][0]);
    let accepted = server
        .get(&waiting("kind=efaktura.accepted&timeout=0s"))
        .await;
    assert_eq!(accepted["event"], "efaktura.accepted");
    assert_eq!(accepted["invoice"], TRANSACTION);
    let number = accepted["number"].as_u64().unwrap();
    let before = waiting(&format!("kind=event&since={}&timeout=0s", number - 1));
    assert_eq!(server.get(&before).await["number"], number);
    let behind = waiting(&format!("since={}&timeout=0s", journal["next"]));
    refused(server.send("GET", &behind, "").await, 408, &["`since="]);
}

#[tokio::test]
async fn what_is_not_there_yet_is_answered_when_it_is_written_and_nobody_is_held_up() {
    let server = Server::start();
    let paths = [
        "kind=efaktura.accepted",
        "invoice=0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10",
        "operation=mps.addShipment&amount_ore=45000&kid=000002123453",
    ];
    let paths: Vec<String> = paths
        .iter()
        .map(|query| waiting(&format!("{query}&timeout=60s")))
        .collect();
    let waiters = join_all(paths.iter().cycle().take(300).map(|path| server.get(path)));
    let sender = async {
        // Neither the lock nor a turn is taken by those who wait.
        assert_eq!(
            server.get("/sandboxes/default/clock").await["mode"],
            "frozen"
        );
        send_transactions(&server, vec![transaction(TRANSACTION)]).await;
        advance(&server, "PT5S").await;
    };
    let (found, ()) = tokio::join!(waiters, sender);
    for entries in found.chunks(3) {
        assert_eq!(entries[0]["event"], "efaktura.accepted");
        assert_eq!(entries[1]["number"], 1);
        assert_eq!(entries[2]["operation"], "mps.addShipment");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_is_found_by_an_id_that_it_gets_later() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    let path = waiting(&format!("invoice={id}&kind=efaktura.accepted&timeout=60s"));
    let (found, _) = tokio::join!(server.get(&path), advance(&server, "PT1M"));
    assert_eq!(
        (&found["invoice"], &found["service"]),
        (&json!(id), &json!("mps"))
    );
}

#[tokio::test]
async fn who_waits_in_vain_is_told_what_was_awaited_and_what_came_nearest() {
    let server = Server::start();
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    let path = waiting("operation=mps.addShipment&amount_ore=46000&kid=000002123453&timeout=0s");
    let told = server.send("GET", &path, "").await;
    let body = &told.1;
    let awaited = json!({"operation": "mps.addShipment", "amount_ore": "46000",
                         "kid": "000002123453"});
    assert_eq!(body["awaited"], awaited);
    assert_eq!(body["differs_in"], json!(["amount_ore"]));
    assert_eq!(body["nearest"]["operation"], "mps.addShipment");
    let words = [
        "expected `amount_ore=46000&kid",
        "differs in amount_ore",
        "due at 2026-03-02T09:00:05",
        "advance it",
    ];
    refused(told, 408, &words);
    let waits = waiting("kind=event&since=1000&timeout=1ms");
    let told = server.send("GET", &waits, "").await;
    assert_eq!(told.1.get("nearest"), None);
    refused(told, 408, &["`kind=event&since=1000`", "1ms of real time"]);
}

#[tokio::test]
async fn a_wait_ends_when_its_sandbox_is_reset_or_dropped_or_the_server_stops() {
    let server = Server::start();
    server.put("/sandboxes/a", &json!({})).await;
    let path = "/sandboxes/a/await?kind=event&timeout=60s";
    let (told, reset) = tokio::join!(
        server.send("GET", path, ""),
        server.send("POST", "/sandboxes/a/reset", "")
    );
    assert_eq!(reset.0, 200);
    refused(told, 409, &["`a` was built anew"]);
    let (told, dropped) = tokio::join!(
        server.send("GET", path, ""),
        server.send("DELETE", "/sandboxes/a", "")
    );
    assert_eq!(dropped.0, 204);
    refused(told, 410, &["`a` was dropped"]);
    let waits = waiting("kind=event&timeout=60s");
    let (told, ()) = tokio::join!(server.send("GET", &waits, ""), async {
        server.0.audience.close();
    });
    refused(told, 503, &["told to stop"]);
}

#[tokio::test]
async fn the_last_words_of_a_sandbox_are_still_heard() {
    let server = Server::start();
    server.put("/sandboxes/a", &json!({})).await;
    let path = "/sandboxes/a/await?kind=exchange&timeout=60s";
    let (found, ()) = tokio::join!(server.get(path), async {
        let request = http::Request::get("/s/a/maventa/v1/invoices");
        let request = request.body(bytes::Bytes::new()).unwrap();
        server.raw(request).await;
        server.send("DELETE", "/sandboxes/a", "").await;
    });
    assert_eq!(found["path"], "/v1/invoices");
}

#[tokio::test]
async fn an_odd_wait_is_refused_at_once() {
    let server = Server::start();
    for (query, words) in [
        ("timeout=6m", "from 0ns to 300s"),
        ("timeout=-1s", "`PT5S`"),
        ("timeout=soon", "found `soon`"),
        ("tiemout=5s", "did you mean `timeout`?"),
        ("amount_ore=1.5", "a whole number of øre"),
        ("limit=5", "query parameter"),
    ] {
        refused(server.send("GET", &waiting(query), "").await, 400, &[words]);
    }
    let nobody = server.send("GET", "/sandboxes/nobody/await", "").await;
    refused(nobody, 404, &["no sandbox is called `nobody`"]);
}

#[tokio::test]
async fn there_is_an_end_to_how_many_may_wait() {
    let server = Server::start();
    let sandbox = server
        .0
        .sandboxes
        .get(&crate::http::default_sandbox())
        .unwrap();
    let ear = || {
        crate::http::Ear::at(
            &server.0,
            crate::sandbox::Stay::in_sandbox(std::sync::Arc::clone(&sandbox)),
        )
    };
    let ears: Vec<_> = (0..crate::http::AUDIENCE_MAX)
        .map(|_| ear().unwrap())
        .collect();
    let told = server.send("GET", &waiting("timeout=0s"), "").await;
    refused(told, 503, &["4096 requests wait or listen already"]);
    drop(ears);
    refused(
        server.send("GET", &waiting("timeout=0s"), "").await,
        408,
        &["any entry"],
    );
}
