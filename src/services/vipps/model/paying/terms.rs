//! When and how much may be approved (Vipps: swagger of the IPP side, approving; guide of the
//! invoice API, states of an invoice; invoice API problems, `/invalid-due-date`).

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::consumer::Turn;
use crate::domain::calendar::{local_date, oslo};
use crate::domain::money::Ore;
use crate::domain::vipps::{ApproveRules, DueZone};
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Event, Row, Transition};

/// What can be said without the invoice: from the start of today to a year from now, and something
/// to pay.
pub(super) fn by_itself(to: &Transition, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let Some((due, amount)) = approved(to) else {
        return Ok(());
    };
    let zone = match turn.settings.vipps.due_zone {
        DueZone::Oslo => oslo(),
        DueZone::Utc => TimeZone::UTC,
    };
    let (first, last) = span(turn.now, zone);
    if due < first || due > last {
        let found = format!("{due}; {first} to {last} is taken");
        return Err(Fault::problem(ProblemKind::InvalidDueDate, found));
    }
    match turn.settings.vipps.approve_rules {
        ApproveRules::Off => Ok(()),
        ApproveRules::Endpoint | ApproveRules::Strict if amount <= Ore::ZERO => {
            Err(bad_amount(amount, "more than 0 is taken"))
        }
        ApproveRules::Endpoint | ApproveRules::Strict => Ok(()),
    }
}

/// What the invoice allows.
pub(super) fn of_invoice(to: &Transition, row: &Row, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let Some((due, amount)) = approved(to) else {
        return Ok(());
    };
    let is_strict = match turn.settings.vipps.approve_rules {
        ApproveRules::Off => return Ok(()),
        ApproveRules::Endpoint => false,
        ApproveRules::Strict => true,
    };
    if let Some(least) = row.content.min_amount.filter(|least| amount < *least) {
        let expected = format!("at least {} is taken", least.get());
        return Err(bad_amount(amount, &expected));
    }
    if is_strict && amount > row.content.amount {
        let expected = format!("at most {} is taken", row.content.amount.get());
        return Err(bad_amount(amount, &expected));
    }
    // Days, for what the netbank presents is due on a day and at no hour of it.
    if is_strict && local_date(due) > local_date(row.content.due) {
        let found = format!("{due}; the invoice is due at {}", row.content.due);
        return Err(Fault::problem(ProblemKind::InvalidDueDate, found));
    }
    Ok(())
}

fn approved(to: &Transition) -> Option<(Timestamp, Ore)> {
    match to {
        Transition::Approved { due, amount, .. } => Some((*due, *amount)),
        Transition::Revoked | Transition::Pending { .. } | Transition::Deleted { .. } => None,
    }
}

/// The start of today, and a year from now.
fn span(now: Timestamp, zone: TimeZone) -> (Timestamp, Timestamp) {
    let here = now.to_zoned(zone);
    let first = here.start_of_day().map_or(now, |start| start.timestamp());
    let last = here.saturating_add(1.year()).timestamp();
    (first, last)
}

fn bad_amount(amount: Ore, expected: &str) -> Fault {
    let found = format!("the amount {}; {expected}", amount.get());
    Fault::problem(ProblemKind::InputValidationFailed, found)
}
