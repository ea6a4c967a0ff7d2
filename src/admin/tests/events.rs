//! Server-sent events of the journal.

use bytes::Bytes;
use futures_util::StreamExt;
use http::Request;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::invoices::{advance, send_transactions, transaction};
use super::{Server, refused, told};
use crate::http::{Shape, Stream, answer, drop_idle};
use crate::sandbox::wall_now;

const TRANSACTION: &str = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";

/// A reader of an event stream.
struct Reader(Stream);

impl Reader {
    async fn open(server: &Server, query: &str, last_id: Option<&str>) -> Self {
        let mut request = Request::get(format!("/_sandbox/sandboxes/default/events?{query}"));
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        let shape = answer(&server.0, request.body(Bytes::new()).unwrap(), None)
            .await
            .shape;
        let Shape::Stream(response) = shape else {
            panic!("no stream: {shape:?}")
        };
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut reader = Self(response.into_body());
        let opening = reader.text().await.unwrap();
        assert!(
            opening.starts_with(": listening behind entry "),
            "{opening}"
        );
        reader
    }

    async fn text(&mut self) -> Option<String> {
        let bytes = self.0.0.next().await?;
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }

    /// The events of the next piece: id, name, data.
    async fn events(&mut self) -> Vec<(String, String, Value)> {
        let text = self.text().await.unwrap();
        let events = text.split_terminator("\n\n").map(|event| {
            let field = |name: &str| {
                let mut lines = event.lines();
                let line = lines.find_map(|line| line.strip_prefix(name));
                line.unwrap_or_default().to_owned()
            };
            let data = serde_json::from_str(&field("data: ")).unwrap();
            (field("id: "), field("event: "), data)
        });
        events.collect()
    }
}

#[tokio::test]
async fn entries_are_told_as_they_are_written_under_number_and_kind() {
    let server = Server::start();
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    let mut reader = Reader::open(&server, "", None).await;
    let journal = server.get("/sandboxes/default/journal").await;
    let (events, _) = tokio::join!(reader.events(), advance(&server, "PT5S"));
    let (id, name, data) = &events[0];
    assert_eq!(*id, (journal["next"].as_u64().unwrap() + 1).to_string());
    assert_eq!(*name, data["event"]);
    let later = server
        .get(&format!(
            "/sandboxes/default/journal?since={}",
            journal["next"]
        ))
        .await;
    assert_eq!(*data, later["entries"][0]);
    let mut exchanges = Reader::open(&server, "kind=exchange&since=0", None).await;
    let events = exchanges.events().await;
    assert!(
        events
            .iter()
            .all(|(_, name, data)| name == "exchange" && data["kind"] == "exchange")
    );
    assert_eq!(events[0].2["operation"], "mps.addShipment");
}

#[tokio::test]
async fn whoever_was_cut_off_goes_on_behind_the_last_event_that_was_read() {
    let server = Server::start();
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    advance(&server, "PT5S").await;
    let mut all = Reader::open(&server, "since=0", None).await;
    let all = all.events().await;
    let mut rest = Reader::open(&server, "since=0", Some("1")).await;
    assert_eq!(rest.events().await, all[1..]);
    // An id of a life that is over.
    let mut other = Reader::open(&server, "", Some("999")).await;
    assert_eq!(other.events().await, all);
    let request = Request::get("/_sandbox/sandboxes/default/events").header("last-event-id", "x");
    let odd = server.raw(request.body(Bytes::new()).unwrap()).await;
    refused(
        told(&odd),
        400,
        &["Last-Event-ID", "the number of an entry"],
    );
    for (query, words) in [("heartbeat=1ms", "100ms"), ("hart=1", "query parameter")] {
        let path = format!("/sandboxes/default/events?{query}");
        refused(server.send("GET", &path, "").await, 400, &[words]);
    }
}

#[tokio::test]
async fn a_reader_who_is_too_slow_is_told_what_it_lost() {
    let server = Server::start();
    let small = json!({ "settings": { "journal.entries_max": 3 } });
    assert_eq!(server.put("/sandboxes/small", &small).await.0, 201);
    let request = Request::get("/_sandbox/sandboxes/small/events");
    let shape = answer(&server.0, request.body(Bytes::new()).unwrap(), None)
        .await
        .shape;
    let Shape::Stream(response) = shape else {
        panic!("no stream: {shape:?}")
    };
    let mut reader = Reader(response.into_body());
    reader.text().await.unwrap();
    for _ in 0..5 {
        let request = Request::get("/s/small/maventa/v1/invoices");
        server.raw(request.body(Bytes::new()).unwrap()).await;
    }
    let events = reader.events().await;
    let lost = json!({"from": 1, "to": 2, "count": 2});
    assert_eq!(events[0], ("2".to_owned(), "dropped".to_owned(), lost));
    let ids: Vec<&str> = events.iter().map(|(id, _, _)| id.as_str()).collect();
    assert_eq!(ids, ["2", "3", "4", "5"]);
}

#[tokio::test]
async fn silence_is_broken_by_comments_a_reset_is_told_and_the_end_is_an_end() {
    let server = Server::start();
    let mut reader = Reader::open(&server, "heartbeat=100ms", None).await;
    assert_eq!(reader.text().await.unwrap(), ": nothing new\n\n");
    server.send("POST", "/sandboxes/default/reset", "").await;
    let (id, name, _) = reader.events().await.remove(0);
    assert_eq!((id.as_str(), name.as_str()), ("0", "reset"));
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    assert_eq!(reader.events().await[0].0, "1");
    server.0.audience.close();
    let (_, name, _) = reader.events().await.remove(0);
    assert_eq!(name, "closing");
    assert_eq!(reader.text().await, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_sandbox() {
    let server = Server::start();
    server.put("/sandboxes/a", &json!({})).await;
    let request = Request::get("/_sandbox/sandboxes/a/events")
        .body(Bytes::new())
        .unwrap();
    let shape = answer(&server.0, request, None).await.shape;
    let Shape::Stream(response) = shape else {
        panic!("no stream: {shape:?}")
    };
    let mut reader = Reader(response.into_body());
    reader.text().await.unwrap();
    server.send("DELETE", "/sandboxes/a", "").await;
    let (_, name, _) = reader.events().await.remove(0);
    assert_eq!((name.as_str(), reader.text().await), ("gone", None));
}

#[tokio::test]
async fn a_sandbox_in_which_somebody_listens_is_not_idle() {
    let server = Server::start();
    server.put("/sandboxes/heard", &json!({})).await;
    let path = "/_sandbox/sandboxes/heard/events";
    let request = Request::get(path).body(Bytes::new()).unwrap();
    let shape = answer(&server.0, request, None).await.shape;
    let in_a_day = wall_now() + SignedDuration::from_hours(24);
    let hour = SignedDuration::from_hours(1);
    assert!(drop_idle(&server.0, in_a_day, hour).await.is_empty());
    drop(shape);
    assert_eq!(drop_idle(&server.0, in_a_day, hour).await.len(), 1);
}
