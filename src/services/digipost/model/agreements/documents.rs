//! What agreements show: documents and invoices, and what banks say became of these.

use super::access::{available, missing, user};
use super::agree::key;
use super::ask::{
    AgreementsSaid, AgreementsWish, DocumentFilter, DocumentShown, InvoiceStatus, InvoiceUpdate,
    WhichDocuments,
};
use crate::consumer::{
    AgreementKey, AgreementType, EndedBy, Mail, MailInvoiceState, MailNumber, MailboxOwner, Turn,
};
use crate::domain::company::Company;
use crate::domain::person::MailboxProvider;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::links::{Linked, Links};

/// Every document of a user that is meant.
pub(super) fn documents(
    sender: &Company,
    which: &WhichDocuments,
    wish: Option<AgreementsWish>,
    turn: &mut Turn<'_, Event>,
) -> Result<Vec<DocumentShown>, Fault> {
    let WhichDocuments {
        user: ssn,
        about,
        filter,
    } = which;
    available(sender, *about)?;
    let key = key(user(ssn, turn)?, sender, *about);
    withdraw_if(wish, &key, turn);
    super::access::agreement(&key, turn.book)?;
    let owner = MailboxOwner::Person(key.person.clone());
    let all = turn.book.mails_of(&owner);
    let shown = all.filter(|(_, mail)| is_shown(mail, &key, turn) && fits(mail, filter));
    Ok(shown.map(|(number, mail)| document(number, mail)).collect())
}

/// One document.
pub(super) fn one(
    sender: &Company,
    number: MailNumber,
    about: AgreementType,
    wish: Option<AgreementsWish>,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    let mail = seen(sender, number, about, wish, turn)?;
    Ok(AgreementsSaid::Document(Box::new(document(number, mail))))
}

/// A bank says what became of an invoice.
pub(super) fn update(
    sender: &Company,
    number: MailNumber,
    about: AgreementType,
    update: InvoiceUpdate,
    wish: Option<AgreementsWish>,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    let at = turn.now;
    let mail = seen(sender, number, about, wish, turn)?;
    if about != AgreementType::InvoiceBank {
        let found = format!(
            "found an update of an invoice by the agreement {}",
            about.as_str()
        );
        return Err(Fault::new(FaultKind::NotAuthorized, found));
    }
    let next = match update {
        InvoiceUpdate::Unpaid => MailInvoiceState::Unpaid,
        InvoiceUpdate::Paid { payment_id } => MailInvoiceState::Added {
            at,
            payment: None,
            payment_id: Some(payment_id),
        },
        InvoiceUpdate::Deleted => MailInvoiceState::Deleted { at },
    };
    let before = mail.invoice.as_ref().map(|invoice| &invoice.state);
    if may_become(number, mail, before, &next)? {
        turn.book.set_mail_invoice(number, next);
    }
    Ok(AgreementsSaid::Updated(number))
}

/// A link to the content of a document.
pub(super) fn content(
    links: &mut Links,
    sender: &Company,
    number: MailNumber,
    about: AgreementType,
    wish: Option<AgreementsWish>,
    turn: &mut Turn<'_, Event>,
) -> Result<AgreementsSaid, Fault> {
    let mail = seen(sender, number, about, wish, turn)?;
    if mail.deleted_at.is_some() {
        let found = format!("{number} is listed, but its owner deleted the content");
        return Err(Fault::new(FaultKind::DocumentNotFound, found));
    }
    let file_type = mail.file_type.clone();
    let to = Linked {
        document: number,
        content: mail.content,
        file_type: file_type.clone(),
    };
    let token = links.one_time_link(to, turn);
    let token = token.as_str().to_owned();
    Ok(AgreementsSaid::Content(number, file_type, token))
}

/// Whether an invoice may go from one state to another (ours, as far as the codes of the client
/// tell): whether anything changes.
fn may_become(
    number: MailNumber,
    mail: &Mail,
    before: Option<&MailInvoiceState>,
    next: &MailInvoiceState,
) -> Result<bool, Fault> {
    let Some(before) = before else {
        let found = format!("document {number} is no invoice");
        return Err(Fault::new(FaultKind::InvalidInvoiceStatus, found));
    };
    match (before, next) {
        (MailInvoiceState::Unpaid, MailInvoiceState::Unpaid)
        | (MailInvoiceState::Deleted { .. }, MailInvoiceState::Deleted { .. }) => Ok(false),
        (MailInvoiceState::Unpaid, _)
        | (MailInvoiceState::Deleted { .. }, MailInvoiceState::Unpaid) => Ok(true),
        (MailInvoiceState::Deleted { .. }, MailInvoiceState::Added { .. }) => {
            let found = format!("invoice {number} is deleted; it can become unpaid first");
            Err(Fault::new(FaultKind::InvalidInvoiceStatus, found))
        }
        (MailInvoiceState::Added { payment, .. }, MailInvoiceState::Unpaid) => {
            if let Some(payment) = payment {
                let found = format!(
                    "invoice {number} is payment {payment} in the register of a bank, where the \
                     payer sent or approved it"
                );
                return Err(Fault::new(FaultKind::InvoiceAlreadyPaid, found));
            }
            if mail.deleted_at.is_some() {
                let found = format!("the owner of {number} deleted it after it was paid");
                return Err(Fault::new(FaultKind::InvalidInvoiceStatus, found));
            }
            Ok(true)
        }
        (
            MailInvoiceState::Added { at, payment_id, .. },
            MailInvoiceState::Added { .. } | MailInvoiceState::Deleted { .. },
        ) => {
            let id = payment_id.as_deref().unwrap_or("without an id");
            let found = format!("invoice {number} was added to payments at {at}: payment {id}");
            Err(Fault::new(FaultKind::InvoiceAlreadyPaid, found))
        }
    }
}

/// A document that an agreement of its owner shows to the sender.
fn seen<'t>(
    sender: &Company,
    number: MailNumber,
    about: AgreementType,
    wish: Option<AgreementsWish>,
    turn: &'t mut Turn<'_, Event>,
) -> Result<&'t Mail, Fault> {
    available(sender, about)?;
    let unknown = || {
        let found = format!("found document {number}, which no agreement shows");
        Fault::new(FaultKind::DocumentNotFound, found)
    };
    let mail = turn.book.mail(number);
    let person = mail.and_then(|mail| mail.owner.person()).cloned();
    let key = AgreementKey {
        person: person.ok_or_else(unknown)?,
        holder: sender.slug.clone(),
        about,
    };
    withdraw_if(wish, &key, turn);
    let turn = &*turn;
    let mail = turn.book.mail(number).filter(|it| is_shown(it, &key, turn));
    let mail = mail.ok_or_else(unknown)?;
    if turn.book.user_agreement(&key).is_some() {
        return Ok(mail);
    }
    let was = turn.book.known_user_agreement(&key).is_some();
    let kind = if was {
        FaultKind::AgreementNotFound
    } else {
        FaultKind::NotAuthorized
    };
    Err(Fault::new(kind, missing(&key, turn.book)))
}

fn withdraw_if(wish: Option<AgreementsWish>, key: &AgreementKey, turn: &mut Turn<'_, Event>) {
    if wish == Some(AgreementsWish::Withdrawn) {
        turn.book.end_user_agreement(key, turn.now, EndedBy::User);
    }
}

/// Whether an agreement in force shows a document: to a bank the invoices, to others what they sent
/// themselves (Digipost: Java client for user agreements 2.1.0, messages sent to user).
fn is_shown(mail: &Mail, key: &AgreementKey, turn: &Turn<'_, Event>) -> bool {
    let here = mail.provider == MailboxProvider::Digipost;
    here && match key.about {
        AgreementType::InvoiceBank => mail.in_bank(turn.now).is_some(),
        AgreementType::FetchMessages => {
            mail.sender == key.holder && mail.attached_to.is_none() && mail.is_seen(turn.now)
        }
        AgreementType::ReceiptAccounts => false,
    }
}

fn fits(mail: &Mail, filter: &DocumentFilter) -> bool {
    let DocumentFilter {
        status,
        due_from,
        due_to,
        delivered_from,
        delivered_to,
    } = filter;
    let of_invoices = status.is_some() || due_from.is_some() || due_to.is_some();
    let invoice = match &mail.invoice {
        Some(invoice) => {
            status.is_none_or(|status| status == InvoiceStatus::of(&invoice.state))
                && due_from.is_none_or(|from| from <= invoice.due_date)
                && due_to.is_none_or(|to| invoice.due_date <= to)
        }
        None => !of_invoices,
    };
    invoice
        && delivered_from.is_none_or(|from| from <= mail.delivered_at)
        && delivered_to.is_none_or(|to| mail.delivered_at <= to)
}

fn document(number: MailNumber, mail: &Mail) -> DocumentShown {
    DocumentShown {
        number,
        sender_name: mail.sender_name.clone(),
        invoice: mail.invoice.clone(),
        subject: mail.subject.clone(),
        delivered_at: mail.delivered_at,
        read: mail.opened_at.is_some(),
        authentication: mail.authentication,
    }
}

impl InvoiceStatus {
    /// What a bank calls a state.
    #[must_use]
    pub fn of(state: &MailInvoiceState) -> Self {
        match state {
            MailInvoiceState::Unpaid => Self::Unpaid,
            MailInvoiceState::Added { .. } => Self::Paid,
            MailInvoiceState::Deleted { .. } => Self::Deleted,
        }
    }
}
