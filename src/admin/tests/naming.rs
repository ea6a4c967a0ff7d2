//! Whose a credential is, and sandboxes that nobody uses.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{Server, refused};
use crate::domain::slug::Slug;
use crate::http::{drop_idle, drop_sandbox};
use crate::sandbox::{Stay, wall_now};

const GIVEN: &str = "00000000-0000-4000-8000-000000000001";
const FJORD: &str = "companies/fjord-energi";

fn slug(name: &str) -> Slug {
    Slug::parse(name).unwrap()
}

fn give(id: &str) -> Value {
    json!({"maventa": {"company_id": id}})
}

impl Server {
    async fn make(&self, name: &str) -> Value {
        let (status, made) = self.send("PUT", &format!("/sandboxes/{name}"), "").await;
        assert_eq!(status, 201, "{made}");
        made["credentials"]["fjord-energi"].clone()
    }

    async fn give(&self, sandbox: &str, body: &Value) -> super::Told {
        self.patch(&format!("/sandboxes/{sandbox}/{FJORD}"), body)
            .await
    }

    fn owner(&self, credential: &str) -> Option<String> {
        let owner = self.0.sandboxes.callers().sandbox_of(credential);
        owner.map(|name| name.to_string())
    }
}

#[tokio::test]
async fn a_credential_follows_its_company_through_patch_reset_and_drop() {
    let server = Server::start();
    let keys = server.make("a").await;
    let computed = keys["company_id"].as_str().unwrap();
    assert_eq!(server.owner(computed).as_deref(), Some("a"));
    assert_eq!(server.give("a", &give(GIVEN)).await.0, 200);
    assert_eq!(
        (server.owner(GIVEN).as_deref(), server.owner(computed)),
        (Some("a"), None)
    );
    server.send("POST", "/sandboxes/a/reset", "").await;
    assert_eq!(
        (server.owner(GIVEN), server.owner(computed).as_deref()),
        (None, Some("a"))
    );
    server.give("a", &give(GIVEN)).await;
    server.send("DELETE", "/sandboxes/a", "").await;
    assert_eq!((server.owner(GIVEN), server.owner(computed)), (None, None));
    server.make("b").await;
    assert_eq!(server.give("b", &give(GIVEN)).await.0, 200);
}

#[tokio::test]
async fn a_credential_of_another_sandbox_is_refused_and_nothing_changes() {
    let server = Server::start();
    server.make("a").await;
    let theirs = server.make("b").await;
    let before = server.get(&format!("/sandboxes/a/{FJORD}")).await;
    for (field, credential) in [
        ("company_id", &theirs["company_id"]),
        ("user_api_key", &theirs["user_api_key"]),
    ] {
        let body = json!({"maventa": {field: credential}});
        let words = [field, credential.as_str().unwrap(), "sandbox `b`"];
        refused(server.give("a", &body).await, 409, &words);
        let put = json!({"name": "Ny", "maventa": {field: credential}});
        let new = server.put("/sandboxes/a/companies/new", &put).await;
        refused(new, 409, &words);
    }
    assert_eq!(server.get(&format!("/sandboxes/a/{FJORD}")).await, before);
    let one = server.send("GET", "/sandboxes/a/companies/new", "").await;
    assert_eq!(one.0, 404);
    // A software's own key goes with it wherever it calls.
    let vendor = json!({"maventa": {"vendor_api_key": theirs["vendor_api_key"]}});
    assert_eq!(server.give("a", &vendor).await.0, 200);
}

#[tokio::test]
async fn a_sandbox_whose_own_credential_was_given_away_is_neither_made_nor_reset() {
    let server = Server::start();
    let keys = server.make("a").await;
    let id = keys["company_id"].as_str().unwrap();
    server.give("a", &give(GIVEN)).await;
    server.make("b").await;
    assert_eq!(server.give("b", &give(id)).await.0, 200);
    let reset = server.send("POST", "/sandboxes/a/reset", "").await;
    refused(reset, 409, &[id, "`b`"]);
    assert_eq!(server.owner(GIVEN).as_deref(), Some("a"));
    server.send("DELETE", "/sandboxes/a", "").await;
    let again = server.send("PUT", "/sandboxes/a", "").await;
    refused(again, 409, &[id, "`b`"]);
    assert_eq!(server.send("GET", "/sandboxes/a", "").await.0, 404);
    server.send("DELETE", "/sandboxes/b", "").await;
    assert_eq!(server.send("PUT", "/sandboxes/a", "").await.0, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_sandboxes_that_are_given_a_credential_at_once_one_gets_it() {
    let server = Arc::new(Server::start());
    server.make("a").await;
    server.make("b").await;
    for round in 0..40 {
        let id = format!("00000000-0000-4000-8000-{round:012}");
        let ask = |sandbox: &'static str| {
            let (server, id) = (Arc::clone(&server), id.clone());
            tokio::spawn(async move { server.give(sandbox, &give(&id)).await.0 })
        };
        let (a, b) = (ask("a"), ask("b"));
        let mut got = [a.await.unwrap(), b.await.unwrap()];
        let winner = if got[0] == 200 { "a" } else { "b" };
        got.sort_unstable();
        assert_eq!(got, [200, 409], "round {round}");
        assert_eq!(server.owner(&id).as_deref(), Some(winner));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sandboxes_that_come_and_go_at_once_leave_no_credential_behind() {
    let server = Arc::new(Server::start());
    let keys = server.make("a").await;
    let id = keys["company_id"].as_str().unwrap().to_owned();
    let churn = || {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            for _ in 0..20 {
                server.send("DELETE", "/sandboxes/a", "").await;
                server.send("PUT", "/sandboxes/a", "").await;
                server.give("a", &give(GIVEN)).await;
            }
        })
    };
    let (one, two) = (churn(), churn());
    one.await.unwrap();
    two.await.unwrap();
    server.send("POST", "/sandboxes/a/reset", "").await;
    assert_eq!(server.owner(&id).as_deref(), Some("a"));
    assert_eq!(server.owner(GIVEN), None);
    server.send("DELETE", "/sandboxes/a", "").await;
    assert_eq!(server.owner(&id), None);
}

#[tokio::test]
async fn a_sandbox_that_nobody_uses_is_dropped_with_what_it_has() {
    let server = Server::start();
    let keys = server.make("a").await;
    server.make("b").await;
    let body = json!({"service": "mps", "sandbox": "a"});
    server.post("/listeners", &body).await;
    let hour = SignedDuration::from_hours(1);
    let sweep = |now: Timestamp| drop_idle(&server.0, now, hour);
    let soon = wall_now() + SignedDuration::from_mins(59);
    assert!(sweep(soon).await.is_empty());
    let later = wall_now() + SignedDuration::from_mins(61);
    let b = server.0.sandboxes.get(&slug("b")).unwrap();
    let stay = Stay::in_sandbox(b);
    let dropped = sweep(later).await;
    assert_eq!(dropped, [slug("a")]);
    assert_eq!(server.get("/listeners").await, json!([]));
    assert_eq!(server.owner(keys["company_id"].as_str().unwrap()), None);
    let gone = server.send("GET", "/sandboxes/a", "").await;
    refused(gone, 404, &["nobody used it", "PUT /_sandbox/sandboxes/a"]);
    // `b` was not used either, but somebody is in it.
    drop(stay);
    assert!(sweep(soon).await.is_empty());
    assert_eq!(sweep(later).await, [slug("b")]);
    assert!(!drop_sandbox(&server.0, &slug("b")).await);
    // Made anew it is an ordinary one, and when it is told to go nobody speaks of idleness.
    server.make("a").await;
    server.send("DELETE", "/sandboxes/a", "").await;
    let (_, said) = server.send("GET", "/sandboxes/a", "").await;
    assert!(!said["detail"].as_str().unwrap().contains("nobody used it"));
    let names = server.get("/sandboxes").await;
    assert_eq!(names[0]["name"], "default");
}

#[tokio::test]
async fn a_user_of_mps_names_its_sandbox_and_stays_behind_when_the_world_moves() {
    let server = Server::start();
    let computed = server.make("a").await["mps_user"].clone();
    let computed = computed.as_str().unwrap();
    assert_eq!(server.owner(computed).as_deref(), Some("a"));
    let body = json!({"mps": {"user": "fjord", "password": "secret"}});
    let (status, company) = server.give("a", &body).await;
    assert_eq!((status, &company["mps"]["user"]), (200, &json!("fjord")));
    assert_eq!(company["mps"]["acts_for"], json!([]));
    assert_eq!(server.owner("fjord").as_deref(), Some("a"));
    assert_eq!(server.owner(computed), None);
    server.make("b").await;
    let (status, refused) = server.give("b", &body).await;
    assert_eq!((status, &refused["field"]), (409, &json!("mps.user")));
    let other = json!({"mps": {"user": "fjord"}});
    let path = "/sandboxes/a/companies/nord-nett";
    assert_eq!(server.patch(path, &other).await.0, 409);
    let (_, gone) = server.give("a", &json!({"mps": null})).await;
    assert_eq!((gone.get("mps"), server.owner("fjord")), (None, None));
    let (_, back) = server.give("a", &json!({"mps": {}})).await;
    assert_eq!(back["mps"]["user"], json!(computed));
    assert_eq!(back["mps"]["roles"], json!(["submitter"]));
}

#[tokio::test]
async fn an_account_at_digipost_names_its_sandbox_and_is_in_one_only() {
    let server = Server::start();
    server.make("a").await;
    let body = json!({"digipost": {"broker_id": 497_013}});
    let (status, company) = server.give("a", &body).await;
    assert_eq!(
        (status, &company["digipost"]["broker_id"]),
        (200, &json!(497_013))
    );
    assert_eq!(server.owner("497013").as_deref(), Some("a"));
    server.make("b").await;
    let (status, refused) = server.give("b", &body).await;
    assert_eq!(
        (status, &refused["field"]),
        (409, &json!("digipost.broker_id"))
    );
    server.give("a", &json!({"digipost": null})).await;
    assert_eq!(server.owner("497013"), None);
    assert_eq!(server.give("b", &body).await.0, 200);
}
