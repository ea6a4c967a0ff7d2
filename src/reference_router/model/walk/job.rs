//! What travels on a walk: jobs, messages out, answers in.

use crate::consumer::DocumentType;
use crate::domain::account::AccountNumber;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::kid::Kid;
use crate::domain::lookup::LookupKey;
use crate::domain::money::Ore;
use crate::domain::routing::LookupAnswer;
use crate::services::Heard;

/// One leg of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Send what comes next.
    Walk {
        /// The invoice.
        invoice: String,
    },
    /// Take an answer that was on its way for a while.
    Hear {
        /// The invoice.
        invoice: String,
        /// What was heard.
        heard: Heard,
    },
}

impl Job {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Walk { invoice } => format!("the router takes the next step of {invoice}"),
            Self::Hear { invoice, .. } => format!("an answer for {invoice} reaches the router"),
        }
    }
}

/// A message that has to leave for an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Ask the eFaktura registry.
    Lookup {
        /// Message identifier.
        id: String,
        /// With this key.
        key: Box<LookupKey>,
    },
    /// Hand an eFaktura to MPS.
    Shipment {
        /// Message identifier.
        id: String,
        /// What is handed over.
        shipment: Box<OutgoingShipment>,
    },
    /// Ask MPS for the state of a transaction.
    Status {
        /// Message identifier.
        id: String,
        /// The transaction.
        transaction: String,
    },
}

/// A shipment of one eFaktura, as the router sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingShipment {
    /// Shipment id.
    pub id: String,
    /// Transaction id.
    pub transaction: String,
    /// Organisation number of the sender.
    pub issuer: String,
    /// Title in the netbank.
    pub document_type: DocumentType,
    /// KID.
    pub kid: Option<Kid>,
    /// Account to credit.
    pub account: AccountNumber,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: jiff::civil::Date,
    /// Receiver.
    pub identifier: EfakturaIdentifier,
    /// Name shown to the receiver.
    pub brand: String,
    /// Where the document is shown.
    pub url: String,
}

/// What the router waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// The registry's answer.
    Lookup,
    /// The receipt of a shipment.
    Shipment,
    /// The state of a transaction.
    Status,
}

/// An answer after decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Of the registry.
    Lookup(LookupAnswer),
    /// To a shipment.
    Shipment(ShipmentAnswer),
    /// To a question for a state.
    Status(StatusAnswer),
}

/// What MPS said to a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShipmentAnswer {
    /// It was stored.
    Stored,
    /// It was there before.
    Duplicate,
    /// It was refused.
    Refused(String),
    /// No usable answer; whether it was stored cannot be told.
    Unknown(String),
}

/// What MPS said about a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusAnswer {
    /// Not judged yet.
    InProgress,
    /// Accepted.
    Accepted,
    /// Rejected, stopped or cancelled, with code and text.
    Rejected(String),
    /// No usable answer.
    Unknown(String),
}
