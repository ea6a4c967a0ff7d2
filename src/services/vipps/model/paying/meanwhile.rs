//! What somebody else does with an invoice between two requests of a payment provider, because a
//! scenario wants it.

use crate::consumer::{PresentedState, Turn};
use crate::domain::calendar::local_date;
use crate::domain::money::Ore;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::apply::{invoice_shown, presented_id};
use crate::services::vipps::model::row::Source;
use crate::services::vipps::model::{Event, Model, Row, State, View};

/// The consumer approves the invoice in the netbank.
pub(in crate::services::vipps) const APPROVED: &str = "approvedMeanwhile";
/// The consumer deletes it there.
pub(in crate::services::vipps) const DELETED: &str = "deletedMeanwhile";
/// Whoever sent it takes it back.
pub(in crate::services::vipps) const REVOKED: &str = "revokedMeanwhile";
/// Whoever sent it takes it back as soon as the answer is made.
pub(in crate::services::vipps) const REVOKED_AFTER: &str = "revokedWhileListed";

/// What happens before a change is looked at.
pub(super) fn before_change(
    model: &Model,
    id: &InvoiceId,
    wish: Option<&'static str>,
    turn: &mut Turn<'_, Event>,
) {
    match wish {
        Some(APPROVED) => consumer(model, id, turn, true),
        Some(DELETED) => consumer(model, id, turn, false),
        Some(REVOKED) => withdraw(model, id, turn),
        Some(_) | None => {}
    }
}

/// What happens to invoices that were just read.
pub(super) fn after_reading(
    model: &Model,
    rows: &[Row],
    wish: Option<&'static str>,
    turn: &mut Turn<'_, Event>,
) {
    if wish == Some(REVOKED_AFTER) {
        for row in rows {
            withdraw(model, &row.id, turn);
        }
    }
}

/// The consumer approves or deletes what still waits.
fn consumer(model: &Model, id: &InvoiceId, turn: &mut Turn<'_, Event>, approves: bool) {
    let row = invoice_shown(model, id, &View::of(turn));
    if row.is_none_or(|row| row.shown.state != State::Pending) {
        return;
    }
    let Some(presented) = presented_id(model, id, turn.book).cloned() else {
        return;
    };
    let Some(invoice) = turn.book.shown(&presented) else {
        return;
    };
    if approves && invoice.amount <= Ore::ZERO {
        return;
    }
    let at = turn.now;
    let state = if approves {
        PresentedState::Approved {
            amount: invoice.amount,
            on: invoice.due_date.max(local_date(at)),
            at,
        }
    } else {
        PresentedState::Deleted { at }
    };
    turn.book.answer(&presented, state, at);
}

/// Its sender takes back what still waits. What the netbank brought has no sender at Vipps, and
/// what was answered is nobody's to take back any more.
fn withdraw(model: &Model, id: &InvoiceId, turn: &mut Turn<'_, Event>) {
    let row = invoice_shown(model, id, &View::of(turn));
    let can_be = |row: &Row| row.source == Source::Vipps && row.shown.state == State::Pending;
    if row.as_ref().is_some_and(can_be) {
        turn.book.withdraw("vipps", &id.to_string(), turn.now);
    }
}
