//! What scenarios ask for by name.

use bytes::Bytes;
use http::{Method, Request};

use super::world::{ID, SENDER, World};
use crate::services::vipps::faults::FaultKind;
use crate::services::vipps::{OPERATIONS, SCRIPTED};

#[test]
fn every_named_refusal_is_spoken_and_changes_nothing() {
    let mut count = 0;
    for operation in OPERATIONS
        .iter()
        .filter(|row| row.id.starts_with("vipps.isp.") && row.path.contains("{invoiceId}"))
    {
        for row in SCRIPTED.iter().filter(|row| row.on.contains(&operation.id)) {
            let mut world = World::new();
            let invoice = world.invoice();
            let request = Request::builder()
                .method(Method::from_bytes(operation.method.as_str().as_bytes()).unwrap())
                .uri(operation.path.replace("{invoiceId}", ID))
                .header("If-Match", "x")
                .header("Idempotency-Key", "k");
            let body = Bytes::from(invoice.to_string());
            let before = world.model.clone();
            let heard = world.hears(SENDER, request.body(body).unwrap(), Some(row.name));
            let kind = FaultKind::named(row.name).unwrap();
            assert_eq!(heard.status, kind.status(), "{}", row.name);
            if let FaultKind::Problem(_) = kind {
                assert_eq!(heard.said().1, row.name);
            }
            assert!(world.model == before, "{}", row.name);
            count += 1;
        }
    }
    assert!(count > 80, "{count}");
}

#[test]
fn every_problem_of_a_validation_can_be_asked_for() {
    let rows = SCRIPTED
        .iter()
        .filter(|row| row.on.contains(&"vipps.validation"));
    for row in rows.filter(|row| FaultKind::named(row.name).is_some()) {
        let mut world = World::new();
        world.send();
        world.fire(Some(row.name));
        let status = world.get(SENDER).body["status"].clone();
        assert_eq!(status["state"], "rejected", "{}", row.name);
        let problems = status["problems"].as_array().unwrap();
        let kind = format!("https://vipps.no/invoice/v1/problems/{}", row.name);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0]["type"], kind.as_str());
        assert!(problems[0].get("error").is_none());
    }
}

#[test]
fn several_problems_come_at_once() {
    let mut world = World::new();
    world.send();
    world.fire(Some("severalProblems"));
    let status = world.get(SENDER).body["status"].clone();
    assert_eq!(status["state"], "rejected");
    assert_eq!(status["problems"].as_array().unwrap().len(), 3);
}

#[test]
fn an_invoice_that_is_held_stays_created_and_can_be_taken_back() {
    let mut world = World::new();
    world.send();
    world.fire(Some("holdInCreated"));
    assert_eq!((world.state().as_str(), world.later.len()), ("created", 0));
    assert_eq!(world.send().status, 200);
    let etag = world.etag();
    assert_eq!(world.revoke(SENDER, &etag, "k").status, 204);
}

#[test]
fn an_invoice_that_is_held_for_a_day_is_validated_then_however_often_the_rule_speaks() {
    let mut world = World::new();
    world.send();
    let sent = world.now;
    world.fire(Some("holdForADay"));
    assert_eq!((world.state().as_str(), world.later.len()), ("created", 1));
    world.fire(Some("holdForADay"));
    assert_eq!(world.state(), "pending");
    assert_eq!((world.now - sent).total(jiff::Unit::Hour).unwrap(), 24.0);
}
