//! Whom a rule is about: every fact, the n-th time, chance from the seed, a window, a limit.

use super::support::LOOKUP;
use crate::support::{Bill, MONDAY, Stage, TestSandbox};

/// Statuses of so many look-ups, `x` for a 503 and `.` for an answer.
async fn look_ups(sandbox: &TestSandbox, times: usize) -> String {
    let mut seen = String::new();
    for _ in 0..times {
        seen.push(match sandbox.look_up().await.status {
            200 => '.',
            503 => 'x',
            other => panic!("{other}"),
        });
    }
    seen
}

#[tokio::test]
async fn a_rule_speaks_when_it_counts_so_and_as_often_as_it_may() {
    for (rule, expected) in [
        (r#""then": {"status": 503}"#, "xxxxxx"),
        (r#""then": {"status": 503}, "times": 2"#, "xx...."),
        (r#""when": {"nth": 3}, "then": {"status": 503}"#, "..x..."),
        (
            r#""when": {"from_nth": 3}, "then": {"status": 503}, "times": 2"#,
            "..xx..",
        ),
        (
            r#""when": {"via": "router"}, "then": {"status": 503}"#,
            "......",
        ),
        (
            r#""when": {"consumer": "halgeir"}, "then": {"status": 503}"#,
            "xxxxxx",
        ),
        (
            r#""when": {"consumer": "09091816528"}, "then": {"status": 503}"#,
            "xxxxxx",
        ),
        (
            r#""when": {"consumer": "bjorg"}, "then": {"status": 503}"#,
            "......",
        ),
    ] {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        let rule = format!(r#"{{"on": "mps.getEfakturaIdentifiers", {rule}}}"#);
        sandbox.arm(&rule).await;
        assert_eq!(look_ups(&sandbox, 6).await, expected, "{rule}");
    }
}

#[tokio::test]
async fn every_fact_of_an_invoice_lets_a_rule_speak_or_keep_silent() {
    // Halgeir's bill is over 450.00, due on 20 March.
    for (when, speaks) in [
        (r#""consumer": "halgeir""#, true),
        (r#""consumer": "+47 91 81 65 28""#, true),
        (r#""consumer": "bodil""#, false),
        (r#""issuer": "fjord-energi""#, true),
        (r#""issuer": "123456785""#, false),
        (r#""kid": "000002123453""#, true),
        (r#""kid": "1""#, false),
        (r#""account": "86011117947""#, true),
        (r#""account": "1""#, false),
        (r#""amount_ore": 45000"#, true),
        (r#""amount_ore": 45001"#, false),
        (r#""amount_from_ore": 45000, "amount_to_ore": 45000"#, true),
        (r#""amount_from_ore": 45001"#, false),
        (r#""amount_to_ore": 44999"#, false),
        (r#""due_date": "2026-03-20""#, true),
        (r#""due_date": "2026-03-21""#, false),
        (r#""due_from": "2026-03-20", "due_to": "2026-03-20""#, true),
        (r#""due_from": "2026-03-21""#, false),
        (r#""document_type": "INVOICE""#, true),
        (r#""document_type": "CREDIT_NOTE""#, false),
        (r#""consumer": "halgeir", "amount_ore": 1"#, false),
    ] {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        let rule = format!(
            r#"{{"on": "maventa.createInvoice", "when": {{{when}}}, "then": {{"status": 503}}}}"#
        );
        sandbox.arm(&rule).await;
        let phone = "recipient_phone_number=+4791816528";
        let reply = sandbox.send(&Bill::to("halgeir"), phone).await;
        let expected = if speaks { 503 } else { 201 };
        assert_eq!(reply.status, expected, "{when}: {}", reply.text());
    }
}

#[tokio::test]
async fn chance_comes_from_the_seed_and_is_about_what_it_says() {
    let rule = r#"{"on": "mps", "when": {"probability": 0.25}, "then": {"status": 503}}"#;
    let play = async |seed| {
        let sandbox = Stage::frozen(MONDAY).seed(seed).build();
        sandbox.arm(rule).await;
        look_ups(&sandbox, 200).await
    };
    let (first, again, other) = (play(7).await, play(7).await, play(8).await);
    assert_eq!(first, again);
    assert_ne!(first, other);
    let spoke = first.matches('x').count();
    assert!((30..=70).contains(&spoke), "{spoke} of 200");
}

#[tokio::test]
async fn a_window_opens_and_closes_in_sandbox_time() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(
            r#"{"on": "mps", "when": {"from": "2026-03-02T10:00:00+01:00",
                "until": "2026-03-02T11:00:00+01:00"}, "then": {"status": 503}}"#,
        )
        .await;
    let mut seen = String::new();
    for _ in 0..5 {
        seen += &look_ups(&sandbox, 1).await;
        sandbox.advance("PT30M").await;
    }
    assert_eq!(seen, "..xx.");
}

#[tokio::test]
async fn a_rate_limit_says_when_to_come_back_and_keeps_its_word() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let limit = r#"{"on": "mps", "then": {"rate_limit": {"requests": 2, "per": "PT1M"}}}"#;
    let fault = sandbox.arm(limit).await;
    assert_eq!(sandbox.look_up().await.status, 200);
    sandbox.advance("PT20S").await;
    assert_eq!(sandbox.look_up().await.status, 200);
    let over = sandbox.look_up().await;
    assert_eq!((over.status, over.header("retry-after")), (429, "40"));
    sandbox.advance("PT39S").await;
    assert_eq!(sandbox.look_up().await.header("retry-after"), "1");
    sandbox.advance("PT1S").await;
    assert_eq!(sandbox.look_up().await.status, 200);
    assert_eq!(sandbox.counts(fault).await, "5/2");
}

#[tokio::test]
async fn the_first_rule_that_speaks_decides_and_the_others_count_on() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let second = r#"{"on": "mps", "when": {"nth": 2}, "then": {"status": 503}}"#;
    let always = r#"{"on": "mps", "then": {"status": 500}}"#;
    let (second, always) = (sandbox.arm(second).await, sandbox.arm(always).await);
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(sandbox.look_up().await.status);
    }
    assert_eq!(seen, [500, 503, 500]);
    assert_eq!(sandbox.counts(second).await, "3/1");
    assert_eq!(sandbox.counts(always).await, "3/2");
}

#[tokio::test]
async fn a_message_that_nobody_can_read_meets_trouble_on_the_line_and_no_fault_of_the_service() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let broken = LOOKUP.replace("messageIdentifier", "messageIdentifer");
    let fault = r#"{"on": "mps.getEfakturaIdentifiers", "then": {"fault": "serverFault"}}"#;
    let fault = sandbox.arm(fault).await;
    let reply = sandbox.soap("getEfakturaIdentifiers", &broken).await;
    assert!(
        reply.text().contains("messageIdentifer"),
        "{}",
        reply.text()
    );
    assert_eq!(sandbox.counts(fault).await, "0/0");
    sandbox
        .arm(r#"{"on": "mps", "then": {"status": 503}}"#)
        .await;
    assert_eq!(
        sandbox.soap("getEfakturaIdentifiers", &broken).await.status,
        503
    );
}
