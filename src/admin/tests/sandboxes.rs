//! Sandboxes come, stay and go.

use serde_json::json;

use super::{Server, refused};

#[tokio::test]
async fn the_same_body_again_changes_nothing_and_another_one_is_refused() {
    let server = Server::start();
    let body = json!({"start": "2026-05-01T12:00:00+02:00", "seed": 7, "profile": "strict",
                      "settings": {"mps.validation_delay": "PT0S", "journal.entries_max": 50,
                                   "efaktura.zero_amount": false}});
    let (status, made) = server.put("/sandboxes/demo", &body).await;
    assert_eq!(status, 201, "{made}");
    let clock = json!({"now": "2026-05-01T12:00:00+02:00", "mode": "frozen", "next": null});
    assert_eq!(made["clock"], clock);
    assert_eq!(
        (&made["seed"], &made["profile"]),
        (&json!(7), &json!("strict"))
    );
    let setting = &made["settings"]["journal.entries_max"];
    assert_eq!(setting["value"], 50);
    assert_eq!(setting["default"], 10_000);
    assert_eq!(setting["set_by"], "creation");
    assert_eq!(made["settings"]["efaktura.zero_amount"]["value"], false);
    assert_eq!(made["settings"]["blobs.bytes_max"]["set_by"], "default");
    assert_eq!(made["base_urls"]["mps"], "http://localhost:8080/s/demo/mps");
    let again = server.put("/sandboxes/demo", &body).await;
    assert_eq!(again, (200, made.clone()));
    let other = server.put("/sandboxes/demo", &json!({"seed": 8})).await;
    refused(other, 409, &["`demo`", "DELETE"]);
    assert_eq!(server.get("/sandboxes/demo").await, made);
}

#[tokio::test]
async fn a_sandbox_without_a_body_stands_at_nine_on_a_monday_with_keys_of_its_own() {
    let server = Server::start();
    let (status, made) = server.send("PUT", "/sandboxes/a", "").await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made["clock"]["now"], "2026-03-02T09:00:00+01:00");
    assert_eq!(
        (&made["clock"]["mode"], &made["seed"]),
        (&json!("frozen"), &json!(1))
    );
    let here = &made["credentials"]["fjord-energi"];
    let default = server.get("/sandboxes/default").await;
    assert!(here["company_id"].is_string());
    assert_ne!(*here, default["credentials"]["fjord-energi"]);
    assert_eq!(
        default["base_urls"]["maventa"],
        "http://localhost:8080/maventa"
    );
    let list = server.get("/sandboxes").await;
    let names: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["name"])
        .collect();
    assert_eq!(names, ["a", "default"]);
}

#[tokio::test]
async fn a_body_that_does_not_fit_says_where_and_what_would() {
    let server = Server::start();
    for (body, words) in [
        (json!({"sede": 7}), ["sede", "did you mean `seed`?"]),
        (
            json!({"clock": "runing"}),
            ["clock", "did you mean `running`?"],
        ),
        (json!({"profile": "lax"}), ["settings.profile", "`strict`"]),
        (
            json!({"start": "tomorrow"}),
            ["start", "2026-03-02T09:00:00+01:00"],
        ),
        (json!({"seed": -1}), ["seed", "-1"]),
        (
            json!({"settings": {"efaktura.zero_amont": true}}),
            [
                "efaktura.zero_amont",
                "did you mean `efaktura.zero_amount`?",
            ],
        ),
        (
            json!({"settings": {"colour": 1}}),
            ["colour", "known are profile"],
        ),
        (
            json!({"settings": {"blobs.bytes_max": -1}}),
            ["-1", "a whole number"],
        ),
        (
            json!({"settings": {"profile": []}}),
            ["settings.profile", "[]"],
        ),
        (
            json!({"profile": "strict", "settings": {"profile": "documented"}}),
            ["settings.profile", "as in `profile`"],
        ),
        (json!([]), ["the body", "expected"]),
    ] {
        refused(server.put("/sandboxes/x", &body).await, 400, &words);
    }
    refused(server.send("PUT", "/sandboxes/x", "{").await, 400, &["EOF"]);
    refused(
        server.send("PUT", "/sandboxes/X_1", "").await,
        400,
        &["X_1"],
    );
    refused(
        server.send("GET", "/sandboxes/x", "").await,
        404,
        &["`x`", "PUT /_sandbox/sandboxes/x"],
    );
}

#[tokio::test]
async fn default_stays_what_the_command_line_made_it() {
    let server = Server::start();
    assert_eq!(server.send("PUT", "/sandboxes/default", "").await.0, 200);
    let same = json!({"start": "2026-03-02T08:00:00Z", "seed": 1, "clock": "frozen"});
    assert_eq!(server.put("/sandboxes/default", &same).await.0, 200);
    let other = server.put("/sandboxes/default", &json!({"seed": 2})).await;
    refused(other, 409, &["another name"]);
    let dropped = server.send("DELETE", "/sandboxes/default", "").await;
    refused(dropped, 409, &["reset it"]);
}

#[tokio::test]
async fn a_dropped_sandbox_is_gone_and_its_name_is_free() {
    let server = Server::start();
    server.put("/sandboxes/demo", &json!({"seed": 7})).await;
    assert_eq!(
        server.send("DELETE", "/sandboxes/demo", "").await,
        (204, json!(null))
    );
    refused(
        server.send("DELETE", "/sandboxes/demo", "").await,
        404,
        &["demo"],
    );
    assert_eq!(
        server.put("/sandboxes/demo", &json!({"seed": 8})).await.0,
        201
    );
    let near = server.send("GET", "/sandboxes/dem", "").await;
    refused(near, 404, &["did you mean `demo`?"]);
}

#[tokio::test]
async fn a_reset_leaves_nothing_of_what_happened() {
    let server = Server::start();
    let before = server.get("/sandboxes/default").await;
    let person = server.get("/sandboxes/default/people/halgeir").await;
    let changed = json!({"name": {"first": "Harald"}, "mandates": []});
    server
        .patch("/sandboxes/default/people/halgeir", &changed)
        .await;
    server
        .post("/sandboxes/default/clock/advance", &json!({"by": "P40D"}))
        .await;
    let (status, after) = server.send("POST", "/sandboxes/default/reset", "").await;
    assert_eq!((status, after), (200, before));
    assert_eq!(
        server.get("/sandboxes/default/people/halgeir").await,
        person
    );
    let journal = server.get("/sandboxes/default/journal").await;
    assert_eq!(journal, json!({"entries": [], "dropped": 0, "next": 0}));
    assert!(server.get("/sandboxes/default/snapshot").await.is_object());
}
