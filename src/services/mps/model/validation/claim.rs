//! When a claim may be debited: agreement, KID, dates, mandate.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::consumer::{ClaimId, ClaimState, Mandate, MandateKey, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::cast::Cast;
use crate::domain::company::AvtaleGiroAgreement;
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::money::Ore;
use crate::domain::rules;
use crate::domain::settings::{ClaimDays, Settings};
use crate::services::mps::model::{
    AtgLeg, AtgStatus, Desire, Event, Model, Reason, Rejected, Rejection, StoredTransaction,
    Transaction, Wanted,
};

/// Hour after which a claim counts as received on the next day (MPS: AvtaleGiro, deadlines).
const CUT_OFF_HOUR: i8 = 14;
/// Furthest due date, in months (MPS: AvtaleGiro, payment claims).
const MONTHS_AHEAD_MAX: i32 = 12;

/// Whether a claim may go to the payer's bank.
///
/// # Errors
/// [`Rejected`] for the first rule that speaks.
pub(super) fn judge(
    model: &Model,
    stored: &StoredTransaction,
    received_at: Timestamp,
    turn: &Turn<'_, Event>,
) -> Result<(), Rejected> {
    let sent = &stored.sent;
    let agreement = agreement(turn.cast, &sent.account).ok_or_else(|| {
        let account = &sent.account;
        Rejection::NoAgreement.because(format!(
            "no AvtaleGiro agreement on account {account}; expected one of the payee's"
        ))
    })?;
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
    limit(model, sent, &key, turn)?;
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
        return warning("W000", "a scenario asked for it".to_owned());
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
    let structure = structure(turn.cast, account);
    turn.book.find_mandate(account, kid, structure)
}

/// How the payee of an account builds its KIDs, if that is registered.
fn structure(cast: &Cast, account: &AccountNumber) -> Option<KidStructure> {
    agreement(cast, account.as_str()).map(|agreement| KidStructure {
        length: agreement.kid_length,
        reference: agreement.reference_position,
    })
}

fn agreement<'a>(cast: &'a Cast, account: &str) -> Option<&'a AvtaleGiroAgreement> {
    cast.companies()
        .flat_map(|company| &company.avtalegiro)
        .find(|agreement| agreement.account.as_str() == account)
}

fn kid(sent: &Transaction, agreement: &AvtaleGiroAgreement) -> Result<Kid, Rejected> {
    let text = sent.kid.as_deref().unwrap_or_default();
    let kid = Kid::parse(text).map_err(|error| Rejection::ClaimKid.because(error.to_string()))?;
    if text.len() == usize::from(agreement.kid_length) {
        return Ok(kid);
    }
    let (found, expected) = (text.len(), agreement.kid_length);
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
    let structure = KidStructure {
        length: agreement.kid_length,
        reference: agreement.reference_position,
    };
    match turn.book.find_mandate(account, kid, Some(structure)) {
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

/// Off by default: the limit is the bank's to judge on the due date. The words never tell it.
fn limit(
    model: &Model,
    sent: &Transaction,
    key: &MandateKey,
    turn: &Turn<'_, Event>,
) -> Result<(), Rejected> {
    let limit = turn.book.mandate(key).and_then(|mandate| mandate.limit);
    let Some(limit) = limit.filter(|_| turn.settings.mps_rejects_over_limit) else {
        return Ok(());
    };
    let month = |date: Date| (date.year(), date.month());
    let at_banks = turn.book.claims().filter(|(_, claim)| {
        let is_debited = matches!(claim.state, ClaimState::Waiting | ClaimState::Paid { .. });
        is_debited && claim.mandate == *key && month(claim.due_date) == month(sent.due_date)
    });
    let mut sum = sent.amount;
    for (_, claim) in at_banks {
        sum = sum.checked_add(claim.amount).unwrap_or(Ore::new(i64::MAX));
    }
    let before_banks = model.transactions.values().filter(|other| {
        let status = other.atg.status;
        let is_judged = matches!(status, AtgStatus::Received | AtgStatus::Processing);
        (is_judged || status.waits())
            && turn
                .book
                .claim(&ClaimId(other.sent.id.to_string()))
                .is_none()
            && other.sent.account == sent.account
            && month(other.sent.due_date) == month(sent.due_date)
    });
    for other in before_banks {
        let kid = other.sent.kid.as_deref().unwrap_or_default();
        let Ok(kid) = Kid::parse(kid) else { continue };
        let found = find_mandate(&key.payee_account, &kid, turn);
        if found.is_some_and(|(other, _)| other == key) {
            let amount = other.sent.amount;
            sum = sum.checked_add(amount).unwrap_or(Ore::new(i64::MAX));
        }
    }
    if sum <= limit {
        return Ok(());
    }
    let text = "the amount is above what the payer allows in a month, alone or with other claims";
    Err(Rejection::OverLimit.because(text))
}

/// Another claim with the same account, KID and due date that is on its way.
fn twin(model: &Model, stored: &StoredTransaction) -> Option<String> {
    let sent = &stored.sent;
    let other = model.claimed.get(&sent.claim_key()?)?;
    (*other != sent.id).then(|| {
        let due = sent.due_date;
        format!("transaction {other} claims the same account and KID with due date {due} already")
    })
}
