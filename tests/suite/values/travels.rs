//! A world that was written down goes on elsewhere as if nothing had happened.

use serde_json::Value;

use crate::support::{Bill, MONDAY, Stage, TestSandbox};
use sandkasse::domain::slug::Slug;
use sandkasse::sandbox::{World, restore, snapshot};

/// The document of a sandbox.
pub(super) async fn document(sandbox: &TestSandbox) -> Value {
    sandbox.enter(|world| snapshot(world)).await
}

/// The world of a document.
pub(super) fn read(document: &Value) -> World {
    restore(document.to_string().as_bytes()).unwrap()
}

/// A document in a house of its own.
pub(super) fn elsewhere(document: &Value) -> TestSandbox {
    let other = Stage::frozen(MONDAY).named("unused").build();
    let world = read(document);
    let (sandbox, is_new) = other
        .house
        .sandboxes
        .adopt(world, &other.house.cast)
        .unwrap();
    assert!(is_new);
    TestSandbox {
        house: other.house.clone(),
        sandbox,
    }
}

/// Something of everything: delivered, printed, mailed, failed, rejected, on its way.
pub(super) async fn busy() -> TestSandbox {
    let stage = Stage::frozen(MONDAY).seed(7);
    let sandbox = stage.setting("mps.validation_delay", "PT4M").build();
    for (bill, fields) in [
        ("bjorg", "recipient_phone_number=+4721622259"),
        ("halgeir number=2", "recipient_ssn=09091816528"),
        ("bodil number=4", "route_order=vipps,email"),
        ("bjorg number=5", "route_order=netbank"),
        ("bodil number=6", "route_order=silent_failure"),
        ("bodil number=7", "recipient_type=b2b"),
        ("bodil number=3", "route_order=netbank,print"),
    ] {
        sandbox.send(&Bill::read(bill), fields).await;
        sandbox.advance("PT1M").await;
    }
    sandbox.lookup("ssn=05111926664").await;
    // What is on its way to her will be rejected.
    let change = |world: &mut World| {
        let slug = Slug::parse("bodil").unwrap();
        let mut bodil = world.cast.person(&slug).unwrap().as_ref().clone();
        bodil.efaktura.as_mut().unwrap().yes_to_all = false;
        world.cast.put_person(bodil).unwrap();
    };
    sandbox.enter(change).await;
    sandbox
}

#[tokio::test]
async fn every_moment_of_a_walk_reads_back_as_it_was_written() {
    let sandbox = busy().await;
    for step in 0..40 {
        let out = document(&sandbox).await;
        assert_eq!(snapshot(&read(&out)), out, "after {step} steps");
        sandbox.advance("PT17S").await;
    }
    let last = document(&sandbox).await;
    let transactions = last["services"]["mps"]["transactions"].to_string();
    for state in ["ACCEPTED", "REJECTED"] {
        assert!(transactions.contains(state), "none was {state}");
    }
    let to_come = last["agenda"].as_array().unwrap();
    let ended = to_come.iter().all(|row| row["what"].get("book").is_some());
    assert!(ended, "no walk goes on: {to_come:?}");
    for (what, found) in [
        ("letters", last["outbox"].as_array().unwrap().len()),
        (
            "presented",
            last["book"]["presented"].as_array().unwrap().len(),
        ),
        (
            "mandates",
            last["book"]["mandates"].as_array().unwrap().len(),
        ),
        ("blobs", last["blobs"]["kept"].as_object().unwrap().len()),
        (
            "tokens",
            last["services"]["maventa"]["tokens"]
                .as_object()
                .unwrap()
                .len(),
        ),
    ] {
        assert!(found > 0, "the walk left no {what}");
    }
}

#[tokio::test]
async fn a_world_in_the_middle_of_its_walks_goes_on_elsewhere_as_at_home() {
    let here = busy().await;
    let there = elsewhere(&document(&here).await);
    assert_eq!(there.journal(), Vec::<String>::new());
    assert!(
        there.sandbox.lock().world.agenda.next().is_some(),
        "nothing is on its way"
    );
    let mut stories = Vec::new();
    for sandbox in [&here, &there] {
        let before = sandbox.journal().len();
        let ran = sandbox.advance("PT2M").await;
        let id = sandbox.sent(&Bill::read("bodil number=8"), "").await;
        sandbox.advance("PT1H").await;
        let answer = sandbox.get(&format!("/v1/invoices/{id}")).await.text();
        let journal = sandbox.journal().split_off(before);
        stories.push((id, ran, answer, journal));
    }
    assert_eq!(stories[0], stories[1]);
    assert_eq!(document(&here).await, document(&there).await);
}

#[tokio::test]
async fn a_fork_is_what_its_snapshot_under_its_name_would_be_and_each_goes_its_own_way() {
    let here = busy().await;
    let name = Slug::parse("other").unwrap();
    let fork = here.enter(|world| world.twin().called(&name)).await;
    let copied = read(&document(&here).await).called(&name);
    let written = snapshot(&fork);
    assert_eq!(written, snapshot(&copied));
    assert_eq!(
        written["services"]["maventa"]["tokens"],
        serde_json::json!({})
    );
    let (sandbox, _) = here.house.sandboxes.adopt(fork, &here.house.cast).unwrap();
    let there = TestSandbox {
        house: here.house.clone(),
        sandbox,
    };
    assert_ne!(here.keys("fjord-energi"), there.keys("fjord-energi"));
    let before = document(&here).await;
    there.sent(&Bill::read("bodil number=9"), "").await;
    there.advance("PT1H").await;
    assert_eq!(document(&here).await, before);
    let recipe = there.sandbox.recipe();
    let world = there.sandbox.lock().as_created(recipe).unwrap();
    there.sandbox.lock().begin(world);
    assert_eq!(
        document(&there).await,
        written,
        "a reset comes back to the fork"
    );
}

#[tokio::test]
async fn files_that_went_for_room_are_missed_by_no_reader() {
    let stage = Stage::frozen(MONDAY).setting("blobs.bytes_max", "5000");
    let sandbox = stage.build();
    for number in 1..5 {
        let bill = Bill::to("bodil").with("number", &number.to_string());
        sandbox.sent(&bill, "").await;
    }
    let out = document(&sandbox).await;
    assert_ne!(out["blobs"]["dropped"], 0);
    let mut old = out.clone();
    old["blobs"].as_object_mut().unwrap().remove("oldest_first");
    let order = snapshot(&read(&old))["blobs"]["oldest_first"].clone();
    assert_eq!(
        order.as_array().unwrap().len(),
        out["blobs"]["kept"].as_object().unwrap().len()
    );
    assert_eq!(snapshot(&read(&out)), out);
}

#[tokio::test]
async fn a_document_of_before_the_register_begins_its_log_with_the_cast() {
    let out = document(&Stage::frozen(MONDAY).build()).await;
    let mut old = out.clone();
    let services = old["services"].as_object_mut().unwrap();
    for service in ["maskinporten", "krr", "dpi"] {
        assert!(services.remove(service).is_some(), "{service}");
    }
    assert_eq!(snapshot(&read(&old)), out);
}

#[tokio::test]
async fn a_snapshot_put_over_a_sandbox_at_work_waits_its_turn_and_nothing_old_arrives_later() {
    let sandbox = busy().await;
    let before = document(&sandbox).await;
    // The walk of this one is due, and this test's thread has not let the pump run.
    let id = sandbox.sent(&Bill::read("bodil number=10"), "").await;
    let path = "/_sandbox/sandboxes/default/snapshot";
    let put = sandbox.call("PUT", path, &[], before.to_string()).await;
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(document(&sandbox).await, before);
    assert_eq!(sandbox.journal(), Vec::<String>::new());
    sandbox.advance("PT1H").await;
    let gone = sandbox.get(&format!("/v1/invoices/{id}")).await;
    assert_eq!(gone.refusal(), "404 not_found");
    // What the snapshot had on its way is printed when MPS rejects it, and nothing else arrives.
    assert_eq!(sandbox.events("efaktura.rejected").len(), 1);
    assert_eq!(sandbox.events("invoice.delivered").len(), 1);
}
