//! What becomes of an invoice after it was taken.

use std::sync::Arc;

use serde_json::{Value, json};

use super::world::{ACCOUNT, ID, KARI, SENDER, World};
use crate::consumer::{Book, DocumentType, Later, PresentedId, PresentedState};
use crate::domain::account::AccountNumber;
use crate::domain::company::AvtaleGiroAgreement;
use crate::domain::identity::OrgNumber;
use crate::domain::kid::KidStructure;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::{Event, Stage, check_event, check_state};

/// State and problems of the invoice as its sender sees them.
fn became(world: &mut World) -> (String, Vec<String>) {
    let status = world.get(SENDER).body["status"].clone();
    let problems = status["problems"].as_array().cloned().unwrap_or_default();
    let slug = |problem: &Value| {
        let kind = problem["type"].as_str().unwrap();
        kind.rsplit_once('/').unwrap().1.to_owned()
    };
    let state = status["state"].as_str().unwrap().to_owned();
    (state, problems.iter().map(slug).collect())
}

/// What becomes of the good invoice in a world.
fn becomes(world: &mut World) -> (String, Vec<String>) {
    assert_eq!(world.send().status, 200);
    world.settle();
    became(world)
}

#[test]
fn an_invoice_waits_as_long_as_the_setting_says_and_is_then_the_recipients() {
    let mut world = World::new();
    world.send();
    assert_eq!(world.state(), "created");
    assert_eq!(world.presented(), None);
    let (at, _) = &world.later[0];
    assert_eq!((*at - world.now).get_seconds(), 5);
    world.settle();
    assert_eq!(became(&mut world), ("pending".to_owned(), vec![]));
    let shown = world.presented().unwrap();
    assert_eq!(shown.consumer.as_str(), "kari");
    assert_eq!(shown.brand, "Vipps Teknologi");
    assert_eq!(shown.document_type, DocumentType::Invoice);
    assert_eq!(shown.kid.as_deref(), Some("26059765131"));
    assert_eq!(shown.account, ACCOUNT);
    assert_eq!(
        (shown.amount.get(), shown.minimum_amount.unwrap().get()),
        (25043, 1000)
    );
    assert_eq!(shown.due_date.to_string(), "2026-03-20");
    assert_eq!(shown.url, "https://localhost/pdf?q=a%3D");
    assert!(shown.in_vipps && !shown.by_direct_debit);
    assert_eq!(world.told(), ["invoice.taken", "invoice.presented"]);
    check_state(&world.model, &world.book).unwrap();
}

#[test]
fn without_a_delay_the_validation_is_due_at_once() {
    let mut world = World::with("vipps.validation_delay", "0s");
    world.send();
    assert_eq!(world.later[0].0, world.now);
}

#[test]
fn an_invoice_without_an_issuers_name_has_the_companys_and_a_message_is_no_kid() {
    let mut world = World::new();
    let mut invoice = world.invoice_with("/issuerName", Value::Null);
    invoice["paymentInformation"]["type"] = json!("message");
    invoice["paymentInformation"]["value"] = json!("Takk for sist");
    // Midnight in Oslo is the day before in UTC.
    invoice["due"] = json!("2026-03-19T23:00:00Z");
    assert_eq!(world.put(SENDER, ID, &invoice).status, 200);
    world.settle();
    let shown = world.presented().unwrap();
    assert_eq!((shown.brand.as_str(), &shown.kid), ("issuer AS", &None));
    assert_eq!(shown.due_date.to_string(), "2026-03-20");
}

#[test]
fn the_account_must_be_the_issuers_unless_kar_is_off() {
    let mut world = World::new();
    world.change_company("issuer", |it| it.accounts.clear());
    let owner = vec!["invalid-account-owner".to_owned()];
    assert_eq!(becomes(&mut world), ("rejected".to_owned(), owner));
    assert_eq!(world.presented(), None);

    let mut world = World::with("vipps.kar", "false");
    world.change_company("issuer", |it| it.accounts.clear());
    assert_eq!(becomes(&mut world).0, "pending");

    let mut world = World::new();
    world.change_company("issuer", |it| {
        it.accounts.clear();
        let account = AccountNumber::parse(ACCOUNT).unwrap();
        let kids = KidStructure {
            length: 11,
            reference: (1, 4),
        };
        it.avtalegiro = vec![AvtaleGiroAgreement::on(account, kids)];
    });
    assert_eq!(becomes(&mut world).0, "pending");
}

#[test]
fn the_account_of_an_issuer_that_nobody_knows_is_nobodys() {
    let mut world = World::new();
    let invoice = world.invoice();
    let id = "orgno-no.971032081.1";
    assert_eq!(world.put(SENDER, id, &invoice).status, 200);
    world.settle();
    let id = InvoiceId::parse(id).unwrap();
    let stage = format!("{:?}", world.model.invoices.get(&id).unwrap().stage);
    assert!(stage.contains("InvalidAccountOwner"), "{stage}");
}

#[test]
fn lists_and_consent_are_looked_at_when_the_invoice_was_taken() {
    type Change = fn(&mut World);
    let rows: [(&str, Change); 4] = [
        ("issuer-blacklisted", |world| {
            world.change_company("issuer", |it| it.vipps.as_mut().unwrap().blacklisted = true);
        }),
        ("recipient-blacklisted", |world| {
            world.change_person("kari", |it| it.vipps.as_mut().unwrap().blacklisted = true);
        }),
        ("invoice-rejected-by-partner", |world| {
            world.change_person("kari", |it| {
                it.efaktura.as_mut().unwrap().yes_to_all = false
            });
        }),
        ("invoice-rejected-by-partner", |world| {
            world.change_person("kari", |it| {
                let issuer = OrgNumber::parse("918130047").unwrap();
                it.efaktura.as_mut().unwrap().blocked_issuers = vec![issuer];
            });
        }),
    ];
    for (slug, change) in rows {
        let mut world = World::new();
        assert_eq!(world.send().status, 200);
        // Meanwhile.
        change(&mut world);
        world.settle();
        assert_eq!(
            became(&mut world),
            ("rejected".to_owned(), vec![slug.to_owned()])
        );
        assert_eq!(world.told(), ["invoice.taken", "invoice.rejected"]);
        assert_eq!(world.presented(), None, "{slug}");
    }
}

#[test]
fn everything_that_is_wrong_is_told() {
    let mut world = World::new();
    world.change_company("issuer", |it| {
        it.accounts.clear();
        it.vipps.as_mut().unwrap().blacklisted = true;
    });
    world.change_person("kari", |it| {
        it.vipps.as_mut().unwrap().blacklisted = true;
        it.efaktura = None;
    });
    let all = [
        "invalid-account-owner",
        "issuer-blacklisted",
        "recipient-blacklisted",
        "invoice-rejected-by-partner",
    ];
    assert_eq!(
        becomes(&mut world),
        ("rejected".to_owned(), all.map(str::to_owned).to_vec())
    );
}

#[test]
fn who_hides_vipps_has_the_invoice_in_the_netbank_only() {
    for (active, display) in [(false, true), (true, false)] {
        let mut world = World::new();
        world.change_person("kari", |it| {
            let vipps = it.vipps.as_mut().unwrap();
            (vipps.active, vipps.display) = (active, display);
        });
        assert_eq!(becomes(&mut world).0, "pending");
        assert!(!world.presented().unwrap().in_vipps);
    }
}

#[test]
fn what_vipps_brought_is_in_its_app_at_once_and_not_after_the_way_from_the_netbank() {
    let world = World::pending();
    let id = world.book.id_of("vipps", ID).unwrap();
    let mut shown = world.presented().unwrap().clone();
    let (at, later) = Later::appears(id, &shown);
    assert_eq!((at, later), (world.now, Later::AppearsInVipps(id.clone())));
    shown.service = "mps";
    let (at, _) = Later::appears(id, &shown);
    assert_eq!((at - world.now).get_seconds(), 15 * 60);
}

#[test]
fn rules_may_ask_about_an_invoice_that_is_about_to_be_validated() {
    let mut world = World::new();
    world.send();
    let id = InvoiceId::parse(ID).unwrap();
    let event = Event::Validate(id);
    let facts = world.model.doing(&event, &world.cast).unwrap();
    assert_eq!(facts[0].ids, [ID]);
    assert!(facts[0].consumer.contains(&KARI.to_owned()));
    assert_eq!(facts[0].kid.as_deref(), Some("26059765131"));
    assert_eq!(facts[0].document_type.as_deref(), Some("invoice"));
    check_event(&world.model, &event).unwrap();
    world.settle();
    assert!(world.model.doing(&event, &world.cast).is_none());
}

#[test]
fn an_invoice_that_nobody_answered_expires_where_the_setting_says_so() {
    let mut world = World::pending();
    world.now = "2026-04-02T21:59:59Z".parse().unwrap();
    world.set("vipps.expires", "true");
    let before = (world.state(), world.etag());
    assert_eq!(before.0, "pending");
    world.now = "2026-04-02T22:00:00Z".parse().unwrap();
    assert_eq!(world.state(), "expired");
    assert_ne!(world.etag(), before.1);
    world.set("vipps.expires", "false");
    assert_eq!((world.state(), world.etag()), before);

    let mut world = World::pending();
    world.set("vipps.expires", "true");
    let at = world.now;
    world.consumer_makes_it(PresentedState::Deleted { at });
    world.now = "2026-04-02T22:00:00Z".parse().unwrap();
    assert_eq!(world.state(), "deleted");
}

#[test]
fn a_snapshot_has_the_same_invoices_of_vipps_in_the_book_and_in_vipps() {
    let good = World::pending();
    check_state(&good.model, &good.book).unwrap();
    let id = InvoiceId::parse(ID).unwrap();
    for stage in [
        Stage::Created,
        Stage::Presented(PresentedId("x".to_owned())),
    ] {
        let mut model = good.model.clone();
        Arc::make_mut(model.invoices.get_mut(&id).unwrap()).stage = stage;
        assert!(check_state(&model, &good.book).is_err());
    }
    let mut model = good.model.clone();
    let sent = model.invoices.remove(&id).unwrap();
    assert!(
        check_state(&model, &good.book).is_err(),
        "in the book alone"
    );
    let another = InvoiceId::parse("orgno-no.918130047.another").unwrap();
    model.invoices.insert(id, Arc::clone(&sent));
    model.invoices.insert(another, sent);
    assert!(check_state(&model, &good.book).is_err(), "one of two");
    assert!(check_state(&good.model, &Book::default()).is_err());
}
