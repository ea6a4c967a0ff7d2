//! The rules for single values of an invoice, in the order in which Vipps tells them; the first
//! that is broken is told (Vipps: invoice API problems).

use jiff::Timestamp;

use super::ask::{Draft, DraftPayment};
use super::links::{is_https, is_mime_type, shortened};
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::invoice::{Content, Payment, PaymentKind};
use crate::services::vipps::model::kinds::InvoiceKind;
use crate::services::vipps::model::rfc3339::instant;

/// Fewest characters of a KID; the most are those of every KID.
const KID_MIN: usize = 4;

/// Most characters of the issuer's name.
const NAME_MAX: usize = 40;

/// What a draft says, if every value holds. Without a span the due date may be any.
pub(super) fn content(
    draft: &Draft,
    span: Option<(Timestamp, Timestamp)>,
) -> Result<Content, Fault> {
    let payment = payment(&draft.payment)?;
    let kind = kind(&draft.invoice_type)?;
    let due = due(&draft.due, span)?;
    if draft.amount < 0 {
        let found = format!("{} øre", draft.amount);
        return Err(Fault::problem(ProblemKind::AmountNegative, found));
    }
    if draft.subject.is_empty() {
        return Err(Fault::problem(ProblemKind::MissingSubject, "none"));
    }
    if let Some(name) = &draft.issuer_name {
        let length = name.chars().count();
        if !(1..=NAME_MAX).contains(&length) {
            let found = format!("{length} characters");
            return Err(Fault::problem(ProblemKind::InvalidIssuerName, found));
        }
    }
    for document in &draft.documents {
        let url = &document.url;
        if !is_https(url) {
            return Err(quoted(ProblemKind::InvalidCommercialInvoiceUrl, url));
        }
        let mime_type = &document.mime_type;
        if !is_mime_type(mime_type) {
            let problem = ProblemKind::InvalidCommercialInvoiceMimetype;
            return Err(quoted(problem, mime_type));
        }
    }
    if let Some(icon) = draft.icon_url.as_ref().filter(|icon| !is_https(icon)) {
        return Err(quoted(ProblemKind::InvalidIssuerIconUrl, icon));
    }
    Ok(Content {
        payment,
        kind,
        due,
        amount: Ore::new(draft.amount),
        min_amount: draft.min_amount.map(Ore::new),
        subject: draft.subject.clone(),
        issuer_name: draft.issuer_name.clone(),
        documents: draft.documents.clone(),
        attachments: draft.attachments.clone(),
        icon_url: draft.icon_url.clone(),
        metadata: draft.metadata.clone(),
    })
}

fn payment(draft: &DraftPayment) -> Result<Payment, Fault> {
    let DraftPayment {
        kind,
        value,
        account,
    } = draft;
    let Some(kind) = PaymentKind::parse(kind) else {
        return Err(quoted(ProblemKind::InvalidPaymentInformationType, kind));
    };
    match kind {
        PaymentKind::Kid => {
            let long = value.len() >= KID_MIN;
            if !long || Kid::parse(value).is_err() {
                return Err(quoted(ProblemKind::InvalidPaymentInformationKid, value));
            }
        }
        PaymentKind::Message if value.is_empty() => {
            let problem = ProblemKind::MissingPaymentInformationMessage;
            return Err(Fault::problem(problem, "none"));
        }
        PaymentKind::Message => {}
    }
    if AccountNumber::parse(account).is_err() {
        let problem = ProblemKind::InvalidPaymentInformationAccount;
        return Err(quoted(problem, account));
    }
    Ok(Payment {
        kind,
        value: value.clone(),
        account: account.clone(),
    })
}

fn kind(word: &str) -> Result<InvoiceKind, Fault> {
    match InvoiceKind::read(word) {
        Some(InvoiceKind::CreditNote) | None => Err(quoted(ProblemKind::InvalidInvoiceType, word)),
        Some(kind) => Ok(kind),
    }
}

fn due(text: &str, span: Option<(Timestamp, Timestamp)>) -> Result<Timestamp, Fault> {
    let Some(due) = instant(text) else {
        return Err(quoted(ProblemKind::Rfc3339ParseError, text));
    };
    match span {
        Some((first, last)) if due < first || due > last => {
            let found = format!("{due}, which is not from {first} to {last}");
            Err(Fault::problem(ProblemKind::InvalidDueDate, found))
        }
        Some(_) | None => Ok(due),
    }
}

fn quoted(problem: ProblemKind, found: &str) -> Fault {
    Fault::problem(problem, format!("`{}`", shortened(found)))
}
