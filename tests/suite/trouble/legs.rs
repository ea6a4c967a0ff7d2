//! What an armed rule does to the router's own legs, in sandbox time, and to invoices.

use sandkasse::domain::settings::SetBy;
use sandkasse::domain::slug::Slug;

use crate::support::{Bill, MONDAY, TestSandbox};

/// Arms a rule, sends Halgeir's bill, and lets an hour pass; tells the ways that were tried.
async fn walk(rule: &str) -> (TestSandbox, String, String) {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox.arm(rule).await;
    let id = sandbox
        .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
        .await;
    sandbox.advance("PT1H").await;
    let ways = sandbox.ways(&id).await;
    (sandbox, id, ways)
}

fn enforce(sandbox: &TestSandbox) {
    let settings = &mut sandbox.sandbox.lock().world.settings;
    let set = settings.set("mps.security", "enforce", SetBy::Change);
    set.unwrap();
}

fn presented(sandbox: &TestSandbox) -> usize {
    sandbox.sandbox.lock().world.book.presented().count()
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_and_the_invoice_arrives_once() {
    for (how, presented_after) in [
        ("reset-before", 1),
        ("reset-midway", 1),
        ("reset-after", 1),
        ("truncated", 1),
        ("garbled", 1),
        ("timed-out", 1),
    ] {
        let (sandbox, _, ways) = walk(&format!(
            r#"{{"on": "mps.addShipment", "when": {{"nth": 1}}, "then": {{"break": "{how}"}}}}"#
        ))
        .await;
        assert_eq!(ways, "dd_not_simulated EFAKTURA", "{how}");
        assert_eq!(presented(&sandbox), presented_after, "{how}");
    }
}

#[tokio::test]
async fn a_delay_on_a_leg_is_waited_in_sandbox_time() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(r#"{"on": "mps.getEfakturaIdentifiers", "then": {"delay": "PT10M"}}"#)
        .await;
    let id = sandbox
        .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
        .await;
    sandbox.advance("PT9M59S").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "PENDING");
    sandbox.advance("PT1M").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED");
}

#[tokio::test]
async fn drawn_delays_come_from_the_seed() {
    let drawn = async |delay: &str| {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        sandbox
            .arm(&format!(
                r#"{{"on": "mps.getEfakturaIdentifiers", "then": {{"delay": {delay}}}}}"#
            ))
            .await;
        sandbox
            .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
            .await;
        let ran = sandbox.advance("PT6H").await;
        let heard = ran.iter().map(|ran| ran.at).max().unwrap();
        heard.to_string()
    };
    for delay in [
        r#"{"from": "PT1M", "to": "PT2H"}"#,
        r#"{"median": "PT20M", "sigma": 0.5}"#,
    ] {
        assert_eq!(drawn(delay).await, drawn(delay).await, "{delay}");
    }
}

#[tokio::test]
async fn a_services_own_fault_closes_the_way_in_its_own_words() {
    for (fault, code) in [
        ("3100", "ef_rejected_by_mps"),
        ("E006", "ef_rejected_by_mps"),
    ] {
        let rule = format!(
            r#"{{"on": "mps.addShipment", "when": {{"consumer": "halgeir"}},
                "then": {{"fault": "{fault}"}}}}"#
        );
        let (sandbox, id, ways) = walk(&rule).await;
        assert_eq!(ways, format!("dd_not_simulated {code} EMAIL"), "{fault}");
        let timeline = sandbox
            .admin("GET", &format!("/invoices/{id}/timeline"), "")
            .await;
        assert!(timeline.text().contains(fault), "{}", timeline.text());
        assert_eq!(presented(&sandbox), 0, "{fault}");
    }
}

#[tokio::test]
async fn a_server_that_fails_twice_and_recovers_delivers_all_the_same() {
    let (sandbox, _, ways) =
        walk(r#"{"on": "mps.addShipment", "then": {"fault": "serverFault"}, "times": 2}"#).await;
    assert_eq!(ways, "dd_not_simulated EFAKTURA");
    assert_eq!(presented(&sandbox), 1);
}

#[tokio::test]
async fn a_consumer_who_withdraws_between_look_up_and_send_is_not_presented_with_anything() {
    let (sandbox, id, ways) = walk(
        r#"{"on": "mps.getEfakturaIdentifiers", "times": 1,
            "then": {"act": "withdraw-jtta", "person": "halgeir"}}"#,
    )
    .await;
    assert_eq!(ways, "dd_not_simulated ef_rejected_by_mps EMAIL");
    let timeline = sandbox
        .admin("GET", &format!("/invoices/{id}/timeline"), "")
        .await;
    assert!(timeline.text().contains("MPS-E007"), "{}", timeline.text());
}

#[tokio::test]
async fn of_a_clients_shipment_only_the_invoice_that_is_meant_is_rejected() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    sandbox
        .arm(
            r#"{"on": "mps.addShipment", "when": {"consumer": "bodil"},
                "then": {"fault": "E006"}}"#,
        )
        .await;
    let mut ends = Vec::new();
    for (slug, ssn) in [("halgeir", "09091816528"), ("bodil", "05111926664")] {
        let id = sandbox
            .sent(&Bill::to(slug), &format!("recipient_ssn={ssn}"))
            .await;
        sandbox.advance("PT1M").await;
        ends.push(sandbox.ways(&id).await);
    }
    assert_eq!(
        ends,
        [
            "dd_not_simulated EFAKTURA",
            "dd_not_simulated ef_rejected_by_mps EMAIL"
        ]
    );
}

#[tokio::test]
async fn the_router_is_let_in_where_mps_asks_for_users_and_its_password_is_not_kept() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    enforce(&sandbox);
    let id = sandbox
        .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
        .await;
    sandbox.advance("PT1H").await;
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated EFAKTURA");
    let room = sandbox.sandbox.lock();
    let cast = &room.world.cast;
    let ruteren = Slug::parse("ruteren").unwrap();
    let login = cast.mps_login(cast.company(&ruteren).unwrap()).unwrap();
    let journal = format!("{:?}", room.world.journal);
    assert!(journal.contains(&login.user) && journal.contains("[not kept]</wsse:Password>"));
    assert!(!journal.contains(&login.password));
}

#[tokio::test]
async fn without_a_user_the_router_is_refused_where_mps_asks_for_one() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    enforce(&sandbox);
    {
        let mut room = sandbox.sandbox.lock();
        let ruteren = Slug::parse("ruteren").unwrap();
        let mut company = room.world.cast.company(&ruteren).unwrap().as_ref().clone();
        company.mps = None;
        room.world.cast.put_company(company).unwrap();
    }
    let id = sandbox
        .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
        .await;
    sandbox.advance("PT1H").await;
    assert!(
        !sandbox
            .ways(&id)
            .await
            .contains("dd_not_simulated EFAKTURA")
    );
}
