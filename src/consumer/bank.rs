//! The payers' banks: what they debit on a day, in the morning.

use jiff::Timestamp;
use jiff::civil::Date;

use super::actions::Stage;
use super::book::{Book, Order};
use super::claim::{Claim, ClaimId, ClaimState, Month};
use super::presented::{PresentedId, PresentedState};
use super::register::{PaymentNumber, PaymentState};
use crate::domain::calendar::{add_bank_days, at_local, local_date, next_bank_day};
use crate::domain::cast::Cast;
use crate::domain::money::Ore;
use crate::domain::person::{BankFacet, Person};
use crate::domain::slug::Slug;

/// The hour in Norway at which banks debit what is due. Documents say which day it is (MPS:
/// AvtaleGiro); the hour is ours.
const RUN_HOUR: i8 = 6;

/// When the banks debit what is due on a day.
#[must_use]
pub fn run_at(day: Date) -> Timestamp {
    at_local(day, RUN_HOUR, 0)
}

/// The day on which the bank carries out what is due on a date and was asked for at an instant: the
/// date or the next bank day, and where its run is over, the next run to come.
#[must_use]
pub fn debit_day(due: Date, asked_at: Timestamp) -> Date {
    let day = next_bank_day(due);
    if run_at(day) > asked_at {
        return day;
    }
    let today = next_bank_day(local_date(asked_at));
    if run_at(today) > asked_at {
        today
    } else {
        add_bank_days(today, 1)
    }
}

/// The banks debit what is due on a day, in the order in which they were asked to.
pub(super) fn run(stage: &mut Stage<'_>, day: Date) {
    let orders = stage.book.take_orders(day);
    let mut orders: Vec<_> = orders
        .into_iter()
        .map(|order| (asked_at(stage.book, &order), order))
        .collect();
    orders.sort();
    for (_, order) in orders {
        match order {
            Order::Claim(id) => debit(stage, &id),
            Order::Invoice(id) => pay(stage, &id),
            Order::Payment(number) => carry_out(stage, number),
        }
    }
}

/// A person of the cast with more or less in the bank.
///
/// # Errors
/// What stands on the account where that is too little, and `None` where there is no account.
pub(super) fn moved(person: &Person, by: Ore) -> Result<Person, Option<Ore>> {
    let bank = person.bank.as_ref().ok_or(None)?;
    let balance = bank.balance.checked_add(by).ok_or(Some(bank.balance))?;
    if by.is_negative() && balance.is_negative() {
        return Err(Some(bank.balance));
    }
    Ok(Person {
        bank: Some(BankFacet {
            balance,
            ..bank.clone()
        }),
        ..person.clone()
    })
}

/// What is to be taken from an account, for [`moved`].
pub(super) fn out(amount: Ore) -> Ore {
    Ore::ZERO.checked_sub(amount).unwrap_or(Ore::ZERO)
}

fn asked_at(book: &Book, order: &Order) -> Option<Timestamp> {
    match order {
        Order::Claim(id) => book.claim(id).map(|claim| claim.received_at),
        Order::Invoice(id) => book.shown(id).and_then(|invoice| invoice.state.at()),
        Order::Payment(number) => book.payment(*number).map(|payment| payment.received_at),
    }
}

fn debit(stage: &mut Stage<'_>, id: &ClaimId) {
    let Some(claim) = stage.book.claim(id).cloned() else {
        return;
    };
    let at = stage.now;
    let state = match obstacle(stage.book, &claim, at) {
        Some(obstacle) => obstacle,
        None if !claim.uncovered && take(stage.cast, &claim.payer, claim.amount) => {
            ClaimState::Paid { at }
        }
        None => ClaimState::NoCover { at },
    };
    stage.book.set_claim(id, state);
}

/// Why a claim is not debited, whatever stands on the account.
fn obstacle(book: &Book, claim: &Claim, at: Timestamp) -> Option<ClaimState> {
    let in_force = |it: &&super::Mandate| it.active_at_mps && it.payer == claim.payer;
    let Some(mandate) = book.mandate(&claim.mandate).filter(in_force) else {
        return Some(ClaimState::NoMandate { at });
    };
    let limit = mandate.limit?;
    let before = book.debited_in(&claim.payer, &claim.payee_account, Month::of(at));
    let sum = before.checked_add(claim.amount);
    let fits = sum.is_some_and(|sum| sum <= limit);
    (!fits).then_some(ClaimState::OverLimit { at })
}

fn pay(stage: &mut Stage<'_>, id: &PresentedId) {
    let Some(invoice) = stage.book.shown(id) else {
        return;
    };
    let PresentedState::Approved { amount, .. } = invoice.state else {
        return;
    };
    // Its claim pays it.
    if invoice.by_direct_debit {
        return;
    }
    let payer = invoice.consumer.clone();
    if take(stage.cast, &payer, amount) {
        stage.book.settle(id, amount, stage.now);
    } else {
        stage.book.leave_unpaid(id, stage.now);
    }
}

/// Carries a payment of the due-date register out. From an account that the payer has no more
/// nothing can be taken.
fn carry_out(stage: &mut Stage<'_>, number: PaymentNumber) {
    let Some(payment) = stage.book.payment(number) else {
        return;
    };
    let (payer, amount) = (payment.payer.clone(), payment.amount);
    let bank = stage.cast.person(&payer).and_then(|it| it.bank.as_ref());
    let has_it = bank.is_some_and(|bank| bank.account == payment.from);
    let at = stage.now;
    let state = if has_it && take(stage.cast, &payer, amount) {
        PaymentState::Paid { at }
    } else {
        PaymentState::NoCover { at }
    };
    stage.book.set_payment(number, state);
}

/// Takes money from a payer's account; whether there was enough.
fn take(cast: &mut Cast, payer: &Slug, amount: Ore) -> bool {
    let moved = cast.person(payer).map(|person| moved(person, out(amount)));
    match moved {
        Some(Ok(person)) => cast.put_person(person).is_ok(),
        Some(Err(_)) | None => false,
    }
}
