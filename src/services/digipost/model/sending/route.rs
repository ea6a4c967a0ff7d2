//! Which way a message goes.

use super::ask::{refuse, short};
use super::message::{Message, PeppolAddress, PrintDetails, Recipient};
use super::parties::{Sender, in_peppol, mailbox};
use super::stored::Channel;
use super::wish::Wish;
use crate::consumer::{MailboxOwner, Turn};
use crate::domain::digipost::Right;
use crate::domain::email::EmailAddress;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::people::Identifier;

/// The way of a message, and its end.
#[derive(Debug, Clone)]
pub(super) enum Route {
    /// Into a mailbox.
    Mailbox(MailboxOwner),
    /// On paper.
    Print(PrintDetails),
    /// By e-mail.
    Email(Vec<EmailAddress>),
    /// Over Peppol.
    Peppol,
}

impl Route {
    pub(super) fn channel(&self) -> Channel {
        match self {
            Self::Mailbox(_) => Channel::Digipost,
            Self::Print(_) => Channel::Print,
            Self::Email(_) => Channel::Epost,
            Self::Peppol => Channel::Peppol,
        }
    }
}

/// Finds the way: into the mailbox of the recipient, or what stands in for one.
pub(super) fn find(
    message: &Message,
    sender: &Sender,
    wish: Option<Wish>,
    turn: &Turn<'_, Event>,
) -> Result<Route, Fault> {
    let Some(recipient) = &message.recipient else {
        return match &message.print {
            Some(print) => {
                sender.must(Right::DirectPrint, FaultKind::NotApprovedForDirectPrint)?;
                Ok(Route::Print(print.clone()))
            }
            None => refuse(
                FaultKind::MissingRecipient,
                "found none, and no print-details",
            ),
        };
    };
    let who = match recipient {
        Recipient::Known(who) => who,
        Recipient::Email(addresses) => return email(addresses),
        Recipient::Peppol(receiver) => return peppol(message, receiver, turn),
    };
    if let Identifier::BankAccount(_) = who {
        sender.must(Right::BankAccount, FaultKind::IllegalAccess)?;
    }
    let gone = wish == Some(Wish::AccountDeactivated);
    let owner = mailbox(who, turn).filter(|_| !gone);
    match (owner, &message.print) {
        (Some(owner), _) => Ok(Route::Mailbox(owner)),
        (None, Some(print)) => {
            sender.must(Right::Print, FaultKind::NotApprovedForPrint)?;
            Ok(Route::Print(print.clone()))
        }
        (None, None) => {
            let why = "found nobody with an account in use there";
            refuse(FaultKind::UnknownRecipient, why)
        }
    }
}

fn peppol(
    message: &Message,
    receiver: &PeppolAddress,
    turn: &Turn<'_, Event>,
) -> Result<Route, Fault> {
    let primary = message.documents.first();
    let file_type = primary.map_or("", |primary| primary.file_type.as_str());
    if !file_type.eq_ignore_ascii_case("xml") && !file_type.eq_ignore_ascii_case("ehf") {
        let why = format!("found file-type `{}`", short(file_type));
        return refuse(FaultKind::PeppolFileMustBeXml, why);
    }
    if !in_peppol(receiver, turn.cast) {
        let (scheme, endpoint) = (short(&receiver.scheme), short(&receiver.endpoint));
        let why = format!("found {scheme}:{endpoint}");
        return refuse(FaultKind::UnknownPeppolRecipient, why);
    }
    Ok(Route::Peppol)
}

fn email(addresses: &[String]) -> Result<Route, Fault> {
    let mut taken = Vec::new();
    for address in addresses {
        match EmailAddress::parse(address) {
            Ok(address) => taken.push(address),
            Err(error) => return refuse(FaultKind::InvalidEmailAddress, error.to_string()),
        }
    }
    Ok(Route::Email(taken))
}
