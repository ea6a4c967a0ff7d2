//! Acting as a person, and what netbank, timeline and journal show of it.

use serde_json::{Value, json};

use super::invoices::{advance, send_invoice, send_transactions, transaction};
use super::{Server, Told, refused};

const HALGEIR: &str = "/sandboxes/default/people/halgeir";

async fn act(server: &Server, who: &str, action: &str, fields: Value) -> Told {
    let path = format!("/sandboxes/default/people/{who}/actions/{action}");
    server.post(&path, &fields).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_invoice_shows_in_netbank_timeline_journal_and_bank_and_not_at_mps() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    let early = act(&server, "halgeir", "pay", json!({"invoice": id})).await;
    refused(early, 404, &["presented in the netbank", "timeline"]);
    advance(&server, "PT1M").await;
    let netbank = format!("{HALGEIR}/invoices");
    let seen = server.get(&netbank).await;
    let row = |field: &str| seen[0][field].clone();
    let fixed = ["invoice", "state", "amount_ore", "in_vipps", "answered_ore"].map(row);
    assert_eq!(json!(fixed), json!([id, "open", 45_000, true, null]));

    let (status, done) = act(&server, "halgeir", "pay", json!({"invoice": id})).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        (&done["invoice"], &done["changed"]),
        (&json!(id), &json!(true))
    );
    let words = done["done"].as_str().unwrap();
    assert!(words.starts_with("halgeir paid 450.00 to "), "{words}");
    assert_eq!(done["person"]["bank"]["balance_ore"], 10_000_000 - 45_000);

    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    let consumer = json!({"person": "halgeir", "state": "paid", "answered_ore": 45_000,
        "answered_at": "2026-03-02T09:01:00+01:00"});
    assert_eq!(timeline["consumer"], consumer);
    assert_eq!(timeline["status"], "DELIVERED");
    let last = timeline["events"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert_eq!(
        (&last["kind"], &last["text"]),
        (&json!("invoice.paid"), &json!(words))
    );
    let journal = server
        .get(&format!("/sandboxes/default/journal?invoice={id}"))
        .await;
    assert!(journal.to_string().contains(words), "{journal}");
    let snapshot = server.get("/sandboxes/default/snapshot").await;
    let state = &snapshot["book"]["presented"][0]["state"];
    assert_eq!(
        (&state["is"], &state["amount_ore"]),
        (&json!("paid"), &json!(45_000))
    );

    // The id of MPS names the same invoice.
    let same = json!({"invoice": timeline["mps_transaction"]});
    let twice = act(&server, "halgeir", "pay", same).await;
    assert_eq!(
        twice.1["found"].as_str().unwrap().split(',').next(),
        Some("an invoice that is paid")
    );
    refused(twice, 409, &["`pay`", "open or approved"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_came_without_the_router_is_answered_too_by_its_own_consumer_only() {
    let server = Server::start();
    let id = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
    send_transactions(&server, vec![transaction(id)]).await;
    advance(&server, "PT1M").await;
    let stranger = act(&server, "bodil", "delete", json!({"invoice": id})).await;
    refused(
        stranger,
        409,
        &["presented to `halgeir`", "act as `halgeir`"],
    );
    let (status, done) = act(&server, "halgeir", "delete", json!({"invoice": id})).await;
    assert_eq!(status, 200, "{done}");
    let approve = act(&server, "halgeir", "approve", json!({"invoice": id})).await;
    refused(approve, 409, &["is deleted"]);
    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    assert_eq!(timeline["consumer"]["state"], "deleted");
    assert_eq!(timeline["status"], "ACCEPTED");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yes_to_all_withdrawn_between_look_up_and_validation_ends_in_a_rejection() {
    let server = Server::start();
    let id = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
    send_transactions(&server, vec![transaction(id)]).await;
    let (status, done) = act(&server, "halgeir", "withdraw-jtta", json!({})).await;
    assert_eq!((status, &done["invoice"]), (200, &json!(null)));
    assert_eq!(done["person"]["efaktura"]["yes_to_all"], false);
    advance(&server, "PT1M").await;
    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    assert_eq!(timeline["status"], "REJECTED", "{timeline}");
    assert_eq!(server.get(&format!("{HALGEIR}/invoices")).await, json!([]));
    let journal = server.get("/sandboxes/default/journal").await;
    assert!(
        journal.to_string().contains("halgeir withdrew Yes to All"),
        "{journal}"
    );
}

#[tokio::test]
async fn a_mandate_that_ended_is_told_once_and_a_consent_that_stands_changes_nothing() {
    let server = Server::start();
    let (status, done) = server
        .send("POST", &format!("{HALGEIR}/actions/end-mandate"), "")
        .await;
    assert_eq!(
        (status, &done["person"]["mandates"]),
        (200, &json!([])),
        "{done}"
    );
    let again = act(&server, "halgeir", "end-mandate", json!({})).await;
    refused(again, 409, &["no such mandate", "`make-mandate`"]);
    let (_, same) = act(&server, "halgeir", "give-jtta", json!({})).await;
    assert_eq!(same["changed"], false);
    let journal = server.get("/sandboxes/default/journal").await.to_string();
    assert_eq!(journal.matches("mandate.ended").count(), 1, "{journal}");
    assert!(!journal.contains("jtta.given"), "{journal}");
}

#[tokio::test]
async fn what_is_wrong_in_address_or_body_is_told_with_the_nearest_name() {
    let server = Server::start();
    let before = server.get("/sandboxes/default/snapshot").await;
    for (who, action, body, status, words) in [
        (
            "halgeir",
            "withdraw-jta",
            json!({}),
            404,
            "did you mean `withdraw-jtta`?",
        ),
        (
            "halgeir",
            "dance",
            json!({}),
            404,
            "`GET /_sandbox/actions` lists them all",
        ),
        (
            "halgier",
            "give-jtta",
            json!({}),
            404,
            "did you mean `halgeir`?",
        ),
        (
            "halgeir",
            "pay",
            json!({"invoise": "x"}),
            400,
            "did you mean `invoice`?",
        ),
        (
            "halgeir",
            "give-jtta",
            json!({"x": 1}),
            400,
            "it takes none",
        ),
        ("halgeir", "pay", json!({}), 400, "invoice: found nothing"),
        (
            "halgeir",
            "pay",
            json!({"invoice": ["x"]}),
            400,
            "expected a text",
        ),
        (
            "halgeir",
            "pay",
            json!({"invoice": "x", "amount_ore": 4.5}),
            400,
            "`4.5`",
        ),
        (
            "halgeir",
            "pay",
            json!({"invoice": null}),
            400,
            "invoice: found nothing",
        ),
        ("halgeir", "pay", json!({"invoice": "x"}), 404, "found `x`"),
        ("halgeir", "pay", json!([]), 400, "the body"),
    ] {
        refused(act(&server, who, action, body).await, status, &[words]);
    }
    let netbank = server
        .send("GET", "/sandboxes/default/people/nobody/invoices", "")
        .await;
    refused(netbank, 404, &["nobody"]);
    assert_eq!(server.get("/sandboxes/default/snapshot").await, before);
}

#[tokio::test]
async fn every_deed_is_listed_with_its_fields_and_source() {
    let rows = Server::start().get("/actions").await;
    let rows = rows.as_array().unwrap();
    let pay = rows.iter().find(|row| row["name"] == "pay").unwrap();
    let fields = pay["fields"].as_array().unwrap();
    assert_eq!(fields[0]["name"], "invoice");
    assert_eq!(fields[0]["required"], true);
    assert_eq!(fields[1]["kind"], "amount_ore");
    for row in rows {
        assert!(!row["text"].as_str().unwrap().is_empty(), "{row}");
        assert!(!row["source"].as_str().unwrap().is_empty(), "{row}");
    }
}
