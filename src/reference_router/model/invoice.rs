//! An invoice at the router.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::consumer::DocumentType;
use crate::domain::blob::BlobKey;
use crate::domain::channel::{Attempt, Channel};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::lookup::LookupKey;
use crate::domain::money::Ore;
use crate::domain::routing::Facts;
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// State of an invoice (Maventa: AutoXChange REST API).
    pub enum Status {
        /// On its way.
        Pending "PENDING",
        /// Handed to a channel.
        Delivered "DELIVERED",
        /// Every way was closed.
        Failed "FAILED",
    }
}

words! {
    /// Kind of an action.
    pub enum ActionType {
        /// The router got the file.
        Received "RECEIVED",
        /// The invoice was made of it.
        Created "CREATED",
        /// It was handed to a channel.
        Sent "SENT",
        /// Something to know.
        Info "INFO",
        /// It could not be delivered.
        Error "ERROR",
    }
}

words! {
    /// Channel of an action; finer values do not exist there.
    pub enum ActionChannel {
        /// Netbank, Vipps, direct debit, digital mailbox.
        Einvoice "EINVOICE",
        /// Paper.
        Print "PRINT",
        /// E-mail.
        Email "EMAIL",
    }
}

impl ActionChannel {
    /// The action channel of a channel, if it has one.
    #[must_use]
    pub fn of(channel: Channel) -> Option<Self> {
        match channel {
            Channel::DirectDebit | Channel::Efaktura | Channel::Dpi | Channel::B2b => {
                Some(Self::Einvoice)
            }
            Channel::Email => Some(Self::Email),
            Channel::Print => Some(Self::Print),
            Channel::SilentFailure => None,
        }
    }
}

/// Something that the router did with an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its kind.
    pub kind: ActionType,
    /// The channel, if it was about one.
    pub channel: Option<ActionChannel>,
    /// Words.
    pub message: String,
    /// When.
    pub at: Timestamp,
}

/// A file of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceFile {
    /// Its id.
    pub id: String,
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// What it is: the document itself, its image, or an attachment.
    pub role: &'static str,
    /// Where its bytes are.
    pub blob: BlobKey,
}

/// Where an invoice stands on its walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Position {
    /// The next step is to be decided.
    Deciding,
    /// The registry was asked.
    Asking {
        /// With this key.
        key: Box<LookupKey>,
    },
    /// The eFaktura is being handed to MPS.
    Sending {
        /// For this receiver.
        identifier: EfakturaIdentifier,
        /// Under this shipment id.
        shipment: String,
        /// And this transaction id.
        transaction: String,
        /// How often it was sent.
        tries: u8,
    },
    /// MPS has it and validates.
    Polling {
        /// The transaction.
        transaction: String,
        /// Since when.
        since: Timestamp,
    },
    /// Nothing more to do.
    Ended,
}

/// An invoice at the router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouterInvoice {
    /// Its UUID.
    pub id: String,
    /// Whose it is.
    pub company: Slug,
    /// State.
    pub status: Status,
    /// The sender's number.
    pub number: String,
    /// Issue date.
    pub date: Date,
    /// Tax in øre.
    pub sum_tax: Ore,
    /// Format of the file.
    pub source_format: &'static str,
    /// Name of the sender in the document.
    pub sender_name: Option<String>,
    /// E-mail of the sender in the document; errors go there.
    pub sender_email: Option<String>,
    /// Comment of the sender.
    pub comment: Option<String>,
    /// Title in the netbank.
    pub document_type: DocumentType,
    /// Files.
    pub files: Vec<InvoiceFile>,
    /// What the router did, oldest first.
    pub actions: Vec<Action>,
    /// What routing knows.
    pub facts: Facts,
    /// What was tried.
    pub attempts: Vec<Attempt>,
    /// Where it stands.
    pub position: Position,
    /// The channel that took it.
    pub delivered_by: Option<Channel>,
    /// The transaction under which MPS took it.
    pub mps_transaction: Option<String>,
    /// When the router took it.
    pub created_at: Timestamp,
}
