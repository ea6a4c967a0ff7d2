//! What must be true of a message before it goes anywhere (Digipost: API, error codes; which rule
//! raises which code is in part ours).

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::ask::{refuse, short};
use super::message::{
    Document, EmailNotice, InvoicePart, Message, PrintAddress, PrintDetails, PrintPlace, SmsNotice,
};
use super::parties::Sender;
use super::route::Route;
use super::stored::{MessageNumber, State};
use crate::consumer::Turn;
use crate::domain::account::AccountNumber;
use crate::domain::calendar::local_date;
use crate::domain::digipost::{AuthenticationLevel, Right};
use crate::domain::email::EmailAddress;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// What Digipost takes (Digipost: API reference, file types).
const FILE_TYPES: &[&str] = &[
    "pdf", "htm", "html", "xhtml", "xht", "png", "jpg", "jpeg", "gif", "zip", "ehf", "xml", "txt",
];

/// Of these, what needs a right.
const HTML: &[&str] = &["htm", "html", "xhtml", "xht"];

/// Whether ids are free that a sender uses for a message, which may be known by this number.
pub(super) fn ids(
    message: &Message,
    sender: &Sender,
    state: &State,
    itself: Option<MessageNumber>,
) -> Result<(), Fault> {
    if let Some(id) = &message.message_id {
        let used = state.by_message_id.get(&(sender.slug.clone(), id.clone()));
        if used.is_some_and(|used| Some(*used) != itself) {
            let why = format!("found `{}`, used before", short(id));
            return refuse(FaultKind::DuplicateMessage, why);
        }
    }
    let mut seen = BTreeSet::new();
    for uuid in message
        .documents
        .iter()
        .filter_map(|document| document.uuid)
    {
        let used = state.by_document.get(&(sender.slug.clone(), uuid));
        if !seen.insert(uuid) || used.is_some_and(|used| Some(*used) != itself) {
            let why = format!("found {uuid} a second time");
            return refuse(FaultKind::DuplicateDocumentId, why);
        }
    }
    Ok(())
}

/// Whether a message may be sent as it is written.
pub(super) fn message(
    message: &Message,
    sender: &Sender,
    turn: &Turn<'_, Event>,
) -> Result<(), Fault> {
    for document in &message.documents {
        self::document(document, sender, turn)?;
    }
    if message.delivery_time.is_some() {
        sender.must(Right::DeliveryTime, FaultKind::IllegalAccess)?;
    }
    if let Some(unread) = &message.print_if_unread {
        sender.must(Right::Print, FaultKind::NotApprovedForPrint)?;
        paper(message, &unread.details)?;
    }
    Ok(())
}

/// Whether every time that a message names is to come. It is judged once, when the message comes:
/// what a sender finishes too late goes out at once.
pub(super) fn times(message: &Message, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    for document in &message.documents {
        if let Some(notice) = &document.sms {
            to_come(&notice.at, FaultKind::InvalidSmsNotificationTime, turn)?;
        }
        if let Some(notice) = &document.email {
            to_come(&notice.at, FaultKind::InvalidEmailNotificationTime, turn)?;
        }
    }
    match message.delivery_time {
        Some(at) if at < turn.now => {
            let why = format!("found delivery-time {at}, and it is {}", turn.now);
            refuse(FaultKind::DeliveryDateHistorical, why)
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a message may go this way.
pub(super) fn way(message: &Message, route: &Route) -> Result<(), Fault> {
    match route {
        Route::Print(print) => paper(message, print),
        Route::Email(_) | Route::Peppol => {
            let sealed = message.documents.iter().any(|document| document.encrypted);
            match sealed {
                true => {
                    let why = "found an encrypted document for somebody without a key";
                    refuse(FaultKind::EncryptionKeyNotFound, why)
                }
                false => Ok(()),
            }
        }
        Route::Mailbox(_) => Ok(()),
    }
}

/// Whether the sender may send one more letter this month.
pub(super) fn quota(sender: &Sender, state: &State, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let Some(most) = sender.account.letters_a_month else {
        return Ok(());
    };
    let month = |at: Timestamp| local_date(at).first_of_month();
    let this_month = month(turn.now);
    let newest_first = state.messages.iter().rev().map(|(_, stored)| stored);
    let sent = newest_first
        .take_while(|stored| month(stored.created) == this_month)
        .filter(|stored| stored.sender == sender.slug && stored.delivered.is_some())
        .count();
    if sent < usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(());
    }
    let why = format!("found {sent} since {this_month}, and {most} are allowed");
    refuse(FaultKind::OrganisationLettersPerMonthExceeded, why)
}

fn document(document: &Document, sender: &Sender, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let is_technical = document.technical_type.is_some();
    if is_technical {
        let kind = FaultKind::NotApprovedForTechnicalAttachments;
        sender.must(Right::TechnicalAttachments, kind)?;
    }
    let subject = document.subject.as_deref().unwrap_or_default();
    if subject.trim().is_empty() && !is_technical {
        return refuse(FaultKind::MissingSubject, "found a document without one");
    }
    file_type(document, sender)?;
    match document.authentication {
        AuthenticationLevel::Idporten3 | AuthenticationLevel::Idporten4 => {
            sender.must(Right::Idporten, FaultKind::NotApprovedForIdporten)?;
        }
        AuthenticationLevel::Password | AuthenticationLevel::TwoFactor => {}
    }
    if document.encrypted {
        sender.must(Right::PreEncrypt, FaultKind::NotApprovedForPreencrypt)?;
    }
    if let Some(notice) = &document.sms {
        sms(notice, sender)?;
    }
    if let Some(notice) = &document.email {
        email(notice, sender)?;
    }
    match &document.invoice {
        Some(invoice) => self::invoice(invoice, turn),
        None => Ok(()),
    }
}

fn file_type(document: &Document, sender: &Sender) -> Result<(), Fault> {
    let file_type = document.file_type.to_ascii_lowercase();
    let is = |types: &[&str]| types.contains(&file_type.as_str());
    if is(HTML) && !sender.account.may(Right::Html) {
        let right = Right::Html.as_str();
        let why = format!("found `{file_type}` from a sender without the right `{right}`");
        return refuse(FaultKind::IllegalContentType, why);
    }
    // A technical attachment is for programs.
    if is(FILE_TYPES) || document.technical_type.is_some() {
        return Ok(());
    }
    let known = FILE_TYPES.join(", ");
    let why = format!("found `{}`, expected one of {known}", short(&file_type));
    refuse(FaultKind::IllegalContentType, why)
}

fn sms(notice: &SmsNotice, sender: &Sender) -> Result<(), Fault> {
    if let Some((number, _)) = &notice.overrides {
        let kind = FaultKind::NotificationAddressesNotAllowed;
        sender.must(Right::NotificationAddresses, kind)?;
        if let Err(error) = PhoneNumber::parse(number) {
            return refuse(FaultKind::InvalidPhoneNumber, error.to_string());
        }
    }
    Ok(())
}

fn email(notice: &EmailNotice, sender: &Sender) -> Result<(), Fault> {
    let kind = FaultKind::NotificationAddressesNotAllowed;
    sender.must(Right::NotificationAddresses, kind)?;
    match EmailAddress::parse(&notice.address) {
        Ok(_) => Ok(()),
        Err(error) => refuse(FaultKind::InvalidEmailAddress, error.to_string()),
    }
}

fn to_come(at: &[Timestamp], kind: FaultKind, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    match at.iter().find(|at| **at < turn.now) {
        Some(at) => refuse(kind, format!("found {at}, and it is {}", turn.now)),
        None => Ok(()),
    }
}

fn invoice(invoice: &InvoicePart, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    if invoice.amount <= Ore::new(0) {
        let why = format!("found {}", invoice.amount);
        return refuse(FaultKind::InvalidMonetaryAmount, why);
    }
    if !turn.settings.digipost_strict_numbers {
        return Ok(());
    }
    if let Err(error) = AccountNumber::parse(&invoice.account) {
        return refuse(FaultKind::ValidationFailed, format!("account: {error}"));
    }
    match invoice.kid.as_deref().map(Kid::parse) {
        Some(Err(error)) => refuse(FaultKind::ValidationFailed, format!("kid: {error}")),
        Some(Ok(_)) | None => Ok(()),
    }
}

/// Whether a message can be printed.
fn paper(message: &Message, print: &PrintDetails) -> Result<(), Fault> {
    let other = message.documents.iter().find(|document| {
        !document.file_type.eq_ignore_ascii_case("pdf") && document.technical_type.is_none()
    });
    if let Some(document) = other {
        let why = format!("found file-type `{}`", short(&document.file_type));
        return refuse(FaultKind::ContentOfPrintMessageMustBePdf, why);
    }
    address(&print.to, FaultKind::InvalidRecipientPrintAddress)?;
    address(&print.back_to, FaultKind::InvalidReturnAddress)
}

fn address(address: &PrintAddress, kind: FaultKind) -> Result<(), Fault> {
    let blank = |text: &str| text.trim().is_empty();
    if blank(&address.name) {
        return refuse(kind, "found no name");
    }
    match &address.place {
        PrintPlace::Norway { postal_code, city } => {
            let code = postal_code.trim();
            if code.len() != 4 || !code.bytes().all(|it| it.is_ascii_digit()) {
                let why = format!("found zip-code `{code}`, expected four digits");
                return refuse(kind, why);
            }
            match blank(city) {
                true => refuse(kind, "found no city"),
                false => Ok(()),
            }
        }
        PrintPlace::Abroad(country) => {
            if address.lines.first().is_none_or(|line| blank(line)) {
                return refuse(kind, "found no addressline1");
            }
            match blank(country) {
                true => refuse(kind, "found no country"),
                false => Ok(()),
            }
        }
    }
}
