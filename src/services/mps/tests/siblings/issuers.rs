//! Issuers made by business software, and their rules.

use jiff::SignedDuration;

use super::message::{answer, code, plain};
use crate::domain::company::B2cnoStatus;
use crate::services::mps::tests::world::{FJORD, World};

/// An organisation number that no company of the small world has.
pub(super) const FREE: &str = "310000019";

const ACCOUNT: &str = "15062995960";

fn issuer(number: &str) -> String {
    format!("<issuerId>{number}</issuerId>")
}

fn rule(account: &str, position: &str) -> String {
    format!(
        "<brandAgreementRule><accountNumber>{account}</accountNumber>\
         <customerReferencePosition>{position}</customerReferencePosition></brandAgreementRule>"
    )
}

fn add(number: &str, account: &str, position: &str) -> String {
    format!("{}{}", issuer(number), rule(account, position))
}

#[test]
fn an_issuer_is_made_found_and_deleted_and_in_every_bank_a_day_later() {
    let mut world = World::new();
    assert_eq!(code(&mut world, "mps.erp.getIssuer", &issuer(FREE)), 5002);
    let rules = rule(ACCOUNT, "KID[1-6]");
    let content = format!(
        "{}<name>Fjell Kraft</name><brandAgreementRules>{rules}</brandAgreementRules>",
        issuer(FREE)
    );
    let made = answer(&mut world, "mps.erp.createIssuer", &content);
    assert_eq!(made.child_text("holder"), Some("OWN"));
    assert_eq!(made.child_text("createdAt"), Some("2026-03-02T08:00:00Z"));
    assert_eq!(made.child_text("activeFrom"), Some("2026-03-03T08:00:00Z"));
    world.advance(SignedDuration::from_hours(1));
    let again = answer(&mut world, "mps.erp.createIssuer", &issuer(FREE));
    assert_eq!(again.child_text("createdAt"), Some("2026-03-02T08:00:00Z"));
    let found = answer(&mut world, "mps.erp.getIssuer", &issuer(FREE));
    assert_eq!(found.child_text("name"), Some("Fjell Kraft"));
    assert_eq!(
        found.child("brandAgreementRules").unwrap().children.len(),
        1
    );
    answer(&mut world, "mps.erp.deleteIssuer", &issuer(FREE));
    assert_eq!(
        code(&mut world, "mps.erp.deleteIssuer", &issuer(FREE)),
        5002
    );
    assert_eq!(world.told(), ["issuer.created -", "issuer.deleted -"]);
}

#[test]
fn an_issuer_that_another_holds_is_told_of_and_not_given_away() {
    for (status, held) in [
        (B2cnoStatus::Active, true),
        (B2cnoStatus::Reserved, true),
        (B2cnoStatus::Free, false),
    ] {
        let mut world = World::new();
        world.agreement_of_fjord(status);
        if held {
            let found = answer(&mut world, "mps.erp.getIssuer", &issuer(FJORD));
            assert_eq!(found.child_text("holder"), Some("OTHER"));
            assert_eq!(
                code(&mut world, "mps.erp.createIssuer", &issuer(FJORD)),
                5002
            );
            assert_eq!(
                code(&mut world, "mps.erp.deleteIssuer", &issuer(FJORD)),
                5002
            );
        } else {
            assert_eq!(code(&mut world, "mps.erp.getIssuer", &issuer(FJORD)), 5002);
            answer(&mut world, "mps.erp.createIssuer", &issuer(FJORD));
        }
    }
}

#[test]
fn a_rule_is_refused_for_its_account_its_position_and_when_it_is_there() {
    let mut world = World::new();
    let id = "mps.erp.addBrandAgreementRule";
    assert_eq!(code(&mut world, id, &add(FREE, ACCOUNT, "KID[1-6]")), 5002);
    answer(&mut world, "mps.erp.createIssuer", &issuer(FREE));
    for (account, position, expected) in [
        ("15062995961", "KID[1-6]", 5006),
        ("1506.299596", "KID[1-6]", 5006),
        (ACCOUNT, "KID[6-1]", 5007),
        (ACCOUNT, "1-6", 5007),
        ("15062995961", "1-6", 5006),
    ] {
        assert_eq!(
            code(&mut world, id, &add(FREE, account, position)),
            expected
        );
    }
    answer(&mut world, id, &add(FREE, ACCOUNT, "KID[1-6]"));
    assert_eq!(code(&mut world, id, &add(FREE, ACCOUNT, "KID[1-6]")), 5008);
    answer(&mut world, id, &add(FREE, ACCOUNT, "KID[1-7]"));
    let id = "mps.erp.deleteBrandAgreementRule";
    for expected in ["true", "false"] {
        let gone = answer(&mut world, id, &add(FREE, ACCOUNT, "KID[1-6]"));
        assert_eq!(gone.child_text("deleted"), Some(expected));
    }
}

#[test]
fn an_issuer_with_a_wrong_rule_is_not_made() {
    let mut world = World::new();
    let rules = rule(ACCOUNT, "KID[1-6]").repeat(2);
    let content = format!(
        "{}<brandAgreementRules>{rules}</brandAgreementRules>",
        issuer(FREE)
    );
    assert_eq!(code(&mut world, "mps.erp.createIssuer", &content), 5008);
    assert_eq!(code(&mut world, "mps.erp.getIssuer", &issuer(FREE)), 5002);
}

#[test]
fn an_issuer_has_a_hundred_rules_and_not_one_more() {
    let positions: Vec<String> = (0..100)
        .map(|n| format!("KID[{}-{}]", 1 + n / 50, 3 + n % 50))
        .collect();
    let ninety_nine: String = positions[..99].iter().map(|it| rule(ACCOUNT, it)).collect();
    let mut world = World::new();
    let rules = format!("<brandAgreementRules>{ninety_nine}</brandAgreementRules>");
    let content = format!("{}{rules}", issuer(FREE));
    answer(&mut world, "mps.erp.createIssuer", &content);
    let id = "mps.erp.addBrandAgreementRule";
    answer(&mut world, id, &add(FREE, ACCOUNT, &positions[99]));
    let said = plain(&mut world, id, &add(FREE, ACCOUNT, "KID[3-4]"));
    assert!(said.contains("expected at most 100"), "{said}");
    let more = rule(ACCOUNT, "KID[3-4]");
    let content = format!(
        "{}<brandAgreementRules>{more}</brandAgreementRules>",
        issuer(FREE)
    );
    plain(&mut world, "mps.erp.createIssuer", &content);
    // One that is there already is still told of as such.
    let again = add(FREE, ACCOUNT, &positions[0]);
    assert_eq!(code(&mut world, id, &again), 5008);
    let found = answer(&mut world, "mps.erp.getIssuer", &issuer(FREE));
    let rules = found.child("brandAgreementRules").unwrap();
    assert_eq!(rules.children.len(), 100);
}
