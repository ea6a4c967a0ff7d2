//! What the sender may ask for: orders, operator codes, routes taken out.

use super::walks::walk;
use crate::support::{Bill, MONDAY, Stage, TestSandbox};

#[tokio::test]
async fn only_the_ways_that_were_asked_for_are_tried_in_the_order_asked_for() {
    walk(
        "
bodil | route_order=print
    PRINT | DELIVERED: SENT/PRINT
bodil | route_order=email,netbank
    EMAIL | DELIVERED: SENT/EMAIL
bodil | route_order[]=print route_order[]=email
    PRINT | DELIVERED: SENT/PRINT
bodil | route_order=[\"email\",\"print\"]
    EMAIL | DELIVERED: SENT/EMAIL
bjorg | route_order=netbank
    dd_not_simulated ef_not_enabled | FAILED: INFO INFO ERROR
bjorg | route_order=netbank,silent_failure
    dd_not_simulated ef_not_enabled silent_failure | FAILED: INFO INFO INFO INFO
bodil | route_order=silent_failure,email
    silent_failure | FAILED: INFO INFO
bodil | route_order=vipps
    deprecated_route | FAILED: INFO ERROR
bodil | route_order=vipps,email
    deprecated_route EMAIL | DELIVERED: INFO SENT/EMAIL
bodil | route_order=netbank_cvl,email,email
    deprecated_route EMAIL | DELIVERED: INFO SENT/EMAIL
bodil | route_order=dpi,netbank
    dpi_not_simulated dd_not_simulated EFAKTURA | DELIVERED: INFO INFO SENT/EINVOICE
bodil | disabled_routes=einvoice
    EMAIL | DELIVERED: SENT/EMAIL
bodil | disabled_routes=einvoice,email
    PRINT | DELIVERED: SENT/PRINT
bodil | recipient_operator=B2CNO
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil | recipient_operator=B2CNO_AGIRO
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil | recipient_operator=B2CNO_AGIRO_VIEW
    EFAKTURA | DELIVERED: SENT/EINVOICE
bjorg | recipient_operator=B2CNO_AGIRO_VIEW
    ef_not_enabled | FAILED: INFO ERROR
bodil | recipient_type=b2b route_order=email
    b2b_not_simulated | FAILED: INFO ERROR
bodil | recipient_type=b2b recipient_operator=B2CNO
    dd_not_simulated EFAKTURA | DELIVERED: INFO SENT/EINVOICE
bodil | recipient_email=other@example.no route_order=email
    EMAIL | DELIVERED: SENT/EMAIL
",
    )
    .await;
}

#[tokio::test]
async fn an_order_and_an_operator_code_exclude_each_other() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let fields = "recipient_operator=B2CNO route_order=email";
    let reply = sandbox.send(&Bill::to("bodil"), fields).await;
    assert_eq!(reply.refusal(), "400 route_order_operator_conflict");
    assert_eq!(reply.header("sandkasse-rule"), "R-031");
    assert_eq!(
        sandbox.get("/v1/invoices?direction=SENT").await.text(),
        "[]"
    );
}

#[tokio::test]
async fn the_sender_hears_of_an_end_without_delivery_unless_she_asked_for_silence() {
    for (order, mails) in [("netbank", 1), ("netbank,silent_failure", 0)] {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        sandbox
            .sent(&Bill::to("bjorg"), &format!("route_order={order}"))
            .await;
        sandbox.advance("PT1M").await;
        assert_eq!(sandbox.outbox().await.len(), mails, "{order}");
    }
}

#[tokio::test]
async fn a_setting_lets_a_failed_validation_end_the_walk() {
    let stage = Stage::frozen(MONDAY).setting("router.efaktura_failure_ends", "true");
    let sandbox = stage.build();
    let id = sandbox.sent(&Bill::read("bodil kid=1"), "").await;
    let found = sandbox
        .sent(&Bill::read("bodil email=nobody@mpstest.no"), "")
        .await;
    sandbox.advance("PT1M").await;
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated ef_kid");
    assert_eq!(
        sandbox.ways(&found).await,
        "dd_not_simulated ef_not_found EMAIL"
    );
}

#[tokio::test]
async fn the_mail_goes_to_the_address_of_the_metadata() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let fields = "recipient_email=other@example.no route_order=email";
    sandbox.sent(&Bill::to("bodil"), fields).await;
    let letters = format!("{:?}", sandbox.outbox().await);
    assert!(letters.contains("other@example.no"), "{letters}");
}

#[tokio::test]
async fn four_titles_are_taken_and_three_more_by_setting() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let reminder = sandbox
        .sent(&Bill::to("bodil"), "b2cno_document_type=REMINDER")
        .await;
    let reply = sandbox
        .send(&Bill::to("bodil"), "b2cno_document_type=DUNNING")
        .await;
    assert_eq!(reply.refusal(), "400 invalid_parameters");
    let stage = Stage::frozen(MONDAY).setting("router.all_document_types", "true");
    let wide = stage.build();
    let dunning = wide
        .sent(&Bill::to("bodil"), "b2cno_document_type=DUNNING")
        .await;
    for (sandbox, id) in [(&sandbox, reminder), (&wide, dunning)] {
        sandbox.advance("PT1M").await;
        assert_eq!(sandbox.ways(&id).await, "dd_not_simulated EFAKTURA");
    }
}
