//! What an answer of MPS means for the walk, and when to go on.

use jiff::{SignedDuration, Timestamp};

use super::job::{Job, ShipmentAnswer, StatusAnswer};
use crate::consumer::Turn;
use crate::domain::routing::EfakturaAnswer;
use crate::reference_router::model::{Position, RouterInvoice};

/// A shipment whose answer was lost is sent this often, with the same ids, before the way counts
/// as closed.
const TRIES_MAX: u8 = 3;

/// A transaction that MPS has not judged after this long counts as unanswered.
const PATIENCE: SignedDuration = SignedDuration::from_hours(24);

pub(super) fn shipment_answered(
    invoice: &mut RouterInvoice,
    sending: Position,
    transaction: String,
    tries: u8,
    answer: ShipmentAnswer,
    turn: &Turn<'_, Job>,
) -> Timestamp {
    match answer {
        // A retry that meets its own earlier self was stored the first time.
        ShipmentAnswer::Stored | ShipmentAnswer::Duplicate => {
            invoice.mps_transaction = Some(transaction.clone());
            invoice.position = Position::Polling {
                transaction,
                since: turn.now,
            };
            return later(turn.now, turn.settings.mps_validation_delay);
        }
        ShipmentAnswer::Refused(why) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Rejected(why));
        }
        ShipmentAnswer::Unknown(_) if tries < TRIES_MAX => {
            invoice.position = sending;
        }
        ShipmentAnswer::Unknown(what) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
    }
    turn.now
}

pub(super) fn status_answered(
    invoice: &mut RouterInvoice,
    transaction: String,
    since: Timestamp,
    answer: StatusAnswer,
    turn: &Turn<'_, Job>,
) -> Timestamp {
    let waited = turn.now.duration_since(since);
    match answer {
        StatusAnswer::Accepted => invoice.facts.efaktura = Some(EfakturaAnswer::Accepted),
        StatusAnswer::Rejected(why) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Rejected(why));
        }
        StatusAnswer::InProgress | StatusAnswer::Unknown(_) if waited < PATIENCE => {
            invoice.position = Position::Polling { transaction, since };
            return later(turn.now, turn.settings.router_poll_interval);
        }
        StatusAnswer::InProgress => {
            let what = format!("transaction {transaction} still IN_PROGRESS after 24 hours");
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
        StatusAnswer::Unknown(what) => {
            invoice.facts.efaktura = Some(EfakturaAnswer::Unavailable(what));
        }
    }
    turn.now
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}
