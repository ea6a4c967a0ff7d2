//! Taking shipments and transactions back, each leg for itself.
//!
//! ```text
//! eFaktura  IN_PROGRESS              PROCESSING_IN_PROGRESS-TRY_LATER
//!           ACCEPTED                 CANCELLATION_REQUESTED, then status CANCELLED
//!           ACCEPTED and paid        NOT_FOUND
//!           CANCELLED                ALREADY_CANCELLED
//!           REJECTED, STOPPED        NOT_FOUND
//! claim     IN_PROGRESS              PROCESSING_IN_PROGRESS-TRY_LATER
//!           RECEIVED … SENT_TO_BDS   CANCELLATION_REQUESTED; NOT_ALLOWED after the cut-off
//!           CANCELLATION_…           CANCELLATION_REQUESTED
//!           REJECTED                 NOT_FOUND
//! ```
//!
//! The words are documented (WSDL EfakturaAtgService v1), when each is said is modelled.

use jiff::Timestamp;
use jiff::civil::Date;

use super::state::tell;
use super::{
    AtgStatus, Desire, EfakturaStatus, Event, Model, ShipmentId, StoredTransaction, TransactionId,
    Wanted, Wish, progress,
};
use crate::consumer::{PresentedState, Turn};
use crate::domain::calendar;
use crate::domain::words::words;
use crate::services::mps::faults::{Fault, FaultKind};

/// Hour of the day before the due date up to which a claim can be taken back (MPS: AvtaleGiro,
/// cancelling payment claims).
const CUT_OFF_HOUR: i8 = 14;

words! {
    /// What MPS says to the wish to take a leg back. An eFaktura is never `NOT_ALLOWED`, a claim
    /// never `ALREADY_CANCELLED`.
    pub enum CancelAnswer {
        /// It will be tried.
        Requested "CANCELLATION_REQUESTED",
        /// That was done before.
        AlreadyCancelled "ALREADY_CANCELLED",
        /// It is too late.
        NotAllowed "NOT_ALLOWED",
        /// There is nothing that could be taken back.
        NotFound "NOT_FOUND",
        /// It is being validated.
        TryLater "PROCESSING_IN_PROGRESS-TRY_LATER",
    }
}

/// What MPS says to the wish to take something back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// To the eFakturas; `None` when there are none.
    pub efaktura: Option<CancelAnswer>,
    /// To the claims; `None` when there are none.
    pub atg: Option<CancelAnswer>,
    /// What there is to say about the claims.
    pub message: Option<String>,
}

/// The answer of `cancelShipment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShipmentCancelled {
    /// Which one.
    pub id: ShipmentId,
    /// What MPS says.
    pub answers: Answers,
}

/// The answer of `cancelTransaction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionCancelled {
    /// Which one.
    pub id: TransactionId,
    /// What MPS says.
    pub answers: Answers,
}

/// Which legs of something its sender wants back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::mps) enum Legs {
    /// All that there are.
    Both,
    /// The eFakturas; claims live on, for the services that ask so know none.
    EfakturaOnly,
}

/// Takes a transaction back.
pub(in crate::services::mps) fn transaction(
    model: &mut Model,
    id: TransactionId,
    legs: Legs,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<TransactionCancelled, Fault> {
    let Some(stored) = model.transactions.get(&id) else {
        return Err(Fault::new(FaultKind::UnknownTransaction, id.to_string()));
    };
    let shipment = stored.shipment;
    let answers = look_at(&[stored], legs, wish, turn);
    request(model, &[id], &answers, wish, turn);
    progress::follow(model, shipment, turn);
    Ok(TransactionCancelled { id, answers })
}

/// Takes a shipment back: everything in it that can be, unless something is being validated.
pub(in crate::services::mps) fn shipment(
    model: &mut Model,
    id: ShipmentId,
    legs: Legs,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<ShipmentCancelled, Fault> {
    let Some(shipment) = model.shipments.get(&id) else {
        return Err(Fault::new(FaultKind::UnknownShipment, id.to_string()));
    };
    let order = std::sync::Arc::clone(&shipment.order);
    let stored = order.iter().filter_map(|id| model.transactions.get(id));
    let stored: Vec<_> = stored.collect();
    let answers = look_at(&stored, legs, wish, turn);
    request(model, &order, &answers, wish, turn);
    progress::follow(model, id, turn);
    Ok(ShipmentCancelled { id, answers })
}

/// One answer a leg for all of these transactions.
fn look_at(
    stored: &[&StoredTransaction],
    legs: Legs,
    wish: Option<&Wish>,
    turn: &Turn<'_, Event>,
) -> Answers {
    let efaktura = all(stored.iter().filter_map(|stored| efaktura(stored, turn)));
    let atg = match legs {
        Legs::Both => all(stored.iter().filter_map(|stored| claim(stored, turn.now))),
        Legs::EfakturaOnly => None,
    };
    let is_late = atg == Some(CancelAnswer::NotAllowed);
    let efaktura = forced(wish, efaktura, CancelAnswer::NotAllowed);
    let atg = forced(wish, atg, CancelAnswer::AlreadyCancelled);
    let message = (atg == Some(CancelAnswer::NotAllowed)).then(|| match stored {
        [stored] if is_late => late(stored.sent.due_date),
        _ => "no claim in it can be taken back any more".to_owned(),
    });
    Answers {
        efaktura,
        atg,
        message,
    }
}

/// What one answer says of many: nothing is touched while one is in work, and what can be done is
/// done.
pub(super) fn all(answers: impl Iterator<Item = CancelAnswer>) -> Option<CancelAnswer> {
    let rank = |answer: &CancelAnswer| match answer {
        CancelAnswer::TryLater => 0,
        CancelAnswer::Requested => 1,
        CancelAnswer::NotAllowed => 2,
        CancelAnswer::AlreadyCancelled => 3,
        CancelAnswer::NotFound => 4,
    };
    answers.min_by_key(rank)
}

/// The answer that a scenario asked for, if this leg has one and may say so.
fn forced(
    wish: Option<&Wish>,
    answer: Option<CancelAnswer>,
    never: CancelAnswer,
) -> Option<CancelAnswer> {
    let answer = answer?;
    let wanted = wish.and_then(|wish| match wish.what {
        Desire::Do(wanted) => CancelAnswer::parse(wanted.as_str()),
        Desire::Reject(_) | Desire::Object(_) => None,
    });
    Some(wanted.filter(|wanted| *wanted != never).unwrap_or(answer))
}

/// What is said to the wish to take an eFaktura back; `None` when there is none.
pub(super) fn efaktura(stored: &StoredTransaction, turn: &Turn<'_, Event>) -> Option<CancelAnswer> {
    match stored.efaktura.status {
        EfakturaStatus::NotAnEfaktura => None,
        EfakturaStatus::InProgress => Some(CancelAnswer::TryLater),
        EfakturaStatus::Cancelled => Some(CancelAnswer::AlreadyCancelled),
        EfakturaStatus::Rejected | EfakturaStatus::Stopped => Some(CancelAnswer::NotFound),
        EfakturaStatus::Accepted => {
            let id = stored.sent.id.to_string();
            let presented = turn.book.presented_by("mps", &id);
            let paid = presented.is_some_and(|it| matches!(it.state, PresentedState::Paid { .. }));
            Some(if paid {
                CancelAnswer::NotFound
            } else {
                CancelAnswer::Requested
            })
        }
    }
}

/// Takes back the claim of a transaction that a deletion names, which came at an instant; what is
/// to be said to it.
pub(in crate::services::mps::model) fn claim_only(
    model: &mut Model,
    id: TransactionId,
    received_at: Timestamp,
    turn: &mut Turn<'_, Event>,
) -> Option<CancelAnswer> {
    let stored = model.transactions.get_mut(&id)?;
    let answer = claim(stored, received_at)?;
    if answer == CancelAnswer::Requested && stored.atg.status.can_be_taken_back() {
        // What a scenario asked of the claim itself holds on, should it not be given back.
        stored.atg = AtgStatus::CancellationReceived.into();
        model.waiting.remove(&id);
        let text = "the payee wants the claim back, by file".to_owned();
        tell(turn, id, "claim.cancel", text, None);
    }
    Some(answer)
}

fn claim(stored: &StoredTransaction, now: Timestamp) -> Option<CancelAnswer> {
    match stored.atg.status {
        AtgStatus::NotAnAtg | AtgStatus::External => None,
        AtgStatus::InProgress => Some(CancelAnswer::TryLater),
        AtgStatus::Rejected => Some(CancelAnswer::NotFound),
        AtgStatus::Received
        | AtgStatus::Processing
        | AtgStatus::Processed
        | AtgStatus::ProcessedWithWarning
        | AtgStatus::SentToBds
        | AtgStatus::CancellationRejected
        | AtgStatus::CancellationRejectedByBds => Some(if now < cut_off(stored.sent.due_date) {
            CancelAnswer::Requested
        } else {
            CancelAnswer::NotAllowed
        }),
        AtgStatus::CancellationReceived
        | AtgStatus::CancellationValidated
        | AtgStatus::CancellationProcessing
        | AtgStatus::CancellationProcessed
        | AtgStatus::CancellationSentToBds
        | AtgStatus::CancellationAcceptedByBds => Some(CancelAnswer::Requested),
    }
}

fn cut_off(due: Date) -> Timestamp {
    let day = due.yesterday().unwrap_or(due);
    calendar::at_local(day, CUT_OFF_HOUR, 0)
}

/// Why a claim cannot be taken back any more.
pub(in crate::services::mps::model) fn late(due: Date) -> String {
    let day = due.yesterday().unwrap_or(due);
    format!("the claim is due {due}; it could be taken back until 14:00 on {day}")
}

/// Begins to take back what can be.
fn request(
    model: &mut Model,
    ids: &[TransactionId],
    answers: &Answers,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) {
    for id in ids {
        let Some(stored) = model.transactions.get_mut(id) else {
            continue;
        };
        let requested = Some(CancelAnswer::Requested);
        let mut begun = false;
        if answers.efaktura == requested && efaktura(stored, turn) == requested {
            begun |= !stored.withdrawn;
            stored.withdrawn = true;
        }
        let is_alive = stored.atg.status.can_be_taken_back();
        if answers.atg == requested && is_alive && claim(stored, turn.now) == requested {
            begun = true;
            stored.atg = AtgStatus::CancellationReceived.into();
            stored.fate = wish.map(|wish| wish.what);
            model.waiting.remove(id);
        }
        if begun {
            let what = match (answers.atg, stored.atg.status.is_on_its_way()) {
                (None, true) => "eFaktura back, and not the claim",
                (Some(_), _) | (None, false) => "transaction back",
            };
            let text = format!("the sender wants the {what}");
            tell(turn, *id, "transaction.cancel", text, None);
            model.refile(*id);
        }
    }
}

impl Wanted {
    /// Whether it is something to be said to a wish to take something back.
    #[must_use]
    pub fn is_about_cancelling(self) -> bool {
        CancelAnswer::parse(self.as_str()).is_some()
            || self == Self::CancelRejected
            || self == Self::CancelRejectedByBank
    }
}
