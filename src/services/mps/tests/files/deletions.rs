//! Deletions that fail, what scenarios make of rows of files, and ids of orders.

use jiff::SignedDuration;

use super::payee::{DUE, SECOND, approved, claim, file, newest, order, post, world};
use crate::consumer::{ClaimId, Note};
use crate::domain::giro::{FiledClaim, Order, OrderKind};
use crate::services::Simulated;
use crate::services::mps::tests::world::{World, received};
use crate::services::mps::{
    Command, Desire, Mps, PaymentType, Rejection, TransactionId, Wanted, Wish, used_ids,
};

fn claims(number: u32) -> Vec<Order> {
    vec![Order::Claims(order(number, claim(SECOND, DUE)))]
}

fn deletions(number: u32) -> Vec<Order> {
    vec![Order::Deletions(order(number, claim(SECOND, DUE)))]
}

/// Sends a file with one transaction, of which a scenario wants something.
fn sent(world: &mut World, number: u32, orders: Vec<Order>, what: Option<Desire>) {
    let decoded = Mps.decode(&received(post(file(number, orders)))).unwrap();
    let command = Command {
        wish: what.map(|what| Wish {
            what,
            rows: vec![0],
        }),
        ..decoded.command
    };
    world.apply(command).unwrap();
}

fn the_claim(world: &World) -> TransactionId {
    *world.model.transactions.keys().next().unwrap()
}

/// What was told of deletions that failed: the case, and the words.
fn failed(world: &World) -> Vec<(Option<String>, String)> {
    let notes = world.notes.iter().filter_map(|note| match note {
        Note::Happened(it) if it.kind == "deletion.rejected" => {
            let about = it.about.as_ref().map(|about| about.id.to_string());
            Some((about, it.text.clone()))
        }
        Note::Happened(_)
        | Note::Filed { .. }
        | Note::FiledWith { .. }
        | Note::ChangesEntry { .. }
        | Note::OpensMailbox { .. } => None,
    });
    notes.collect()
}

#[test]
fn what_may_become_of_a_row_of_a_file_may_become_of_a_claim() {
    let rejections = Rejection::ALL.iter().copied().map(Desire::Reject);
    let wanted = Wanted::WORDS.iter().map(|(it, _)| Desire::Do(*it));
    let mut of_files = Vec::new();
    for desire in rejections.chain(wanted) {
        for kind in [OrderKind::Claims, OrderKind::Deletions] {
            if desire.is_fate_in_file(kind) {
                assert!(desire.is_fate_of(PaymentType::AvtaleGiro), "{desire:?}");
                of_files.push(desire.as_str());
            }
        }
        assert!(!desire.is_fate_in_file(OrderKind::Other));
    }
    assert_eq!(
        of_files,
        [
            "A007",
            "A006",
            "A004",
            "A005",
            "A009",
            "A001",
            "A002",
            "A003",
            "A008",
            "PROCESSED_WITH_WARNING",
            "CANCELLATION_REJECTED",
            "CANCELLATION_REJECTED_BY_BDS",
            "noCover",
            "stoppedByPayer",
        ]
    );
}

#[test]
fn a_wish_about_a_file_as_a_whole_is_the_fate_of_none_of_its_claims() {
    for (wanted, fate) in [
        (Wanted::NoReceipt, None),
        (Wanted::CancelRejected, None),
        (Wanted::NoCover, Some(Desire::Do(Wanted::NoCover))),
    ] {
        let mut world = world();
        sent(&mut world, 1, claims(1), Some(Desire::Do(wanted)));
        let stored = world.model.transactions.values().next().unwrap();
        assert_eq!(stored.fate, fate, "{wanted:?}");
    }
}

#[test]
fn each_row_of_a_file_of_several_orders_has_the_fate_that_was_wished_for_it() {
    let mut world = world();
    let two = |number| {
        let one = claim(SECOND, DUE);
        let next = FiledClaim {
            number: 2,
            ..one.clone()
        };
        let mut order = order(number, one);
        order.claims.push(next);
        Order::Claims(order)
    };
    let read = received(post(file(1, vec![two(1), two(2), two(3)])));
    let command = Command {
        wish: Some(Wish {
            what: Desire::Do(Wanted::NoCover),
            rows: vec![1, 2, 5],
        }),
        ..Mps.decode(&read).unwrap().command
    };
    world.apply(command).unwrap();
    let mut fates = Vec::new();
    for (id, order) in &world.model.files.orders {
        for transaction in world.model.shipments[id].order.iter() {
            let fate = world.model.transactions[transaction].fate;
            fates.push((order.number.get(), fate.is_some()));
        }
    }
    fates.sort_by_key(|(number, _)| *number);
    let (no, yes) = (false, true);
    assert_eq!(
        fates,
        [(1, no), (1, yes), (2, yes), (2, no), (3, no), (3, yes)]
    );
}

#[test]
fn whoever_does_not_give_a_claim_back_is_named_and_its_case_tells_of_it() {
    for (wanted, hours, who) in [
        (Wanted::CancelRejected, 0, "MPS did not give"),
        (
            Wanted::CancelRejectedByBank,
            24,
            "the payer's bank did not give",
        ),
    ] {
        let mut world = world();
        approved(&mut world, file(1, claims(1)));
        world.advance(SignedDuration::from_hours(hours));
        sent(&mut world, 2, deletions(2), Some(Desire::Do(wanted)));
        world.advance(SignedDuration::from_hours(24));
        let failed = failed(&world);
        let [(about, text)] = failed.as_slice() else {
            panic!("{failed:?}")
        };
        assert_eq!(*about, Some(the_claim(&world).to_string()));
        assert!(text.contains(who), "{text}");
        let list = newest(&mut world, "L00202-CSV");
        assert!(list.contains("FILE-NOT-GIVEN-BACK") && list.contains(who));
        assert!(world.model.files.deletions.is_empty());
    }
}

#[test]
fn the_case_of_a_claim_tells_of_a_deletion_that_came_too_late() {
    let mut world = world();
    approved(&mut world, file(1, claims(1)));
    world.advance(SignedDuration::from_hours(27 * 24 + 6));
    approved(&mut world, file(2, deletions(2)));
    let failed = failed(&world);
    assert_eq!(failed[0].0, Some(the_claim(&world).to_string()));
}

#[test]
fn a_claim_without_cover_is_without_cover_also_when_it_is_not_given_back() {
    let mut world = world();
    let no_cover = Desire::Do(Wanted::NoCover);
    sent(&mut world, 1, claims(1), Some(no_cover));
    world.advance(SignedDuration::from_mins(10));
    let refused = Desire::Do(Wanted::CancelRejected);
    sent(&mut world, 2, deletions(2), Some(refused));
    world.advance(SignedDuration::from_hours(24));
    assert_eq!(failed(&world).len(), 1);
    let id = the_claim(&world);
    assert_eq!(world.model.transactions[&id].fate, Some(no_cover));
    let claim = world.book.claim(&ClaimId(id.into())).unwrap();
    assert!(claim.uncovered);
}

#[test]
fn an_order_without_claims_has_an_id_that_no_other_has() {
    let mut first = world();
    approved(&mut first, file(1, deletions(1)));
    let (id, stored) = first.model.files.orders.iter().next().unwrap();
    assert!(used_ids(&first.model).any(|(_, used)| used.to_string() == id.to_string()));
    // The mint of the other would give the same.
    let mut other = world();
    other.model.files.orders.insert(*id, stored.clone());
    approved(&mut other, file(2, deletions(2)));
    assert_eq!(other.model.files.orders.len(), 2);
    assert_eq!(other.model.files.orders[id], *stored);
}
