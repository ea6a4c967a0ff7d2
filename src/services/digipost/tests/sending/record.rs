//! What is told beside answers, and what a snapshot keeps.

use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

use super::world::*;
use crate::consumer::{Claim, ClaimId, ClaimState, Mandate, MandateKey, Note};
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::digipost::{Event, Model};
use crate::snapshot::written;

fn told(world: &World, kind: &str) -> usize {
    let happened = world.notes.iter().filter(|note| match note {
        Note::Happened(happening) => happening.kind == kind,
        Note::FiledWith { .. }
        | Note::Filed { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => false,
    });
    happened.count()
}

/// An invoice with numbers whose check digits are good.
fn sound(subject: &str) -> String {
    let sent = message("", &to_kari(), &invoice(UUID, subject, "1005"));
    sent.replace("123456787542312300000", "1234567897")
        .replace("45278968788", "15062995960")
}

#[test]
fn what_senders_agreed_not_to_send_as_an_invoice_is_warned_of_and_delivered() {
    let mut world = World::new();
    assert_eq!(world.send(&sound("Kreditnota 7")).status, 201);
    assert_eq!(told(&world, "invoice.against-policy"), 1);
    let mut world = World::new();
    assert_eq!(world.send(&sound("Faktura")).status, 201);
    assert_eq!(told(&world, "invoice.against-policy"), 0);
    let mut world = World::new();
    let kid = Kid::parse("1234567897").unwrap();
    let key = MandateKey {
        payee_account: AccountNumber::parse("15062995960").unwrap(),
        kid,
    };
    let now = world.now;
    world.book.put_mandate(key, mandate(), now);
    assert_eq!(world.send(&sound("Faktura")).status, 201);
    assert_eq!(told(&world, "invoice.against-policy"), 1);
}

#[test]
fn only_a_claim_against_the_same_payer_for_the_same_account_and_kid_is_warned_of() {
    for (payer, kid, account, warned) in [
        ("kari", "1234567897", "15062995960", 1),
        ("ola", "1234567897", "15062995960", 0),
        ("kari", "12345674", "15062995960", 0),
        ("kari", "1234567897", "86011117947", 0),
    ] {
        let mut world = World::new();
        let claim = claim(payer, kid, account, world.now);
        let id = ClaimId::of("claim");
        world.book.take_claim(id.clone(), claim);
        // What was taken back was a direct debit all the same.
        world.book.cancel_claim(&id, world.now);
        assert_eq!(world.send(&sound("Faktura")).status, 201);
        let found = told(&world, "invoice.against-policy");
        assert_eq!(found, warned, "{payer} {kid} {account}");
    }
}

fn claim(payer: &str, kid: &str, account: &str, now: Timestamp) -> Claim {
    let (kid, account) = (Kid::parse(kid), AccountNumber::parse(account));
    let (kid, payee_account) = (kid.unwrap(), account.unwrap());
    // Its mandate has ended, or would be warned of itself.
    let mandate = MandateKey {
        payee_account: payee_account.clone(),
        kid: kid.clone(),
    };
    Claim {
        service: "mps",
        payer: Slug::parse(payer).unwrap(),
        mandate,
        payer_account: None,
        payee_account,
        payee: "Fjord Energi".to_owned(),
        kid,
        amount: Ore::new(100_500),
        due_date: date(2026, 3, 20),
        notice: false,
        received_at: now,
        copy: None,
        uncovered: false,
        state: ClaimState::Waiting,
    }
}

fn mandate() -> Mandate {
    Mandate {
        payer: Slug::parse("kari").unwrap(),
        payer_account: None,
        limit: None,
        active_at_mps: true,
        notification: false,
        active_at_router: true,
    }
}

#[test]
fn a_debt_collection_is_told_by_its_subject() {
    let mut world = World::new();
    world.send(&sound("[INKASSO] Faktura"));
    let collections = world.notes.iter().filter(|note| match note {
        Note::Happened(happening) => happening.text.starts_with("debt collection"),
        Note::FiledWith { .. }
        | Note::Filed { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => false,
    });
    assert_eq!(collections.count(), 1);
}

#[test]
fn everything_that_is_kept_is_in_a_snapshot() {
    let mut world = World::new();
    let rest = letter(
        UUID,
        "<opening-receipt>x</opening-receipt><sms-notification><overrides><sms-mobile-number>\
         91816528</sms-mobile-number><text>Les</text></overrides><after-hours>1</after-hours>\
         </sms-notification><email-notification><email-address>kari@example.no</email-address>\
         <subject>s</subject><text>t</text><at time=\"2026-03-09T10:00:00Z\"/>\
         </email-notification>",
    );
    let unread = format!(
        "<print-if-unread><print-if-unread-after>2026-03-05T12:00:00Z</print-if-unread-after>{}\
         </print-if-unread>",
        print_details()
    );
    let whole = message(
        "<message-id>m-1</message-id>",
        &to_kari(),
        &(rest + &unread),
    );
    assert_eq!(world.send(&whole).status, 201);
    let uuid = |head: &str| UUID.replace("9af4", head);
    let sent = message("", &print_details(), &letter(&uuid("0001"), ""));
    assert_eq!(world.send(&sent).status, 201);
    let sent = message("", &to_kari(), &invoice(&uuid("0002"), "A", "1005"));
    assert_eq!(world.post("/messages", sent).status, 201);
    world.advance(SignedDuration::from_hours(30));
    assert_eq!(world.events(SENDER), ["POSTMARKED"]);
    let text = written::serialize(&world.model, serde_json::value::Serializer).unwrap();
    let read: Model = written::deserialize(text).unwrap();
    assert_eq!(read, world.model);
    assert!(!world.later.is_empty());
    for (_, event) in &world.later {
        let text = written::serialize(event, serde_json::value::Serializer).unwrap();
        let read: Event = written::deserialize(text).unwrap();
        assert_eq!(read, *event);
    }
}
