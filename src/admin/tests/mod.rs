//! The admin API through the front door, without a socket.

mod actions;
mod bank;
mod cast;
mod clock;
mod debits;
mod events;
mod files;
mod guard;
mod har;
mod invoices;
mod journal;
mod listeners;
mod mailbox;
mod marks;
mod maskinporten;
mod naming;
mod openapi;
mod outbox;
mod post;
mod sandboxes;
mod settings;
mod snapshots;
mod tables;
mod waiting;

use std::sync::Arc;

use bytes::Bytes;
use http::{Method, Request, Response};
use serde_json::{Value, json};
use tokio::runtime::Handle;

use crate::app;
use crate::http::{House, Shape, answer, default_sandbox};
use crate::sandbox::{Mode, Recipe};
use crate::scenario::{CastFile, Library};

/// A house as a server has it, with `default` frozen on a Monday at nine.
struct Server(Arc<House>);

/// An answer: status and JSON body.
type Told = (u16, Value);

impl Server {
    fn start() -> Self {
        let cast = CastFile::embedded().unwrap();
        let house = app::house(
            Arc::new(cast),
            Arc::new(Library::embedded().unwrap()),
            Handle::current(),
        );
        let recipe = Recipe {
            name: default_sandbox(),
            start: Some("2026-03-02T08:00:00Z".parse().unwrap()),
            mode: Mode::Frozen,
            seed: 1,
            settings: Vec::new(),
            cast: Arc::clone(&house.cast),
            scenario: None,
        };
        house.sandboxes.create(recipe).unwrap();
        Self(Arc::new(house))
    }

    async fn raw(&self, request: Request<Bytes>) -> Response<Bytes> {
        let shape = answer(&self.0, request, None).await.shape;
        let Shape::Answer(response) = shape else {
            panic!("no answer: {shape:?}")
        };
        response
    }

    /// Sends to a path below `/_sandbox`, or to a whole one.
    async fn send(&self, method: &str, path: &str, body: &str) -> Told {
        let prefix = if path.starts_with("/maventa") {
            ""
        } else {
            "/_sandbox"
        };
        let request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("{prefix}{path}"))
            .header("host", "localhost:8080")
            .body(Bytes::copy_from_slice(body.as_bytes()))
            .unwrap();
        told(&self.raw(request).await)
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send("GET", path, "").await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn put(&self, path: &str, body: &Value) -> Told {
        self.send("PUT", path, &body.to_string()).await
    }

    async fn patch(&self, path: &str, body: &Value) -> Told {
        self.send("PATCH", path, &body.to_string()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Told {
        self.send("POST", path, &body.to_string()).await
    }
}

fn told(response: &Response<Bytes>) -> Told {
    let body = response.body();
    let body = if body.is_empty() {
        json!(null)
    } else {
        serde_json::from_slice(body).unwrap()
    };
    (response.status().as_u16(), body)
}

/// A refusal, with its status and some words of it.
#[track_caller]
fn refused((status, body): Told, expected: u16, words: &[&str]) {
    assert_eq!(status, expected, "{body}");
    assert_eq!(body["status"], expected);
    let detail = body["detail"].as_str().unwrap();
    for word in words {
        assert!(detail.contains(word), "`{detail}` lacks `{word}`");
    }
}
