//! What a payment provider sees (Vipps: guide of the invoice API, states of an invoice; Maventa:
//! Consumer Invoicing (Norway), Vipps).

use crate::consumer::{Presented, Turn};
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::Fault;
use crate::services::vipps::model::apply::{invoice_shown, not_found, presented_id};
use crate::services::vipps::model::{Asker, Event, Model, Row, State, View};

/// How far an invoice is open to whoever asks, whosever it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// As if it were not there.
    Hidden,
    /// It is there for others: its recipient does not let the app of Vipps show it.
    NotInApp,
    /// It was shown, and its sender took it back.
    TakenBack,
    /// It is shown.
    Open,
}

/// What whoever asks sees of an invoice, whosever it is.
pub(super) fn sight(model: &Model, row: &Row, asker: &Asker, turn: &Turn<'_, Event>) -> Sight {
    let Some(presented) = presented(model, row, turn) else {
        return Sight::Hidden;
    };
    let is_taken_back = match row.shown.state {
        State::Created | State::Rejected => return Sight::Hidden,
        State::Revoked => true,
        State::Pending | State::Approved | State::Deleted | State::Expired => false,
    };
    if turn.now < presented.reaches_vipps() {
        return Sight::Hidden;
    }
    let was_shown = presented.vipps_stay.is_some();
    if is_app(asker, turn) && !(was_shown && lets_show(row, turn)) {
        return Sight::NotInApp;
    }
    if is_taken_back {
        Sight::TakenBack
    } else {
        Sight::Open
    }
}

/// An invoice that whoever asks is shown by its id. That is longer than it is listed: who has the
/// id may look what became of it.
pub(super) fn found(
    model: &Model,
    id: &InvoiceId,
    asker: &Asker,
    turn: &Turn<'_, Event>,
) -> Result<Row, Fault> {
    let row = invoice_shown(model, id, &View::of(turn));
    row.filter(|row| sight(model, row, asker, turn) == Sight::Open)
        .ok_or_else(|| not_found(id))
}

/// Whether an invoice stands in lists. One that expired or was deleted stays for those who ask for
/// such ones, though the app shows it no more; all others leave 14 days after their due date.
pub(super) fn is_listed(model: &Model, row: &Row, asker: &Asker, turn: &Turn<'_, Event>) -> bool {
    if sight(model, row, asker, turn) != Sight::Open {
        return false;
    }
    let leaves = presented(model, row, turn).map(Presented::leaves_vipps);
    let is_there = leaves.is_some_and(|leaves| turn.now < leaves);
    match row.shown.state {
        State::Expired => true,
        State::Deleted => is_there,
        State::Created | State::Rejected | State::Pending | State::Approved | State::Revoked => {
            is_there && (row.in_app || !is_app(asker, turn))
        }
    }
}

/// The invoice as the consumers' book has it.
fn presented<'a>(model: &Model, row: &Row, turn: &'a Turn<'_, Event>) -> Option<&'a Presented> {
    turn.book.shown(presented_id(model, &row.id, turn.book)?)
}

/// Whether the recipient lets the app show invoices at this time.
fn lets_show(row: &Row, turn: &Turn<'_, Event>) -> bool {
    let people = turn.cast.seen_by("vipps");
    let person = people.person(&row.recipient.person);
    let facet = person.and_then(|person| person.vipps);
    facet.is_some_and(|vipps| vipps.active && vipps.display)
}

/// Whether the app of Vipps itself asks, and not a bank.
fn is_app(asker: &Asker, turn: &Turn<'_, Event>) -> bool {
    let company = turn.cast.company(&asker.company);
    let account = company.and_then(|company| company.vipps.as_ref());
    let ipp = account.and_then(|account| account.ipp.as_ref());
    ipp.is_some_and(|ipp| ipp.is_app)
}
