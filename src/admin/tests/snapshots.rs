//! Whole worlds out and in, copies, and what changed between two.

use serde_json::{Value, json};

use super::{Server, refused};

/// A world in which something happened: an hour passed and halgeir moved.
async fn moved() -> (Server, Value) {
    let server = Server::start();
    let address = json!({"address": {"line1": "Ny vei 1", "postal_code": "0001", "city": "Oslo"}});
    let halgeir = "/sandboxes/default/people/halgeir";
    assert_eq!(server.patch(halgeir, &address).await.0, 200);
    let hour = json!({"by": "PT1H"});
    server.post("/sandboxes/default/clock/advance", &hour).await;
    let document = server.get("/sandboxes/default/snapshot").await;
    (server, document)
}

#[tokio::test]
async fn a_world_that_was_put_under_another_name_is_the_same_with_credentials_of_its_own() {
    let (server, document) = moved().await;
    let (status, made) = server.put("/sandboxes/copy/snapshot", &document).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["clock"]["now"], "2026-03-02T10:00:00+01:00");
    assert_eq!(made["name"], "copy");
    let default = server.get("/sandboxes/default").await;
    let keys = |text: &Value| text["credentials"]["fjord-energi"].clone();
    assert_ne!(keys(&made), keys(&default));
    assert_eq!(made, server.get("/sandboxes/copy").await);
    assert_eq!(
        server.get("/sandboxes/copy/diff?from=default").await,
        json!([])
    );
    let again = server.put("/sandboxes/copy/snapshot", &document).await;
    assert_eq!(again, (200, made.clone()));
    // Whoever makes sure that it is there finds it; whoever wants another one is told.
    assert_eq!(server.send("PUT", "/sandboxes/copy", "").await, (200, made));
    let other = server.put("/sandboxes/copy", &json!({"seed": 9})).await;
    refused(other, 409, &["`copy`"]);
}

#[tokio::test]
async fn under_its_own_name_a_world_comes_back_whole_and_frozen_and_a_reset_returns_to_it() {
    let (server, document) = moved().await;
    let path = "/sandboxes/default/clock/run";
    assert_eq!(server.send("POST", path, "").await.0, 200);
    server.send("POST", "/sandboxes/default/reset", "").await;
    let (status, back) = server.put("/sandboxes/default/snapshot", &document).await;
    assert_eq!((status, &back["clock"]["mode"]), (200, &json!("frozen")));
    assert_eq!(server.get("/sandboxes/default/snapshot").await, document);
    let day = json!({"by": "P1D"});
    server.post("/sandboxes/default/clock/advance", &day).await;
    assert_eq!(
        server.send("POST", "/sandboxes/default/reset", "").await,
        (200, back)
    );
    assert_eq!(server.get("/sandboxes/default/snapshot").await, document);
}

#[tokio::test]
async fn a_key_that_was_given_stays_at_home() {
    let server = Server::start();
    let company = "/sandboxes/default/companies/fjord-energi";
    let given = json!({"maventa": {"user_api_key": "secret"}});
    assert_eq!(server.patch(company, &given).await.0, 200);
    let document = server.get("/sandboxes/default/snapshot").await;
    server.put("/sandboxes/default/snapshot", &document).await;
    let body = json!({"as": "copy"});
    let (status, copy) = server.post("/sandboxes/default/fork", &body).await;
    assert_eq!(status, 201, "{copy}");
    let key = |text: &Value| text["credentials"]["fjord-energi"]["user_api_key"].clone();
    assert_eq!(key(&server.get("/sandboxes/default").await), "secret");
    assert_ne!(key(&copy), "secret");
    assert_eq!(
        server.get("/sandboxes/copy/diff?from=default").await,
        json!([])
    );
}

#[tokio::test]
async fn a_document_that_is_wrong_says_where_and_changes_nothing() {
    let (server, document) = moved().await;
    let path = "/sandboxes/default/snapshot";
    let with = |pointer: &str, value: Value| {
        let mut bad = document.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        bad
    };
    for (body, field, words) in [
        (
            with("/format", json!(2)),
            "format",
            ["found 2", "expected 1"],
        ),
        (
            with("/cast/people/halgeir/email", json!("x")),
            "cast.people.halgeir.email",
            ["found `x`", "expected"],
        ),
        (
            with("/settings/profile/set_by", json!("crration")),
            "settings.profile.set_by",
            ["found `crration`", "creation"],
        ),
        (
            json!({"format": 1}),
            "the body",
            ["missing field", "sandbox"],
        ),
    ] {
        for name in [path, "/sandboxes/new/snapshot"] {
            let told = server.put(name, &body).await;
            assert_eq!(told.1["field"], field, "{}", told.1);
            refused(told, 400, &words);
        }
    }
    let text = document.to_string();
    let half = server.send("PUT", path, &text[..text.len() / 2]).await;
    refused(half, 400, &["EOF"]);
    refused(server.send("PUT", path, "").await, 400, &["EOF"]);
    assert_eq!(server.get(path).await, document);
    refused(
        server.send("GET", "/sandboxes/new", "").await,
        404,
        &["`new`"],
    );
    refused(
        server.put("/sandboxes/A_b/snapshot", &document).await,
        400,
        &["A_b"],
    );
}

#[tokio::test]
async fn a_fork_is_made_once_under_a_name_that_is_free() {
    let (server, document) = moved().await;
    let fork = "/sandboxes/default/fork";
    let (status, made) = server.post(fork, &json!({"as": "copy"})).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made, server.get("/sandboxes/copy").await);
    let person = "people/halgeir";
    assert_eq!(
        server.get(&format!("/sandboxes/copy/{person}")).await,
        server.get(&format!("/sandboxes/default/{person}")).await
    );
    let journal = server.get("/sandboxes/copy/journal").await;
    assert_eq!(journal["entries"], json!([]));
    for (body, status, words) in [
        (json!({"as": "copy"}), 409, ["`copy`", "another name"]),
        (json!({"as": "default"}), 409, ["`default`", "another name"]),
        (json!({"as": "A b"}), 400, ["A b", "lower-case"]),
        (json!({"to": "x"}), 400, ["to", "`as`"]),
        (json!({}), 400, ["missing field", "`as`"]),
    ] {
        refused(server.post(fork, &body).await, status, &words);
    }
    refused(
        server.send("POST", fork, "").await,
        400,
        &["empty body", "JSON"],
    );
    let nowhere = server
        .post("/sandboxes/coppy/fork", &json!({"as": "x"}))
        .await;
    refused(nowhere, 404, &["did you mean `copy`?"]);
    assert_eq!(server.get("/sandboxes/default/snapshot").await, document);
}

#[tokio::test]
async fn a_diff_names_what_changed_with_both_values() {
    let (server, _) = moved().await;
    server
        .post("/sandboxes/default/fork", &json!({"as": "copy"}))
        .await;
    let no = json!({"efaktura": {"yes_to_all": false}});
    server.patch("/sandboxes/copy/people/halgeir", &no).await;
    let quarter = json!({"by": "PT15M"});
    server.post("/sandboxes/copy/clock/advance", &quarter).await;
    let changes = server.get("/sandboxes/copy/diff?from=default").await;
    assert_eq!(
        changes,
        json!([
            {"what": "clock", "id": "", "text": "clock: +PT15M",
             "before": "2026-03-02T09:00:00Z", "after": "2026-03-02T09:15:00Z"},
            {"what": "person", "id": "halgeir", "text": "halgeir: Yes to All off",
             "before": true, "after": false},
        ])
    );
    assert_eq!(
        server.get("/sandboxes/copy/diff?from=copy").await,
        json!([])
    );
    for (query, status, words) in [
        ("", 400, ["from", "?from=default"]),
        ("?from=defualt", 404, ["defualt", "did you mean `default`?"]),
        ("?from=A%20b", 400, ["A b", "lower-case"]),
        ("?form=default", 400, ["form", "did you mean `from`?"]),
    ] {
        let path = format!("/sandboxes/copy/diff{query}");
        refused(server.send("GET", &path, "").await, status, &words);
    }
}
