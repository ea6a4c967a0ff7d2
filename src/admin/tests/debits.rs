//! What the banks debit and what Vipps shows, as netbank, timeline and journal tell it.

use serde_json::{Value, json};

use super::invoices::{advance, send_invoice};
use super::{Server, refused};
use crate::consumer::{Claim, ClaimId, ClaimState};
use crate::domain::money::Ore;
use crate::http::default_sandbox;

const HALGEIR: &str = "/sandboxes/default/people/halgeir";

/// A claim of Halgeir's own mandate comes to his bank.
fn hand_over(server: &Server, id: &str, ore: i64, due: &str) {
    let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
    let mut room = sandbox.lock();
    let world = &mut room.world;
    let mandates = world.book.mandates();
    let (key, mandate) = mandates
        .filter(|(_, it)| it.payer.as_str() == "halgeir")
        .map(|(key, mandate)| (key.clone(), mandate.clone()))
        .next()
        .unwrap();
    let claim = Claim {
        service: "mps",
        payer: mandate.payer,
        payer_account: mandate.payer_account,
        payee_account: key.payee_account.clone(),
        payee: "Fjord Energi".into(),
        kid: key.kid.clone(),
        mandate: key,
        amount: Ore::new(ore),
        due_date: due.parse().unwrap(),
        notice: true,
        received_at: world.clock.now(),
        copy: None,
        uncovered: false,
        state: ClaimState::Waiting,
    };
    world.book.take_claim(ClaimId(id.into()), claim);
    world.spread_news();
}

async fn set(server: &Server, to: &str) -> Value {
    let path = "/sandboxes/default/clock/set";
    server.post(path, &json!({ "to": to })).await.1
}

async fn kinds(server: &Server, invoice: &str) -> Vec<String> {
    let path = format!("/sandboxes/default/invoices/{invoice}/timeline");
    let timeline = server.get(&path).await;
    let events = timeline["events"].as_array().unwrap().clone();
    events
        .iter()
        .map(|event| event["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_are_debited_on_monday_and_told_in_netbank_timeline_and_balance() {
    let server = Server::start();
    let (first, second) = (
        "11111111-1111-4111-8111-111111111111",
        "22222222-2222-4222-8222-222222222222",
    );
    hand_over(&server, first, 20_000, "2026-03-14");
    hand_over(&server, second, 30_000, "2026-03-16");
    let waiting = server.get(&format!("{HALGEIR}/debits")).await;
    assert_eq!(waiting[0]["run_at"], "2026-03-16T06:00:00+01:00");
    assert_eq!(waiting[0]["state"], "waiting");
    // What waits comes out of a snapshot as it was, and goes on there.
    let document = server.get("/sandboxes/default/snapshot").await;
    assert_eq!(
        server.put("/sandboxes/copy/snapshot", &document).await.0,
        201
    );
    let stop = json!({"claim": second});
    let path = format!("{HALGEIR}/actions/stop-payment");
    let (status, told) = server.post(&path, &stop).await;
    assert_eq!(status, 200, "{told}");
    let moved = set(&server, "2026-03-16T06:00:00+01:00").await;
    let runs: Vec<&str> = moved["ran"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ran| ran["what"].as_str().unwrap())
        .collect();
    assert_eq!(runs, ["the banks debit what is due on 2026-03-16"]);
    assert_eq!(
        kinds(&server, first).await,
        ["claim.received", "claim.paid"]
    );
    assert_eq!(
        kinds(&server, second).await,
        ["claim.received", "claim.stopped"]
    );
    let rows = server.get(&format!("{HALGEIR}/debits")).await;
    let states = [&rows[0]["state"], &rows[1]["state"]];
    assert_eq!(states, [&json!("paid"), &json!("stopped")]);
    assert!(!rows.to_string().contains("limit"), "{rows}");
    let halgeir = server.get(HALGEIR).await;
    assert_eq!(halgeir["bank"]["balance_ore"], 10_000_000 - 20_000);
    let diff = server
        .get("/sandboxes/default/diff?from=copy")
        .await
        .to_string();
    for words in [
        format!("halgeir: claim {first} state"),
        format!("halgeir: claim {second} state"),
    ] {
        assert!(diff.contains(&words), "{words}: {diff}");
    }
    let to = json!({"to": "2026-03-16T06:00:00+01:00"});
    server.post("/sandboxes/copy/clock/set", &to).await;
    let copied = server.get("/sandboxes/copy/people/halgeir").await;
    assert_eq!(copied["bank"]["balance_ore"], 10_000_000 - 50_000);
    let late = server.post(&path, &json!({"claim": "nobody's"})).await;
    refused(late, 404, &["claim", "nobody's"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_debit_names_its_copy_and_is_stopped_by_the_name_of_the_copy_too() {
    let server = Server::start();
    let invoice = send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    hand_over(&server, "c", 20_000, "2026-03-16");
    let debits = format!("{HALGEIR}/debits");
    assert_eq!(server.get(&debits).await[0]["invoice"], json!(null));
    {
        let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
        let book = &mut sandbox.lock().world.book;
        let copy = book.presented().next().unwrap().0.clone();
        book.link_copy(&ClaimId("c".into()), copy);
    }
    let row = server.get(&debits).await[0].clone();
    assert_eq!(
        (&row["claim"], &row["invoice"]),
        (&json!("c"), &json!(invoice))
    );
    let stop = format!("{HALGEIR}/actions/stop-payment");
    let (status, told) = server.post(&stop, &json!({ "claim": invoice })).await;
    assert_eq!(status, 200, "{told}");
    assert_eq!(server.get(&debits).await[0]["state"], "stopped");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_in_which_a_claim_waits_for_no_run_is_refused() {
    let server = Server::start();
    hand_over(&server, "c", 20_000, "2026-03-14");
    let mut document = server.get("/sandboxes/default/snapshot").await;
    let whole = document.clone();
    document["agenda"] = json!([]);
    let told = server.put("/sandboxes/copy/snapshot", &document).await;
    refused(told, 400, &["agenda", "2026-03-16"]);
    assert_eq!(server.put("/sandboxes/copy/snapshot", &whole).await.0, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vipps_shows_an_invoice_from_a_quarter_of_an_hour_on_until_two_weeks_after_its_due_date() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    let netbank = format!("{HALGEIR}/invoices");
    let row = server.get(&netbank).await[0].clone();
    assert_eq!(row["in_vipps"], true);
    assert_eq!(row["in_vipps_since"], json!(null));
    advance(&server, "PT15M").await;
    let row = server.get(&netbank).await[0].clone();
    assert!(row["in_vipps_since"].is_string(), "{row}");
    let last = kinds(&server, &id).await.pop();
    assert_eq!(last.as_deref(), Some("invoice.in-vipps"));
    set(&server, "2026-04-03T00:00:00+02:00").await;
    let row = server.get(&netbank).await[0].clone();
    assert_eq!(row["left_vipps_at"], "2026-04-03T00:00:00+02:00");
    let last = kinds(&server, &id).await.pop();
    assert_eq!(last.as_deref(), Some("invoice.left-vipps"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_is_hidden_or_deleted_in_time_never_appears_in_vipps() {
    let server = Server::start();
    for (action, last) in [
        ("hide-in-vipps", "invoice.not-in-vipps"),
        ("delete", "invoice.deleted"),
    ] {
        let show = format!("{HALGEIR}/actions/show-in-vipps");
        assert_eq!(server.post(&show, &json!({})).await.0, 200);
        let id = send_invoice(&server, "09091816528").await;
        advance(&server, "PT1M").await;
        let path = format!("{HALGEIR}/actions/{action}");
        let fields = if action == "delete" {
            json!({ "invoice": id })
        } else {
            json!({})
        };
        assert_eq!(server.post(&path, &fields).await.0, 200);
        advance(&server, "PT20M").await;
        assert_eq!(kinds(&server, &id).await.pop().as_deref(), Some(last));
        let timeline = format!("/sandboxes/default/invoices/{id}/timeline");
        assert_eq!(
            server.get(&timeline).await["in_vipps"],
            true,
            "as delivered"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mandate_that_was_changed_and_changed_back_is_told_by_its_record() {
    let server = Server::start();
    let document = server.get("/sandboxes/default/snapshot").await;
    let put = server.put("/sandboxes/copy/snapshot", &document).await;
    assert_eq!(put.0, 201);
    let path = format!("{HALGEIR}/actions/change-mandate");
    let halgeir = server.get(HALGEIR).await;
    let wanted = halgeir["mandates"][0]["notification"].as_bool().unwrap();
    let mandate = |notification: bool, limit: i64| {
        json!({"payee_account": halgeir["mandates"][0]["payee_account"],
               "kid": halgeir["mandates"][0]["kid"],
               "notification": notification, "limit_ore": limit})
    };
    let limit = halgeir["mandates"][0]["limit_ore"].as_i64().unwrap();
    for fields in [mandate(!wanted, limit), mandate(wanted, limit)] {
        let (status, told) = server.post(&path, &fields).await;
        assert_eq!(status, 200, "{told}");
    }
    let diff = "/sandboxes/default/diff?from=copy";
    let rows = server.get(diff).await;
    let rows = without_agenda(&rows);
    assert_eq!(rows.len(), 1, "both at one instant: {rows:?}");
    assert_eq!(rows[0]["what"], "mandate-change");
    // A limit is between payer and bank: only the mandate itself differs.
    server.post(&path, &mandate(wanted, limit + 1)).await;
    let rows = server.get(diff).await;
    let rows = without_agenda(&rows);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0]["what"], "mandate");
}

/// What differs beside the files to come, which tell data receivers of mandates.
fn without_agenda(rows: &Value) -> Vec<&Value> {
    let rows = rows.as_array().unwrap().iter();
    rows.filter(|row| row["what"] != "agenda").collect()
}
