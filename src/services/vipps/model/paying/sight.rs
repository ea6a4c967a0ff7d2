//! What a payment provider sees (Vipps: guide of the invoice API, states of an invoice; Maventa:
//! Consumer Invoicing (Norway), Vipps).

use jiff::{Timestamp, ToSpan};

use crate::consumer::Turn;
use crate::domain::calendar::{at_local, local_date};
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::apply::{invoice_shown, presented_id};
use crate::services::vipps::model::{Asker, Event, Model, Row, State};

/// Minutes until Vipps has what the netbank presented; about 15, as documented for the app.
const FROM_NETBANK_MIN: i64 = 15;

/// Days from the due date until nobody is shown an invoice any more.
const LISTED_DAYS: i64 = 14;

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
    let presented = presented_id(model, &row.id, turn.book).and_then(|id| turn.book.shown(id));
    let Some(presented) = presented else {
        return Sight::Hidden;
    };
    let is_taken_back = match row.shown.state {
        State::Created | State::Rejected => return Sight::Hidden,
        State::Revoked => true,
        State::Pending | State::Approved | State::Deleted | State::Expired => false,
    };
    if row.presented_at.is_some_and(|at| turn.now < in_vipps(at)) {
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
    let row = invoice_shown(model, id, turn.cast, turn.book);
    row.filter(|row| sight(model, row, asker, turn) == Sight::Open)
        .ok_or_else(|| not_found(id))
}

/// Whether an invoice stands in lists. One that expired or was deleted stays for those who ask for
/// such ones, though the app shows it no more; all others leave 14 days after their due date.
pub(super) fn is_listed(model: &Model, row: &Row, asker: &Asker, turn: &Turn<'_, Event>) -> bool {
    if sight(model, row, asker, turn) != Sight::Open {
        return false;
    }
    match row.shown.state {
        State::Expired => true,
        State::Deleted => turn.now < leaves(row),
        State::Created | State::Rejected | State::Pending | State::Approved | State::Revoked => {
            turn.now < leaves(row) && (row.in_app || !is_app(asker, turn))
        }
    }
}

/// The refusal of what is not there for whoever asks.
pub(super) fn not_found(id: &InvoiceId) -> Fault {
    Fault::problem(ProblemKind::InvoiceNotFound, id.to_string())
}

/// As that day begins, like in the app.
fn leaves(row: &Row) -> Timestamp {
    let day = local_date(row.due).saturating_add(LISTED_DAYS.days());
    at_local(day, 0, 0)
}

fn in_vipps(presented_at: Timestamp) -> Timestamp {
    let at = presented_at.saturating_add(FROM_NETBANK_MIN.minutes());
    at.unwrap_or(Timestamp::MAX)
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
