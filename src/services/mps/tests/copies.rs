//! Bills whose claims travel by themselves: each half finds the other, whichever came first.

use jiff::civil::date;
use uuid::Uuid;

use super::legs::transaction;
use super::world::{FJORD, World, mandate_key};
use crate::consumer::{ClaimId, ClaimState, Note};
use crate::domain::calendar::at_local;
use crate::services::mps::{Ask, AtgStatus, Reply, Shipment, ShipmentId, TransactionId};

const EFAKTURA: &str = "EFAKTURA_AND_EXTERNAL_AVTALEGIRO";
const CLAIM: &str = "AVTALEGIRO";

/// Fjord Energi, Halgeir with a mandate, and what was sent.
struct Bill {
    world: World,
    sent: u128,
}

impl Bill {
    fn new() -> Self {
        let mut world = World::new();
        world.mandate(true);
        Self { world, sent: 0 }
    }

    /// Sends one half, or the whole, in a shipment of its own.
    fn send(&mut self, payment: &str) -> TransactionId {
        self.send_with(payment, "123456782")
    }

    fn send_with(&mut self, payment: &str, kid: &str) -> TransactionId {
        self.sent += 1;
        let id = Uuid::from_u128(self.sent);
        let mut sent = transaction(payment);
        sent.id = TransactionId::from(id);
        sent.kid = Some(kid.to_owned());
        let (transaction, shipment) = (sent.id, ShipmentId::from(id));
        let shipment = Shipment {
            id: shipment,
            issuer: FJORD.to_owned(),
            transactions: vec![sent],
        };
        self.world.apply(Ask::AddShipment(shipment).into()).unwrap();
        transaction
    }

    /// On a day of March at an hour in Oslo.
    fn go_to(&mut self, day: i8, hour: i8) {
        let goal = at_local(date(2026, 3, day), hour, 30);
        self.world.advance(goal.duration_since(self.world.now));
    }

    fn cancel(&mut self, id: TransactionId) {
        let ask = Ask::CancelTransaction(id);
        assert!(self.world.apply(ask.into()).is_ok());
    }

    /// How the copy stands, and whether it is paid by direct debit.
    fn copy(&self, id: TransactionId) -> String {
        let copy = self.world.book.presented_by("mps", &id.to_string());
        let copy = copy.expect("a presented invoice");
        let how = if copy.by_direct_debit {
            "by direct debit"
        } else {
            "by hand"
        };
        format!("{} {how}", copy.state)
    }

    /// Whether the claim knows its copy.
    fn knows(&self, claim: TransactionId, efaktura: TransactionId) -> bool {
        let claim = self.world.book.claim(&ClaimId::of(&claim.to_string()));
        let copy = self.world.book.id_of("mps", &efaktura.to_string());
        copy.is_some() && claim.and_then(|claim| claim.copy.as_ref()) == copy
    }

    fn leg(&mut self, id: TransactionId) -> AtgStatus {
        match self.world.apply(Ask::GetTransactionStatus(id).into()) {
            Ok(Reply::TransactionStatus(status, _)) => status.atg.status,
            other => panic!("{other:?}"),
        }
    }

    /// Whether everything about a claim is told in the case of an eFaktura too.
    fn told_together(&self, claim: TransactionId, efaktura: TransactionId) -> bool {
        self.world.notes.iter().any(|note| match note {
            Note::FiledWith { id, with } => id.id == claim.into() && with.id == efaktura.into(),
            Note::Filed { .. }
            | Note::Happened(_)
            | Note::ChangesEntry { .. }
            | Note::OpensMailbox { .. } => false,
        })
    }
}

#[test]
fn each_half_of_a_bill_finds_the_other_whichever_comes_first() {
    for efaktura_first in [true, false] {
        for (day, hour) in [(2, 9), (2, 12), (2, 18), (9, 9)] {
            let mut bill = Bill::new();
            let (first, second) = if efaktura_first {
                (EFAKTURA, CLAIM)
            } else {
                (CLAIM, EFAKTURA)
            };
            let first = bill.send(first);
            bill.go_to(day, hour);
            let second = bill.send(second);
            bill.go_to(10, 9);
            let (efaktura, claim) = if efaktura_first {
                (first, second)
            } else {
                (second, first)
            };
            assert!(bill.knows(claim, efaktura), "{day} {efaktura_first}");
            assert!(bill.told_together(claim, efaktura));
            assert_eq!(bill.copy(efaktura), "open by direct debit");
            assert_eq!(bill.leg(efaktura), AtgStatus::External);
        }
    }
}

#[test]
fn both_halves_may_come_in_one_shipment() {
    for order in [[EFAKTURA, CLAIM], [CLAIM, EFAKTURA]] {
        let mut bill = Bill::new();
        let halves = [1, 2].map(|number| TransactionId::from(Uuid::from_u128(number)));
        let transactions = [0, 1].map(|index| {
            let mut sent = transaction(order[index]);
            sent.id = halves[index];
            sent
        });
        let shipment = Shipment {
            id: ShipmentId::from(Uuid::from_u128(1)),
            issuer: FJORD.to_owned(),
            transactions: transactions.to_vec(),
        };
        bill.world.apply(Ask::AddShipment(shipment).into()).unwrap();
        bill.go_to(3, 9);
        let [efaktura, claim] = match order[0] {
            EFAKTURA => halves,
            _ => [halves[1], halves[0]],
        };
        assert!(bill.knows(claim, efaktura), "{order:?}");
        assert!(bill.told_together(claim, efaktura), "{order:?}");
    }
}

#[test]
fn a_claim_that_is_rejected_taken_back_or_not_given_leaves_a_bill_to_pay_by_hand() {
    for (what, expected) in [
        ("nothing", "open by direct debit"),
        ("no mandate", "open by hand"),
        ("mandate ends", "open by hand"),
        ("cancelled early", "open by hand"),
        ("cancelled at the bank", "open by hand"),
    ] {
        for efaktura_first in [true, false] {
            let mut bill = Bill::new();
            if what == "no mandate" {
                bill.world.mandate(false);
            }
            let mut efaktura = efaktura_first.then(|| bill.send(EFAKTURA));
            bill.go_to(2, 11);
            let claim = bill.send(CLAIM);
            bill.go_to(2, 12);
            let now = bill.world.now;
            match what {
                "mandate ends" => bill.world.book.end_mandate(&mandate_key(), now),
                "cancelled early" => bill.cancel(claim),
                "cancelled at the bank" => {
                    bill.go_to(3, 9);
                    bill.cancel(claim);
                }
                _ => {}
            }
            bill.go_to(3, 10);
            let efaktura = *efaktura.get_or_insert_with(|| bill.send(EFAKTURA));
            bill.go_to(3, 11);
            assert_eq!(bill.copy(efaktura), expected, "{what}, {efaktura_first}");
        }
    }
}

#[test]
fn a_bill_whose_claim_is_at_the_bank_already_learns_what_became_of_it() {
    for (state, expected) in [
        ("paid", "paid by direct debit"),
        ("no-cover", "open by hand"),
        ("reversed", "open by hand"),
    ] {
        let mut bill = Bill::new();
        let claim = bill.send(CLAIM);
        bill.go_to(3, 9);
        let id = ClaimId::of(&claim.to_string());
        let at = bill.world.now;
        let became = crate::consumer::Claim {
            state: match state {
                "paid" => ClaimState::Paid { at },
                "no-cover" => ClaimState::NoCover { at },
                _ => ClaimState::Reversed { at },
            },
            ..bill.world.book.claim(&id).unwrap().clone()
        };
        bill.world.book.put_back_claim(id, became);
        let efaktura = bill.send(EFAKTURA);
        bill.go_to(3, 10);
        assert_eq!(bill.copy(efaktura), expected, "{state}");
        assert!(bill.knows(claim, efaktura), "{state}");
    }
}

#[test]
fn another_claim_for_the_same_bill_keeps_it_and_takes_it_again() {
    let mut bill = Bill::new();
    let efaktura = bill.send(EFAKTURA);
    let first = bill.send(CLAIM);
    let second = bill.send(CLAIM);
    bill.go_to(2, 12);
    bill.cancel(first);
    bill.go_to(2, 13);
    assert_eq!(bill.copy(efaktura), "open by direct debit");
    bill.cancel(second);
    bill.go_to(2, 14);
    assert_eq!(bill.copy(efaktura), "open by hand");
    let (third, fourth) = (bill.send(CLAIM), bill.send(CLAIM));
    bill.go_to(2, 18);
    assert!(bill.knows(third, efaktura) && bill.knows(fourth, efaktura));
    assert_eq!(bill.copy(efaktura), "open by direct debit");
    bill.cancel(fourth);
    bill.go_to(2, 19);
    assert_eq!(bill.copy(efaktura), "open by direct debit");
    bill.cancel(third);
    bill.go_to(2, 20);
    assert_eq!(bill.copy(efaktura), "open by hand");
}

#[test]
fn a_bill_finds_no_claim_with_another_kid_and_no_combination() {
    let mut bill = Bill::new();
    let efaktura = bill.send(EFAKTURA);
    let other = bill.send_with(CLAIM, "123456097");
    let whole = bill.send("EFAKTURA_AND_AVTALEGIRO");
    bill.go_to(3, 9);
    assert!(!bill.knows(other, efaktura) && !bill.knows(whole, efaktura));
    assert!(bill.knows(whole, whole), "a combination has its own copy");
    bill.cancel(other);
    bill.cancel(whole);
    bill.go_to(3, 10);
    assert_eq!(bill.copy(efaktura), "open by direct debit");
}

#[test]
fn a_claim_follows_the_newest_efaktura_that_still_stands() {
    let mut bill = Bill::new();
    let first = bill.send(EFAKTURA);
    let second = bill.send(EFAKTURA);
    bill.go_to(2, 12);
    bill.cancel(second);
    bill.go_to(2, 13);
    let claim = bill.send(CLAIM);
    bill.go_to(2, 18);
    assert!(bill.knows(claim, first));
}
