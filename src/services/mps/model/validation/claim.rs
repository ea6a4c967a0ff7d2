//! When a claim may be debited: agreement, KID, dates, mandate.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::limit::Sums;
use crate::consumer::{ClaimId, ClaimState, Mandate, MandateKey, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::company::AvtaleGiroAgreement;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::rules;
use crate::domain::settings::{ClaimDays, Settings};
use crate::services::mps::model::{
    AtgLeg, AtgStatus, Desire, Event, Model, Reason, Rejected, Rejection, StoredTransaction,
    Transaction, TransactionId, Wanted,
};

/// Hour after which a claim counts as received on the next day (MPS: AvtaleGiro, deadlines).
const CUT_OFF_HOUR: i8 = 14;
/// Furthest due date, in months (MPS: AvtaleGiro, payment claims).
const MONTHS_AHEAD_MAX: i32 = 12;

/// Whether a claim may go to the payer's bank, with what is claimed already.
///
/// # Errors
/// [`Rejected`] for the first rule that speaks.
pub(super) fn judge(
    model: &Model,
    stored: &StoredTransaction,
    received_at: Timestamp,
    sums: &mut Sums,
    turn: &Turn<'_, Event>,
) -> Result<(), Rejected> {
    let sent = &stored.sent;
    let agreement = agreement(&sent.account, turn)?;
    let kid = kid(sent, agreement)?;
    due_date(sent.due_date, received_at, turn.settings)?;
    if sent.amount <= Ore::ZERO {
        let text = format!(
            "amount {} cannot be claimed; expected more than 0.00",
            sent.amount
        );
        return Err(Rejection::ClaimAmount.because(text));
    }
    let key = mandate(&agreement.account, &kid, agreement, turn)?;
    sums.judge(model, sent, (&key, &kid), agreement, turn)?;
    let speaks = rules::find(Rejection::DuplicateClaim.rule())
        .is_some_and(|rule| rule.speaks.in_profile(turn.settings.profile));
    match twin(model, stored) {
        Some(text) if speaks => Err(Rejection::DuplicateClaim.because(text)),
        Some(_) | None => Ok(()),
    }
}

/// What there is to say about a valid claim when it is processed. The codes are ours.
pub(super) fn warning(model: &Model, stored: &StoredTransaction, leg: &AtgLeg) -> Option<Reason> {
    if leg.status != AtgStatus::Received {
        return None;
    }
    let warning = |code: &str, text: String| {
        let code = code.to_owned();
        Some(Reason { code, text })
    };
    if stored.fate == Some(Desire::Do(Wanted::Warned)) {
        return warning("W000", "an armed rule asked for it".to_owned());
    }
    if let Some(text) = twin(model, stored) {
        return warning("W002", text);
    }
    let due = stored.sent.due_date;
    let debited = calendar::next_bank_day(due);
    if debited == due {
        return None;
    }
    let text = format!("due date {due} is no bank day; the payer is debited on {debited}");
    warning("W001", text)
}

/// The mandate that a claim is debited under (MPS: AvtaleGiro, mandates: account and the fixed
/// part of the KID).
pub(in crate::services::mps::model) fn find_mandate<'a>(
    account: &AccountNumber,
    kid: &Kid,
    turn: &'a Turn<'_, Event>,
) -> Option<(&'a MandateKey, &'a Mandate)> {
    let agreement = turn.cast.agreement_on(account.as_str());
    let structures = agreement.map(|(_, agreement)| &agreement.kids);
    turn.book.find_mandate(account, kid, structures)
}

/// The agreement of whoever has an account.
///
/// # Errors
/// [`Rejected`] when nobody has one on it.
pub(in crate::services::mps::model) fn agreement<'c>(
    account: &str,
    turn: &Turn<'c, Event>,
) -> Result<&'c AvtaleGiroAgreement, Rejected> {
    let found = turn.cast.agreement_on(account);
    found.map(|(_, agreement)| agreement).ok_or_else(|| {
        Rejection::NoAgreement.because(format!(
            "no AvtaleGiro agreement on account {account}; expected one of the payee's"
        ))
    })
}

fn kid(sent: &Transaction, agreement: &AvtaleGiroAgreement) -> Result<Kid, Rejected> {
    let text = sent.kid.as_deref().unwrap_or_default();
    let kid = Kid::parse(text).map_err(|error| Rejection::ClaimKid.because(error.to_string()))?;
    if agreement.kids.for_length(text.len()).is_some() {
        return Ok(kid);
    }
    let (found, expected) = (text.len(), agreement.kids.lengths());
    let text = format!("KID {text} has {found} digits; the agreement has {expected}");
    Err(Rejection::ClaimKid.because(text))
}

fn due_date(due: Date, received_at: Timestamp, settings: &Settings) -> Result<(), Rejected> {
    let received = received_on(received_at);
    let days = settings.mps_claim_days_min;
    let earliest = match settings.mps_claim_days {
        ClaimDays::Calendar => received.saturating_add(days.days()),
        ClaimDays::Banking => calendar::add_bank_days(received, days),
    };
    if due < earliest {
        let text = format!(
            "due date {due} is too near for a claim that counts as received on {received}; \
             expected {earliest} or later"
        );
        return Err(Rejection::ClaimTooLate.because(text));
    }
    let latest = received.saturating_add(MONTHS_AHEAD_MAX.months());
    if due > latest {
        let text = format!("due date {due} is too far ahead; expected {latest} or earlier");
        return Err(Rejection::ClaimTooFar.because(text));
    }
    Ok(())
}

/// The day on which a claim counts as received.
fn received_on(received_at: Timestamp) -> Date {
    let day = calendar::local_date(received_at);
    if received_at < calendar::at_local(day, CUT_OFF_HOUR, 0) {
        day
    } else {
        day.tomorrow().unwrap_or(day)
    }
}

fn mandate(
    account: &AccountNumber,
    kid: &Kid,
    agreement: &AvtaleGiroAgreement,
    turn: &Turn<'_, Event>,
) -> Result<MandateKey, Rejected> {
    match turn.book.find_mandate(account, kid, Some(&agreement.kids)) {
        None => {
            let text = format!(
                "no mandate for KID {kid} to account {account}: it was never registered here, or \
                 it ended"
            );
            Err(Rejection::NoMandate.because(text))
        }
        Some((_, mandate)) if !mandate.active_at_mps => {
            let text = format!("the mandate for KID {kid} to account {account} is not in force");
            Err(Rejection::MandateInactive.because(text))
        }
        Some((key, _)) => Ok(key.clone()),
    }
}

/// Whether a claim is debited already or may still be.
pub(in crate::services::mps::model) fn may_be_debited(
    id: TransactionId,
    turn: &Turn<'_, Event>,
) -> bool {
    match turn
        .book
        .claim(&ClaimId(id.into()))
        .map(|claim| claim.state)
    {
        None | Some(ClaimState::Waiting | ClaimState::Paid { .. }) => true,
        Some(
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. }
            | ClaimState::Reversed { .. },
        ) => false,
    }
}

/// Another claim with the same account, KID and due date that is on its way.
fn twin(model: &Model, stored: &StoredTransaction) -> Option<String> {
    let sent = &stored.sent;
    let begin = sent.claimed_alike()?;
    let mut alike = model.claimed.range(begin.clone()..);
    let (_, other) = alike.find(|(key, id)| **id != sent.id || !key.starts_with(&begin))?;
    let other = model.transactions.get(other)?;
    (other.sent.claimed_alike().as_ref() == Some(&begin)).then(|| {
        let (id, due) = (other.sent.id, sent.due_date);
        format!("transaction {id} claims the same account and KID with due date {due} already")
    })
}
