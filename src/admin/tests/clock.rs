//! Sandbox time as a tester moves it.

use serde_json::json;

use super::invoices::{send_invoice, send_transactions, transaction};
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
        ("advance", json!({"until_idle": false}), 400, "`until_idle`"),
        ("advance", json!({"until_idle": 1}), 400, "until_idle"),
        ("set", json!({"to": "next"}), 409, "nothing is to come"),
        (
            "set",
            json!({"to": "next-cutof"}),
            400,
            "did you mean `next-cutoff`?",
        ),
        ("set", json!({"to": "due:"}), 400, "due:<invoice>"),
        (
            "set",
            json!({"to": "due:nobody"}),
            404,
            "knows an invoice `nobody`",
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

async fn set(server: &Server, to: &str) -> serde_json::Value {
    let to_there = json!({ "to": to });
    let (status, moved) = server.post(&format!("{CLOCK}/set"), &to_there).await;
    assert_eq!(status, 200, "{to}: {moved}");
    moved
}

#[tokio::test]
async fn the_clock_goes_to_the_next_thing_to_come_and_no_further() {
    let server = Server::start();
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    let clock = server.get(CLOCK).await;
    let moved = set(&server, "next").await;
    assert_eq!(moved["now"], clock["next"]);
    assert_eq!(
        (&moved["ran_total"], &moved["next"]),
        (&json!(1), &json!("2026-03-02T09:15:05+01:00")),
        "then it appears in Vipps"
    );
}

const TRANSACTION: &str = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";

#[tokio::test]
async fn the_clock_knows_the_stops_of_a_banks_day() {
    let server = Server::start();
    for (to, now) in [
        ("next-cutoff", "2026-03-02T17:00:00+01:00"),
        ("next-cutoff", "2026-03-03T17:00:00+01:00"),
        ("next-bank-day", "2026-03-04T00:00:00+01:00"),
        // The Wednesday before Easter; the banks open again on Tuesday, in summer time.
        ("2026-04-01T17:00:00+02:00", "2026-04-01T17:00:00+02:00"),
        ("next-bank-day", "2026-04-07T00:00:00+02:00"),
    ] {
        assert_eq!(set(&server, to).await["now"], now, "{to}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clock_goes_to_the_morning_of_the_due_date_of_an_invoice_under_any_of_its_ids() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    send_transactions(&server, vec![transaction(TRANSACTION)]).await;
    let moved = set(&server, &format!("due:{TRANSACTION}")).await;
    assert_eq!(moved["now"], "2026-03-20T00:00:00+01:00");
    let timeline = format!("/sandboxes/default/invoices/{id}/timeline");
    let by_mps = server.get(&timeline).await["mps_transaction"].clone();
    for id in [id.as_str(), by_mps.as_str().unwrap()] {
        let moved = set(&server, &format!("due:{id}")).await;
        assert_eq!(moved["now"], "2026-03-20T00:00:00+01:00", "{id}");
    }
    set(&server, "next-cutoff").await;
    let path = format!("{CLOCK}/set");
    let due = json!({ "to": format!("due:{id}") });
    refused(
        server.post(&path, &due).await,
        409,
        &["found `2026-03-20T00:00:00+01:00`"],
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn until_idle_goes_on_until_nothing_is_left_to_come() {
    let server = Server::start();
    let path = format!("{CLOCK}/advance");
    let idle = json!({ "until_idle": true });
    let (status, moved) = server.post(&path, &idle).await;
    let stands = json!({"now": "2026-03-02T09:00:00+01:00", "mode": "frozen", "next": null,
                        "ran": [], "ran_total": 0, "idle": true,
                        "stopped": "nothing is left to come"});
    assert_eq!((status, moved), (200, stands));

    // Somebody without Vipps, where it would stay for weeks.
    let id = send_invoice(&server, "27919637973").await;
    let (status, moved) = server.post(&path, &idle).await;
    assert_eq!((status, &moved["idle"]), (200, &json!(true)), "{moved}");
    let ran = moved["ran"].as_array().unwrap();
    assert_eq!(moved["now"], ran.last().unwrap()["at"]);
    assert_eq!(moved["next"], json!(null));
    let timeline = format!("/sandboxes/default/invoices/{id}/timeline");
    assert_eq!(server.get(&timeline).await["status"], "DELIVERED");

    send_invoice(&server, "09091816528").await;
    let both = json!({ "by": "PT2S", "until_idle": true });
    let (_, moved) = server.post(&path, &both).await;
    assert_eq!(
        (&moved["idle"], moved["next"].is_string()),
        (&json!(true), true)
    );
}

#[tokio::test]
async fn until_idle_does_not_go_further_than_a_year() {
    let server = Server::start();
    let default = crate::http::default_sandbox();
    let sandbox = server.0.sandboxes.get(&default).unwrap();
    let shipment = crate::services::mps::ShipmentId::parse(TRANSACTION).unwrap();
    let late: jiff::Timestamp = "2027-03-02T08:00:01Z".parse().unwrap();
    let due = crate::sandbox::Due::Mps(crate::services::mps::Event::Validate(shipment));
    sandbox.lock().world.agenda.put(late, due);
    let (_, moved) = server
        .post(&format!("{CLOCK}/advance"), &json!({ "until_idle": true }))
        .await;
    assert_eq!(moved["now"], "2026-03-02T09:00:00+01:00");
    assert_eq!(moved["idle"], false);
    assert!(
        moved["stopped"]
            .as_str()
            .unwrap()
            .contains("more than a year")
    );
}
