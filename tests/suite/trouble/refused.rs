//! Trouble that is none: refused before anything changes, with what was found and expected.

use crate::support::{MONDAY, TestSandbox};

/// A rule, and what the refusal must say.
const RULES: &[(&str, &str)] = &[
    (r#"{"then": {"status": 503}}"#, "missing field `on`"),
    (r#"{"on": "mps.addShipment"}"#, "missing field `then`"),
    (
        r#"{"on": "mps.addShipmnt", "then": {"status": 503}}"#,
        "did you mean `mps.addShipment`",
    ),
    (
        r#"{"on": "mps.submitter.getJwk", "then": {"status": 503}}"#,
        "not simulated",
    ),
    (r#"{"on": "mps", "then": {}}"#, "no effect"),
    (
        r#"{"on": "mps", "then": {"status": 200}}"#,
        "from 400 to 599",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503, "break": "garbled"}}"#,
        "beside `status`",
    ),
    (
        r#"{"on": "mps", "then": {"braek": "garbled"}}"#,
        "did you mean `break`",
    ),
    (
        r#"{"on": "mps", "then": {"break": "garbeld"}}"#,
        "did you mean `garbled`",
    ),
    (
        r#"{"on": "mps", "then": {"body": "x", "delay": "PT1S"}}"#,
        "without `status`",
    ),
    (
        r#"{"on": "mps", "then": {"break": "garbled", "processed": false}}"#,
        "timed-out",
    ),
    (
        r#"{"on": "mps", "then": {"fault": "3002"}}"#,
        "one operation",
    ),
    (
        r#"{"on": "mps.addShipment", "then": {"fault": "3000"}}"#,
        "one of serverFault, soapFault, authentication, 3002",
    ),
    (
        r#"{"on": "mps.wsdl", "then": {"fault": "3000"}}"#,
        "no faults to ask for",
    ),
    (
        r#"{"on": "mps", "then": {"delay": "soon"}}"#,
        "a duration such as PT2S",
    ),
    (
        r#"{"on": "mps", "then": {"delay": "P2D"}}"#,
        "a day at most",
    ),
    (
        r#"{"on": "mps", "then": {"delay": {"from": "PT2S", "to": "PT1S"}}}"#,
        "shorter one first",
    ),
    (
        r#"{"on": "mps", "then": {"delay": {"median": "PT2S", "sigma": -1}}}"#,
        "from 0 to 5",
    ),
    (
        r#"{"on": "mps", "then": {"delay": {"from": "PT2S"}}}"#,
        "`from` and `to`",
    ),
    (
        r#"{"on": "mps", "then": {"rate_limit": {"requests": 1, "per": "PT0S"}}}"#,
        "above zero",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503, "headers": {"a b": "c"}}}"#,
        "name of a header",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503, "headers": {"content-length": "1"}}}"#,
        "truncated",
    ),
    (
        r#"{"on": "mps.getTransactionStatus", "when": {"kid": "1"}, "then": {"status": 503}}"#,
        "does not tell it",
    ),
    (
        r#"{"on": "mps", "then": {"act": "withdraw-jta", "person": "halgeir"}}"#,
        "did you mean `withdraw-jtta`",
    ),
    (
        r#"{"on": "mps", "then": {"act": "withdraw-jtta"}}"#,
        "without a `person`",
    ),
    (
        r#"{"on": "mps", "then": {"act": "withdraw-jtta", "person": "halgier"}}"#,
        "`halgeir`",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503, "person": "halgeir"}}"#,
        "without `act`",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503}, "times": 0}"#,
        "from 1",
    ),
    (
        r#"{"on": "mps", "then": {"status": 503}, "name": " "}"#,
        "1 to 100 characters",
    ),
    (r#"{"on": "mps", "#, "EOF"),
    ("[]", "an object"),
    ("", "empty body"),
];

/// What a rule on `mps` asks about, and what the refusal must say.
const WHENS: &[(&str, &str)] = &[
    (r#""nth": 0"#, "from 1"),
    (r#""nth": 1, "from_nth": 2"#, "or the other"),
    (r#""probability": 0"#, "above 0"),
    (r#""probability": 1.5"#, "up to 1"),
    (r#""consumer": "halgier""#, "`halgeir`"),
    (r#""issuer": "fjord-energy""#, "`fjord-energi`"),
    (r#""amount_from_ore": 2, "amount_to_ore": 1"#, "at least"),
    (r#""amount_ore": 2, "amount_to_ore": 1"#, "or the other"),
    (r#""amount_ore": 4.5"#, "invalid type"),
    (r#""due_date": "20.03.2026""#, "2026-03-16"),
    (
        r#""due_from": "2026-03-21", "due_to": "2026-03-20""#,
        "on or after",
    ),
    (
        r#""until": "2026-03-02T08:00:00+01:00""#,
        "clock of this sandbox",
    ),
    (
        r#""from": "2026-03-03T09:00:00Z", "until": "2026-03-03T08:00:00Z""#,
        "after `from`",
    ),
];

#[tokio::test]
async fn a_rule_that_does_not_fit_is_refused_and_nothing_is_armed() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let mut wrong = Vec::new();
    let rules = RULES
        .iter()
        .map(|(rule, words)| ((*rule).to_owned(), words));
    let whens = WHENS.iter().map(|(when, words)| {
        let then = r#""then": {"status": 503}"#;
        (
            format!(r#"{{"on": "mps", "when": {{{when}}}, {then}}}"#),
            words,
        )
    });
    for (rule, words) in rules.chain(whens) {
        let reply = sandbox.admin("POST", "/faults", &rule).await;
        let said = reply.json()["detail"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        if reply.status != 400 || !said.contains(words) {
            wrong.push(format!(
                "{rule}\n  wanted {words}\n  found  {} {said}",
                reply.status
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        sandbox.admin("GET", "/faults", "").await.text().trim(),
        "[]"
    );
}

#[tokio::test]
async fn a_fault_that_is_not_armed_is_neither_shown_nor_taken_away() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(r#"{"on": "mps", "then": {"status": 503}}"#)
        .await;
    for (method, path, status) in [
        ("GET", "/faults/2", 404),
        ("DELETE", "/faults/2", 404),
        ("GET", "/faults/first", 400),
        ("DELETE", "/scenarios/nothing", 404),
        ("POST", "/scenarios/no-such/load", 404),
        ("GET", "/scenarios/no-such/report", 404),
        ("GET", "/faults/1", 200),
        ("DELETE", "/faults/1", 204),
        ("DELETE", "/faults/1", 404),
    ] {
        let reply = sandbox.admin(method, path, "").await;
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.text());
    }
}

#[tokio::test]
async fn a_thousand_rules_are_enough() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    for _ in 0..1000 {
        sandbox
            .arm(r#"{"on": "mps.wsdl", "then": {"status": 503}}"#)
            .await;
    }
    let rule = r#"{"on": "mps.wsdl", "then": {"status": 503}}"#;
    let reply = sandbox.admin("POST", "/faults", rule).await;
    assert_eq!(reply.status, 400);
    assert!(
        reply.text().contains("1000 rules are armed"),
        "{}",
        reply.text()
    );
}
