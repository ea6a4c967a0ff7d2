//! Whether single transactions and issuers that were read are such as MPS makes them.

use std::collections::BTreeSet;

use crate::consumer::{Book, ClaimId};
use crate::domain::account::AccountNumber;
use crate::domain::cast::Cast;
use crate::services::mps::model::{
    AtgStatus, Desire, EfakturaStatus, Issuer, PaymentType, Reason, StoredShipment,
    StoredTransaction, Wanted,
};
use crate::snapshot::TextError;

/// Whether the payer's bank has the claim of a transaction.
pub(super) fn bank_has(stored: &StoredTransaction, book: &Book) -> bool {
    let claim = book.claim(&ClaimId(stored.sent.id.into()));
    claim.is_some_and(|claim| claim.service == "mps")
}

/// Whether what is said of a transaction can be said of one that was sent so.
pub(super) fn transaction(
    stored: &StoredTransaction,
    shipment: &StoredShipment,
    book: &Book,
) -> Result<(), TextError> {
    parts(stored)?;
    legs(stored)?;
    fate(stored)?;
    progress(stored, shipment)?;
    if is_at_bank(stored.atg.status) && !bank_has(stored, book) {
        let expected = "a status before the hand-over, or the claim in `book.claims`";
        let found = stored.atg.status.as_str();
        return Err(TextError::new("atg.status", found, expected));
    }
    let efaktura = stored.efaktura.reason.as_deref();
    let atg = stored.atg.reason.as_deref();
    reason("efaktura.reason", efaktura)?;
    reason("atg.reason", atg)?;
    reason("warning", stored.warning.as_deref())
}

/// What the checks at the door let nobody leave out.
fn parts(stored: &StoredTransaction) -> Result<(), TextError> {
    let sent = &stored.sent;
    let payment = sent.payment;
    let missing = [
        (
            payment.has_efaktura() && sent.efaktura.is_none(),
            "efaktura",
        ),
        (payment.has_claim() && sent.atg.is_none(), "atg"),
        (payment.has_claim() && sent.kid.is_none(), "kid"),
    ];
    match missing.iter().find(|(is_missing, _)| *is_missing) {
        None => Ok(()),
        Some((_, name)) => {
            let expected = format!("what {} needs", payment.as_str());
            Err(TextError::new(&format!("sent.{name}"), "null", expected))
        }
    }
}

/// Each leg is there, or is not, after the payment type.
fn legs(stored: &StoredTransaction) -> Result<(), TextError> {
    let payment = stored.sent.payment;
    let (efaktura, atg) = (stored.efaktura.status, stored.atg.status);
    if (efaktura != EfakturaStatus::NotAnEfaktura) != payment.has_efaktura() {
        let expected = if payment.has_efaktura() {
            format!("a status of an eFaktura, for {}", payment.as_str())
        } else {
            only(EfakturaStatus::NotAnEfaktura.as_str(), payment)
        };
        let found = efaktura.as_str();
        return Err(TextError::new("efaktura.status", found, expected));
    }
    let (fits, expected) = match payment {
        PaymentType::Efaktura => (
            atg == AtgStatus::NotAnAtg,
            only(AtgStatus::NotAnAtg.as_str(), payment),
        ),
        PaymentType::EfakturaAndExternalAvtaleGiro => (
            atg == AtgStatus::External,
            only(AtgStatus::External.as_str(), payment),
        ),
        PaymentType::EfakturaAndAvtaleGiro | PaymentType::AvtaleGiro => (
            atg.is_ours(),
            format!("a status of a claim, for {}", payment.as_str()),
        ),
    };
    if fits {
        return Ok(());
    }
    Err(TextError::new("atg.status", atg.as_str(), expected))
}

fn only(status: &str, payment: PaymentType) -> String {
    format!("{status}, for {}", payment.as_str())
}

/// A scenario asks for rejections and the like when it is sent, and for answers to the wish to have
/// the claim back.
fn fate(stored: &StoredTransaction) -> Result<(), TextError> {
    let payment = stored.sent.payment;
    match stored.fate.filter(|fate| !fate.is_fate_of(payment)) {
        None => Ok(()),
        Some(fate) => {
            let expected = "what can become of a transaction, such as `E001` or `STOPPED`";
            Err(TextError::new("fate", fate.as_str(), expected))
        }
    }
}

/// A leg is in progress up to the validation, and for ever if a scenario wants so.
fn progress(stored: &StoredTransaction, shipment: &StoredShipment) -> Result<(), TextError> {
    let is_stuck = stored.fate == Some(Desire::Do(Wanted::Stuck));
    let in_progress = is_stuck || shipment.validated_at.is_none();
    let expected = match (is_stuck, in_progress) {
        (true, _) => "IN_PROGRESS, for its fate is `stuckInProgress`",
        (false, true) => "IN_PROGRESS, for its shipment is not validated yet",
        (false, false) => "another status, for its shipment is validated",
    };
    let (efaktura, atg) = (stored.efaktura.status, stored.atg.status);
    if stored.sent.payment.has_efaktura() && (efaktura == EfakturaStatus::InProgress) != in_progress
    {
        let found = efaktura.as_str();
        return Err(TextError::new("efaktura.status", found, expected));
    }
    if stored.sent.payment.has_claim() && (atg == AtgStatus::InProgress) != in_progress {
        return Err(TextError::new("atg.status", atg.as_str(), expected));
    }
    Ok(())
}

/// Whether a claim with this status went to the payer's bank.
fn is_at_bank(status: AtgStatus) -> bool {
    match status {
        AtgStatus::SentToBds
        | AtgStatus::CancellationSentToBds
        | AtgStatus::CancellationRejectedByBds
        | AtgStatus::CancellationAcceptedByBds => true,
        AtgStatus::NotAnAtg
        | AtgStatus::External
        | AtgStatus::InProgress
        | AtgStatus::Received
        | AtgStatus::Processing
        | AtgStatus::Processed
        | AtgStatus::ProcessedWithWarning
        | AtgStatus::Rejected
        | AtgStatus::CancellationReceived
        | AtgStatus::CancellationValidated
        | AtgStatus::CancellationProcessing
        | AtgStatus::CancellationProcessed
        | AtgStatus::CancellationRejected => false,
    }
}

fn reason(field: &str, reason: Option<&Reason>) -> Result<(), TextError> {
    let Some(Reason { code, text }) = reason else {
        return Ok(());
    };
    for (name, value, longest) in [("code", code, 4), ("text", text, 2000)] {
        if !(1..=longest).contains(&value.chars().count()) {
            let field = format!("{field}.{name}");
            let expected = format!("1 to {longest} characters");
            return Err(TextError::new(&field, value, expected));
        }
    }
    Ok(())
}

/// Whether an issuer is one that software could have made.
pub(super) fn issuer(number: &str, issuer: &Issuer, cast: &Cast) -> Result<(), TextError> {
    let field = |name: &str| format!("issuers.{number}.{name}");
    if number.len() != 9 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        let expected = "nine digits as the name of an issuer";
        return Err(TextError::new("issuers", number, expected));
    }
    if let Some(holder) = issuer
        .holder
        .as_ref()
        .filter(|it| cast.company(it).is_none())
    {
        let expected = "a company in `cast.companies`, or null";
        return Err(TextError::new(&field("holder"), holder.as_str(), expected));
    }
    let mut seen = BTreeSet::new();
    for (index, rule) in issuer.rules.iter().enumerate() {
        let field = |name: &str| field(&format!("rules[{index}].{name}"));
        let is_plain = rule.account.bytes().all(|byte| byte.is_ascii_digit());
        if !is_plain || AccountNumber::parse(&rule.account).is_err() {
            let expected = "eleven digits whose last fits MOD11";
            return Err(TextError::new(&field("account"), &rule.account, expected));
        }
        if !rule.has_good_position() {
            let expected = "a place in the KID such as `KID[1-6]`";
            return Err(TextError::new(&field("position"), &rule.position, expected));
        }
        if !seen.insert(rule) {
            let expected = "each rule once";
            return Err(TextError::new(&field("position"), &rule.position, expected));
        }
    }
    Ok(())
}
