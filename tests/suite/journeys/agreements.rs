//! Senders with and without their agreements, and consumers who change their mind on the way.

use crate::support::{Bill, MONDAY, Stage, TestSandbox};
use sandkasse::domain::company::{B2cnoStatus, Company};
use sandkasse::domain::person::Person;
use sandkasse::domain::slug::Slug;

async fn say_no(sandbox: &TestSandbox, slug: &str) {
    let slug = Slug::parse(slug).unwrap();
    sandbox
        .enter(|world| {
            let mut person = Person::clone(world.cast.person(&slug).unwrap());
            person.efaktura.as_mut().unwrap().yes_to_all = false;
            world.cast.put_person(person).unwrap();
        })
        .await;
}

#[tokio::test]
async fn a_consumer_who_says_no_between_look_up_and_validation_gets_a_mail() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated");
    say_no(&sandbox, "bodil").await;
    sandbox.advance("PT1M").await;
    assert_eq!(
        sandbox.attempts(&id).await,
        [
            "direct_debit skipped dd_not_simulated",
            "efaktura refused ef_rejected_by_mps",
            "email delivered"
        ]
    );
    let journal = sandbox.journal().join("\n");
    assert!(journal.contains("MPS-E007"), "{journal}");
}

#[tokio::test]
async fn mps_rejects_zero_where_it_is_told_to_and_the_router_does_too() {
    let sandbox = Stage::frozen(MONDAY)
        .setting("efaktura.zero_amount", "false")
        .build();
    let id = sandbox.sent(&Bill::read("bodil amount=0.00"), "").await;
    sandbox.advance("PT1M").await;
    assert_eq!(sandbox.ways(&id).await, "dd_not_simulated ef_amount EMAIL");
}

#[tokio::test]
async fn without_an_active_main_agreement_every_way_is_closed() {
    for company in [
        "nord-nett",
        "vest-vann",
        "sor-stroem",
        "aust-avfall",
        "svensk-el",
    ] {
        let sandbox = TestSandbox::frozen(MONDAY).await;
        let reply = sandbox.send_as(company, &Bill::to("bodil"), "").await;
        assert_eq!(reply.status, 201, "{company}: {}", reply.text());
        let id = reply.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(
            sandbox.attempts(&id).await,
            [
                "direct_debit skipped b2cno_not_active",
                "efaktura skipped b2cno_not_active",
                "email skipped b2cno_not_active",
                "print skipped b2cno_not_active"
            ],
            "{company}"
        );
    }
}

#[tokio::test]
async fn a_company_from_abroad_holds_no_main_agreement_whatever_its_account_says() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let slug = Slug::parse("svensk-el").unwrap();
    sandbox
        .enter(|world| {
            let mut company = Company::clone(world.cast.company(&slug).unwrap());
            company.maventa.as_mut().unwrap().b2cno = B2cnoStatus::Active;
            world.cast.put_company(company).unwrap();
        })
        .await;
    let reply = sandbox.send_as("svensk-el", &Bill::to("bodil"), "").await;
    let id = reply.json()["id"].as_str().unwrap().to_owned();
    sandbox.advance("PT1M").await;
    let attempts = sandbox.attempts(&id).await;
    assert_eq!(attempts.len(), 4);
    for attempt in attempts {
        assert!(attempt.ends_with("skipped b2cno_not_active"), "{attempt}");
    }
}

#[tokio::test]
async fn a_company_that_is_not_verified_may_not_send() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let reply = sandbox
        .send_as("ukjent-bredband", &Bill::to("bodil"), "")
        .await;
    assert_eq!(reply.refusal(), "401 unauthorized");
    assert_eq!(reply.header("sandkasse-rule"), "R-007");
}

#[tokio::test]
async fn a_minute_ends_an_ordinary_invoice_and_nothing_is_left_to_come() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "PENDING");
    sandbox.advance("PT4S").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "PENDING");
    sandbox.advance("PT56S").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED");
    assert_eq!(sandbox.enter(|world| world.agenda.iter().count()).await, 0);
    assert_eq!(
        sandbox.events("invoice.delivered"),
        ["2026-03-02T08:00:05Z"]
    );
}

#[tokio::test]
async fn a_retry_with_the_same_uuid_makes_no_second_invoice() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let field = "uuid=3f2c7a52-95c5-4a11-9f40-0d6a53f5f0c1";
    let id = sandbox.sent(&Bill::to("bodil"), field).await;
    assert_eq!(id, "3f2c7a52-95c5-4a11-9f40-0d6a53f5f0c1");
    let upper = "uuid=3F2C7A52-95C5-4A11-9F40-0D6A53F5F0C1";
    for field in [field, upper] {
        let again = sandbox.send(&Bill::to("bodil"), field).await;
        assert_eq!(again.refusal(), "409 invoice_uuid_exists");
    }
    sandbox.advance("PT1M").await;
    let list = sandbox.get("/v1/invoices?direction=SENT").await;
    assert_eq!(list.header("x-total"), "1");
    let shown = sandbox.enter(|world| world.book.presented().count()).await;
    assert_eq!(shown, 1);
}

#[tokio::test]
async fn one_case_holds_what_router_and_mps_know_of_an_invoice() {
    let sandbox = TestSandbox::frozen(MONDAY).await;
    let id = sandbox
        .sent(&Bill::to("halgeir"), "recipient_ssn=09091816528")
        .await;
    sandbox.advance("PT1M").await;
    let kinds = sandbox
        .enter(|world| {
            let invoice = world.models.router.invoice(&id).unwrap();
            let at_mps = invoice.mps_transaction.clone().unwrap();
            let file = world.cases.find(&at_mps).unwrap();
            assert_eq!(file.id, id);
            file.events
                .iter()
                .map(|event| event.kind.clone())
                .collect::<Vec<_>>()
        })
        .await;
    assert!(kinds.contains(&"invoice.created".into()), "{kinds:?}");
    assert!(kinds.contains(&"efaktura.accepted".into()), "{kinds:?}");
    assert_eq!(kinds.last(), Some(&"invoice.delivered".into()));
}

#[tokio::test]
async fn without_a_validation_delay_an_invoice_is_delivered_at_once() {
    let sandbox = Stage::frozen(MONDAY)
        .setting("mps.validation_delay", "PT0S")
        .build();
    let id = sandbox.sent(&Bill::to("bodil"), "").await;
    assert_eq!(sandbox.invoice(&id).await["status"], "DELIVERED");
    assert_eq!(sandbox.enter(|world| world.agenda.iter().count()).await, 0);
}

#[tokio::test]
async fn the_day_begins_at_midnight_in_oslo_in_winter_and_in_summer() {
    for (start, due, ways) in [
        (
            "2026-03-01T22:59:59Z",
            "2026-03-04",
            "dd_not_simulated EFAKTURA",
        ),
        (
            "2026-03-01T23:00:00Z",
            "2026-03-04",
            "dd_not_simulated ef_due_date EMAIL",
        ),
        (
            "2026-06-30T21:59:59Z",
            "2026-07-03",
            "dd_not_simulated EFAKTURA",
        ),
        (
            "2026-06-30T22:00:00Z",
            "2026-07-03",
            "dd_not_simulated ef_due_date EMAIL",
        ),
        (
            "2026-03-27T23:30:00Z",
            "2026-03-31",
            "dd_not_simulated EFAKTURA",
        ),
    ] {
        let sandbox = TestSandbox::frozen(start).await;
        let id = sandbox.sent(&Bill::to("bodil").with("due", due), "").await;
        sandbox.advance("PT1M").await;
        assert_eq!(sandbox.ways(&id).await, ways, "{start} {due}");
    }
}
