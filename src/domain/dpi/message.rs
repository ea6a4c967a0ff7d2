//! What a sender hands in.

use super::fingerprint::Fingerprint;
use super::header::{Header, MessageKind};
use super::letter::DigitalLetter;
use super::print::PrintLetter;
use super::text::{InvoiceReference, SenderUnit};
use crate::domain::identity::OrgNumber;

/// A message, without its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Who, to whom, which, when.
    pub header: Header,
    /// The organisation that answers for it.
    pub sender: SendingUnit,
    /// Of the package as it travels.
    pub fingerprint: Fingerprint,
    /// The access token that it was handed in with (`maskinportentoken`).
    pub token: String,
    /// What it is.
    pub body: Body,
}

/// A letter for a mailbox or for the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// For a mailbox.
    Digital(Box<DigitalLetter>),
    /// For the printer.
    Print(Box<PrintLetter>),
}

impl Body {
    /// What it is called.
    #[must_use]
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::Digital(_) => MessageKind::Digital,
            Self::Print(_) => MessageKind::Utskrift,
        }
    }
}

/// The organisation that answers for a message (`avsender`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendingUnit {
    /// Which organisation.
    pub organisation: OrgNumber,
    /// Which unit of it; receipts name it.
    pub unit: Option<SenderUnit>,
    /// What it wants on the bill for the sending.
    pub invoice_reference: Option<InvoiceReference>,
}
