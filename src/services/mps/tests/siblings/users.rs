//! Who may do what at the sibling services: users, roles and issuers.

use jiff::SignedDuration;

use super::invoices::{consignment, halgeir, invoice};
use super::issuers::FREE;
use super::message::{answer, by_user};
use crate::domain::company::{ActsFor, MpsFacet, MpsRole, RegistrationNumber};
use crate::domain::credentials::GivenLogin;
use crate::domain::slug::Slug;
use crate::services::mps::tests::world::{FJORD, World};

const ERP: &str = "mps.erp.addInvoices";
const NETS: &str = "mps.nets.addInvoices";
const SUBMITTER: &str = "mps.submitter.addInvoices";

/// A world in which Fjord has a user of this kind, and a company from abroad another one; both act
/// for themselves only.
fn world(roles: &[MpsRole], names_service_provider: bool) -> World {
    let mut world = World::new();
    let slug = Slug::parse("fjord-energi").unwrap();
    let fjord = world.cast.company(&slug).unwrap().as_ref().clone();
    let other = Slug::parse("annen").unwrap();
    let foreign = RegistrationNumber::Foreign("SE1".to_owned());
    for (slug, number, user) in [
        (slug, fjord.org_number.clone(), "fjord"),
        (other, foreign, "annen"),
    ] {
        let mut company = fjord.clone();
        company.slug = slug;
        company.org_number = number;
        company.mps = Some(MpsFacet {
            login: GivenLogin {
                user: Some(user.to_owned()),
                password: Some("secret".to_owned()),
            },
            customer_unit: None,
            roles: roles.to_vec(),
            acts_for: ActsFor::Listed(Vec::new()),
            avtalegiro: false,
            names_service_provider,
            black_listed: None,
        });
        world.cast.put_company(company).unwrap();
    }
    world
}

fn every_role() -> Vec<MpsRole> {
    MpsRole::WORDS.iter().map(|(role, _)| *role).collect()
}

fn bill(service: &str, id: &str) -> String {
    consignment(service, id, &invoice("F-1", &halgeir()))
}

#[test]
fn each_service_wants_its_role() {
    for (role, operation, service, forbidden) in [
        (MpsRole::Erp, ERP, "erp", 5002),
        (MpsRole::IssuerViaMps, NETS, "nets", 5008),
        (MpsRole::Submitter, SUBMITTER, "submitter", 208),
    ] {
        for has in every_role() {
            let mut world = world(&[has], false);
            let said = by_user(&mut world, "fjord", operation, &bill(service, "123456789"));
            let expected = (has != role).then_some(forbidden);
            assert_eq!(said.err(), expected, "{has:?} {operation}");
        }
    }
}

#[test]
fn a_user_sends_for_its_own_issuers_only() {
    for (operation, service, forbidden) in [
        (ERP, "erp", 5002),
        (NETS, "nets", 5008),
        (SUBMITTER, "submitter", 208),
    ] {
        let mut world = world(&every_role(), false);
        let said = by_user(&mut world, "annen", operation, &bill(service, "123456789"));
        assert_eq!(said.err(), Some(forbidden), "{operation}");
    }
}

#[test]
fn an_issuer_that_business_software_made_is_its_own() {
    let mut world = world(&[MpsRole::Erp], false);
    let issuer = format!("<issuerId>{FREE}</issuerId>");
    let bill = bill("erp", "c-1").replace(FJORD, FREE);
    by_user(&mut world, "annen", "mps.erp.createIssuer", &issuer).unwrap();
    by_user(&mut world, "annen", ERP, &bill).unwrap();
    let found = by_user(&mut world, "fjord", "mps.erp.getIssuer", &issuer).unwrap();
    assert_eq!(found.child_text("holder"), Some("OTHER"));
    let found = by_user(&mut world, "annen", "mps.erp.getIssuer", &issuer).unwrap();
    assert_eq!(found.child_text("holder"), Some("OWN"));
    for operation in ["mps.erp.createIssuer", "mps.erp.deleteIssuer", ERP] {
        let content = if operation == ERP { &bill } else { &issuer };
        let said = by_user(&mut world, "fjord", operation, content);
        assert_eq!(said.err(), Some(5002), "{operation}");
    }
}

#[test]
fn a_company_with_a_user_of_its_own_is_held_by_itself() {
    let create = "mps.erp.createIssuer";
    let issuer = format!("<issuerId>{FJORD}</issuerId>");
    let mut world = world(&[MpsRole::Erp], false);
    assert_eq!(
        by_user(&mut world, "annen", create, &issuer).err(),
        Some(5002)
    );
    let found = by_user(&mut world, "annen", "mps.erp.getIssuer", &issuer).unwrap();
    assert_eq!(found.child_text("holder"), Some("OTHER"));
    let said = by_user(&mut world, "annen", ERP, &bill("erp", "c-1"));
    assert_eq!(said.err(), Some(5002));
    // Whoever shows no user makes it for the company itself.
    answer(&mut world, create, &issuer);
    for expected in ["OWN", "OTHER"] {
        let user = if expected == "OWN" { "fjord" } else { "annen" };
        let found = by_user(&mut world, user, "mps.erp.getIssuer", &issuer).unwrap();
        assert_eq!(found.child_text("holder"), Some(expected));
    }
    by_user(&mut world, "fjord", create, &issuer).unwrap();
    // The company could send before and need not wait for the banks now.
    assert!(is_shown_at_once(&mut world, Some("fjord"), FJORD));
}

/// Whether an eFaktura from a user is presented with its validation.
fn is_shown_at_once(world: &mut World, user: Option<&str>, issuer: &str) -> bool {
    let content = bill("erp", &format!("of {user:?}")).replace(FJORD, issuer);
    let added = match user {
        Some(user) => by_user(world, user, ERP, &content).unwrap(),
        None => answer(world, ERP, &content),
    };
    let row = ["addedInvoices", "addedInvoice", "transactionId"];
    let id = added.path_text(&row).unwrap().to_owned();
    world.advance(SignedDuration::from_secs(30));
    let by_id = format!("<issuerId>{issuer}</issuerId><transactionId>{id}</transactionId>");
    let told = answer(world, "mps.erp.getInvoiceStatus", &by_id);
    assert_eq!(told.child_text("status"), Some("ACCEPTED"), "{user:?}");
    world.book.presented_by("mps", &id).is_some()
}

#[test]
fn a_new_issuer_is_new_to_nobody_who_could_send_for_it_before() {
    let mut world = world(&[MpsRole::Erp], false);
    let mut fjord = world.company("fjord-energi");
    fjord.mps = None;
    world.cast.put_company(fjord).unwrap();
    let mut third = world.company("annen");
    third.slug = Slug::parse("tredje").unwrap();
    third.org_number = RegistrationNumber::Foreign("SE2".to_owned());
    let facet = third.mps.as_mut().unwrap();
    facet.login.user = Some("tredje".to_owned());
    facet.acts_for = ActsFor::All;
    world.cast.put_company(third).unwrap();
    for issuer in [FJORD, FREE] {
        let content = format!("<issuerId>{issuer}</issuerId>");
        by_user(&mut world, "annen", "mps.erp.createIssuer", &content).unwrap();
    }
    assert!(!is_shown_at_once(&mut world, Some("annen"), FJORD));
    assert!(is_shown_at_once(&mut world, Some("tredje"), FJORD));
    assert!(is_shown_at_once(&mut world, None, FJORD));
}

#[test]
fn a_caller_without_a_user_sends_for_every_issuer_that_was_made() {
    let mut world = world(&[MpsRole::Erp], false);
    let content = format!("<issuerId>{FREE}</issuerId>");
    by_user(&mut world, "annen", "mps.erp.createIssuer", &content).unwrap();
    assert!(!is_shown_at_once(&mut world, None, FREE));
}

#[test]
fn a_service_provider_is_named_by_those_who_must_and_by_no_other() {
    let plain = bill("nets", "c-1");
    let named = format!("<serviceProvider>310000019</serviceProvider>{plain}");
    for (must, content, expected) in [
        (true, &named, None),
        (true, &plain, Some(5009)),
        (false, &named, Some(5010)),
        (false, &plain, None),
    ] {
        let mut world = world(&[MpsRole::IssuerViaMps], must);
        let said = by_user(&mut world, "fjord", NETS, content);
        assert_eq!(said.err(), expected, "{must}");
    }
}

#[test]
fn what_another_user_sent_can_neither_be_seen_nor_cancelled() {
    let mut world = world(&every_role(), false);
    let added = by_user(&mut world, "fjord", NETS, &bill("nets", "c-1")).unwrap();
    let row = ["addedInvoices", "addedInvoice", "transactionId"];
    let id = added.path_text(&row).unwrap();
    let by_id = format!("<transactionId>{id}</transactionId>");
    for (operation, forbidden) in [
        ("mps.nets.cancelInvoice", 5008),
        ("mps.submitter.cancelInvoice", 208),
    ] {
        let said = by_user(&mut world, "annen", operation, &by_id);
        assert_eq!(said.err(), Some(forbidden), "{operation}");
    }
    let content = format!("<issuerId>{FJORD}</issuerId>{by_id}");
    let operation = "mps.nets.getInvoiceStatus";
    for (user, expected) in [("annen", "NOT_FOUND"), ("fjord", "IN_PROGRESS")] {
        let told = by_user(&mut world, user, operation, &content).unwrap();
        assert_eq!(told.child_text("status"), Some(expected), "{user}");
    }
}
