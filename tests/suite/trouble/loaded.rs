//! Scenarios loaded into a running sandbox.

use serde_json::json;

use crate::support::{Bill, MONDAY, Stage, TestSandbox};

const STORY: &str = r#"
title = "Bodil moves, and MPS is down for a while"
[stage]
start = "2026-03-02T10:00:00+01:00"
settings = { "mps.validation_delay" = "PT7S" }
[stage.people.bodil]
vipps = { display = true }
[[rule]]
name = "down"
on = "mps.addShipment"
then = { status = 503 }
times = 1
"#;

async fn post(sandbox: &TestSandbox, query: &str, story: &str) -> crate::support::Reply {
    let headers = [("host", "localhost"), ("content-type", "application/toml")];
    let path = format!("/_sandbox/sandboxes/default/scenarios?{query}");
    sandbox
        .call("POST", &path, &headers, story.to_owned())
        .await
}

#[tokio::test]
async fn a_scenario_sets_its_stage_and_arms_its_rules_on_what_is_there() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let reply = post(&sandbox, "name=down-for-a-while", STORY).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    let clock = sandbox.admin("GET", "/clock", "").await.json();
    assert_eq!(clock["now"], "2026-03-02T10:00:00+01:00");
    let bodil = sandbox.admin("GET", "/people/bodil", "").await.json();
    assert_eq!(bodil["vipps"], json!({"active": true, "display": true}));
    let settings = sandbox.admin("GET", "/settings", "").await.json();
    let delay = &settings["mps.validation_delay"];
    assert_eq!(
        (&delay["value"], &delay["set_by"]),
        (&json!("PT7S"), &json!("scenario"))
    );
    let ssn = "recipient_ssn=05111926664";
    let id = sandbox.sent(&Bill::to("bodil"), ssn).await;
    sandbox.advance("PT1M").await;
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated EFAKTURA");
    let report = sandbox
        .admin("GET", "/scenarios/down-for-a-while/report", "")
        .await
        .json();
    let rule = &report["rules"][0];
    assert_eq!(
        (&rule["name"], &rule["matched"], &rule["spoke"]),
        (&json!("down"), &json!(2), &json!(1))
    );
    let gone = sandbox
        .admin("DELETE", "/scenarios/down-for-a-while", "")
        .await;
    assert_eq!(gone.status, 204);
    assert_eq!(sandbox.admin("GET", "/faults", "").await.json(), json!([]));
}

#[tokio::test]
async fn loading_again_replaces_and_a_reset_takes_everything_back() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let before = sandbox.admin("GET", "/snapshot", "").await.text();
    for _ in 0..2 {
        assert_eq!(post(&sandbox, "", STORY).await.status, 200);
    }
    let faults = sandbox.admin("GET", "/faults", "").await.json();
    assert_eq!(faults.as_array().unwrap().len(), 1);
    sandbox.admin("POST", "/reset", "").await;
    assert_eq!(sandbox.admin("GET", "/snapshot", "").await.text(), before);
}

#[tokio::test]
async fn a_stage_that_begins_before_the_clock_is_refused_unless_the_sandbox_is_built_anew() {
    let sandbox = TestSandbox::frozen("2026-03-05T09:00:00+01:00").await;
    let before = sandbox.admin("GET", "/snapshot", "").await.text();
    let reply = post(&sandbox, "", STORY).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    let problem = reply.json();
    assert_eq!(problem["field"], "stage.start");
    assert!(
        problem["hint"].as_str().unwrap().contains("reset=true"),
        "{problem}"
    );
    assert_eq!(sandbox.admin("GET", "/snapshot", "").await.text(), before);
    assert_eq!(post(&sandbox, "reset=true", STORY).await.status, 200);
    let clock = sandbox.admin("GET", "/clock", "").await.json();
    assert_eq!(clock["now"], "2026-03-02T10:00:00+01:00");
}

#[tokio::test]
async fn armed_trouble_travels_in_a_snapshot_and_goes_on_counting() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(r#"{"on": "mps", "when": {"nth": 2}, "then": {"status": 503}}"#)
        .await;
    sandbox.look_up().await;
    let snapshot = sandbox.admin("GET", "/snapshot", "").await.text();
    let fork = sandbox.admin("POST", "/fork", r#"{"as": "copy"}"#).await;
    assert_eq!(fork.status, 201, "{}", fork.text());
    assert_eq!(sandbox.look_up().await.status, 503);
    assert_eq!(sandbox.look_up().await.status, 200);
    let back = sandbox.admin("PUT", "/snapshot", &snapshot).await;
    assert_eq!(back.status, 200, "{}", back.text());
    assert_eq!(sandbox.look_up().await.status, 503);
}

#[tokio::test]
async fn the_command_log_has_every_load_so_that_a_replay_meets_the_same_trouble() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox.admin("PUT", "/marks/begin", "").await;
    post(&sandbox, "name=down", STORY).await;
    sandbox
        .admin(
            "POST",
            "/scenarios/efaktura-not-wanted-goes-by-email/load",
            "",
        )
        .await;
    sandbox.admin("DELETE", "/scenarios/down", "").await;
    sandbox.admin("DELETE", "/faults", "").await;
    let log = sandbox.admin("GET", "/commands", "").await.json();
    let admin = log["commands"].as_array().unwrap().iter();
    let admin = admin.filter(|command| command["kind"] == "admin");
    let noted: Vec<String> = admin
        .map(|it| format!("{} {}", it["method"], it["target"]).replace('"', ""))
        .collect();
    assert_eq!(
        noted,
        [
            "POST /scenarios?name=down",
            "POST /scenarios/efaktura-not-wanted-goes-by-email/load",
            "DELETE /scenarios/down",
            "DELETE /faults",
        ]
    );
}

#[tokio::test]
async fn a_load_that_another_sandbox_stands_against_moves_no_clock_and_changes_nothing() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let other = Stage::frozen(MONDAY)
        .named("other")
        .beside(&sandbox)
        .build();
    let id = other.keys("fjord-energi").company_id;
    let before = sandbox.admin("GET", "/snapshot", "").await.text();
    let stage = format!(
        "title = \"two want one\"\n[stage]\nstart = \"2026-03-10T09:00:00+01:00\"\n\
         [stage.companies.fjord-energi.maventa]\ncompany_id = \"{id}\"\n"
    );
    let reply = post(&sandbox, "", &stage).await;
    assert_eq!(reply.status, 400, "{}", reply.text());
    assert!(reply.text().contains("stage.companies"), "{}", reply.text());
    assert_eq!(sandbox.admin("GET", "/snapshot", "").await.text(), before);
}

#[tokio::test]
async fn armed_trouble_in_a_snapshot_is_held_against_the_world_it_comes_with() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(r#"{"on": "mps", "when": {"consumer": "halgeir"}, "then": {"status": 503}}"#)
        .await;
    let whole = sandbox.admin("GET", "/snapshot", "").await.json();
    for (pointer, value) in [
        ("/faults/last", json!(u64::MAX)),
        ("/faults/armed/0/matched", json!(u64::MAX)),
        ("/faults/armed/0/spoke", json!(u64::MAX)),
        ("/faults/armed/0/id", json!(2)),
        ("/faults/armed/0/rule/when/consumer", json!("nobody-at-all")),
        ("/faults/armed/0/recent", json!(["2026-03-02T08:00:00Z"])),
    ] {
        let mut wrong = whole.clone();
        *wrong.pointer_mut(pointer).unwrap() = value;
        let reply = sandbox.admin("PUT", "/snapshot", &wrong.to_string()).await;
        assert_eq!(reply.status, 400, "{pointer}: {}", reply.text());
        assert!(reply.text().contains("faults."), "{}", reply.text());
    }
    assert_eq!(sandbox.look_up().await.status, 503);
}

#[tokio::test]
async fn what_a_tester_calls_a_rule_is_masked_in_the_journal_like_everything_else() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(r#"{"on": "mps", "name": "fails for 01019010046", "then": {"status": 503}}"#)
        .await;
    sandbox.look_up().await;
    for path in ["/journal", "/journal.har"] {
        let told = sandbox.admin("GET", path, "").await.text();
        assert!(told.contains("fails for 010190*****"), "{path}: {told}");
        assert!(!told.contains("01019010046"), "{path}");
    }
}

#[tokio::test]
async fn armed_chance_and_delays_tell_the_same_story_from_the_same_seed() {
    let play = async || {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        sandbox
            .arm(
                r#"{"on": "mps", "when": {"probability": 0.5},
                    "then": {"break": "garbled", "delay": {"median": "PT5S"}}}"#,
            )
            .await;
        for _ in 0..8 {
            sandbox.look_up().await;
        }
        sandbox
            .sent(&Bill::to("bodil"), "recipient_ssn=05111926664")
            .await;
        sandbox.advance("PT2H").await;
        let snapshot = sandbox.admin("GET", "/snapshot", "").await.text();
        (sandbox.journal(), snapshot)
    };
    assert_eq!(play().await, play().await);
}

#[tokio::test]
async fn a_scenario_without_rules_is_loaded_too_and_can_be_taken_away() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let stage_only = "title = \"a stage\"\n[stage]\nprofile = \"strict\"\n";
    assert_eq!(
        post(&sandbox, "name=stage-only", stage_only).await.status,
        200
    );
    let path = "/scenarios/stage-only";
    let report = sandbox.admin("GET", &format!("{path}/report"), "").await;
    assert_eq!((report.status, &report.json()["rules"]), (200, &json!([])));
    let list = sandbox.admin("GET", "/scenarios", "").await.text();
    assert!(list.contains("stage-only"));
    assert_eq!(sandbox.admin("DELETE", path, "").await.status, 204);
    assert_eq!(sandbox.admin("DELETE", path, "").await.status, 404);
}
