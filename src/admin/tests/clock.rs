//! Sandbox time as a tester moves it.

use serde_json::json;

use super::{Server, refused};

const CLOCK: &str = "/sandboxes/default/clock";

#[tokio::test]
async fn a_move_answers_where_the_clock_stands_and_what_happened() {
    let server = Server::start();
    let (status, moved) = server
        .post(&format!("{CLOCK}/advance"), &json!({"by": "PT15M"}))
        .await;
    let stands = json!({"now": "2026-03-02T09:15:00+01:00", "mode": "frozen", "next": null,
                        "ran": [], "ran_total": 0});
    assert_eq!((status, moved), (200, stands));
    let clock = server.get(CLOCK).await;
    assert_eq!(clock["now"], "2026-03-02T09:15:00+01:00");
}

#[tokio::test]
async fn a_day_is_a_day_of_the_calendar_also_when_norway_changes_its_clocks() {
    let server = Server::start();
    for (path, body, now) in [
        (
            "set",
            json!({"to": "2026-03-28T12:00:00+01:00"}),
            "2026-03-28T12:00:00+01:00",
        ),
        ("advance", json!({"by": "P1D"}), "2026-03-29T12:00:00+02:00"),
        (
            "advance",
            json!({"by": "PT24H"}),
            "2026-03-30T12:00:00+02:00",
        ),
        (
            "set",
            json!({"to": "2027-01-31T10:00:00[Europe/Oslo]"}),
            "2027-01-31T10:00:00+01:00",
        ),
        ("advance", json!({"by": "P1M"}), "2027-02-28T10:00:00+01:00"),
        (
            "advance",
            json!({"by": "PT0S"}),
            "2027-02-28T10:00:00+01:00",
        ),
    ] {
        let (status, moved) = server.post(&format!("{CLOCK}/{path}"), &body).await;
        assert_eq!(status, 200, "{moved}");
        assert_eq!(moved["now"], now);
    }
}

#[tokio::test]
async fn what_is_no_forward_move_is_refused_and_moves_nothing() {
    let server = Server::start();
    let before = server.get(CLOCK).await;
    for (path, body, status, words) in [
        ("advance", json!({"by": "-PT1S"}), 400, "not negative"),
        ("advance", json!({"by": "15 minutes"}), 400, "PT15M"),
        (
            "advance",
            json!({"by": "P9999Y"}),
            400,
            "before the year 10000",
        ),
        ("advance", json!({"bye": "PT1S"}), 400, "did you mean `by`?"),
        ("advance", json!({}), 400, "missing field `by`"),
        (
            "set",
            json!({"to": "next"}),
            400,
            "an instant with an offset",
        ),
        (
            "set",
            json!({"to": "2026-04-01T09:00:00"}),
            400,
            "an instant with an offset",
        ),
        (
            "set",
            json!({"to": "2026-03-02T08:59:59+01:00"}),
            409,
            "`2026-03-02T09:00:00+01:00`",
        ),
        ("freeze", json!({"at": 1}), 400, "at"),
    ] {
        let told = server.post(&format!("{CLOCK}/{path}"), &body).await;
        refused(told, status, &[words]);
    }
    assert_eq!(server.get(CLOCK).await, before);
}

#[tokio::test]
async fn a_clock_is_let_run_and_stopped_again() {
    let server = Server::start();
    let (status, running) = server.send("POST", &format!("{CLOCK}/run"), "").await;
    assert_eq!((status, &running["mode"]), (200, &json!("running")));
    let (status, frozen) = server.send("POST", &format!("{CLOCK}/freeze"), "").await;
    assert_eq!((status, &frozen["mode"]), (200, &json!("frozen")));
    let clock = server.get(CLOCK).await;
    assert_eq!(clock["now"], frozen["now"]);
}
