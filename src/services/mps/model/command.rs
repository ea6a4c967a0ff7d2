//! What a request asks, and what a good answer holds.

use std::sync::Arc;

use super::{
    Answer, Asked, AskedMandate, FilesAsk, FilesReply, FoundMandate, Listed, Login, MandatesAsk,
    MandatesReply, Opened, Port, Shipment, ShipmentCancelled, ShipmentId, ShipmentStatus, Sibling,
    SiblingReply, Span, Transaction, TransactionCancelled, TransactionId, TransactionStatus, Wish,
};

/// A request: who sends it, and what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What its WS-Security header says, if it has one.
    pub login: Option<Login>,
    /// What it asks.
    pub ask: Ask,
    /// What a scenario wants to come of it.
    pub wish: Option<Wish>,
}

impl From<Ask> for Command {
    /// A request without a security header.
    fn from(ask: Ask) -> Self {
        Self {
            login: None,
            ask,
            wish: None,
        }
    }
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// `getEfakturaIdentifiers`.
    GetEfakturaIdentifiers(Vec<Asked>),
    /// `addShipment`.
    AddShipment(Shipment),
    /// `getShipmentStatus`.
    GetShipmentStatus(ShipmentId),
    /// `getTransactionStatus`.
    GetTransactionStatus(TransactionId),
    /// `getAtgMandate`.
    GetAtgMandate(AskedMandate),
    /// `cancelShipment`.
    CancelShipment(ShipmentId),
    /// `cancelTransaction`.
    CancelTransaction(TransactionId),
    /// `validateSecuritySignature`.
    ValidateSecuritySignature(Opened),
    /// `getBlackList`.
    GetBlackList,
    /// `getShipments`.
    GetShipments(Span),
    /// A request to one of the sibling services.
    Sibling(Sibling),
    /// A request to the creditor mandate API.
    Mandates(MandatesAsk),
    /// A request to the file exchange.
    Files(FilesAsk),
    /// The interface description.
    Describe,
}

impl Ask {
    /// The service that is asked; that of the combo for what all have in common.
    #[must_use]
    pub fn port(&self) -> Port {
        if let Self::Sibling(sibling) = self {
            return sibling.port;
        }
        Port::Combo
    }
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// One answer a key, in the order asked.
    Identifiers(Vec<(Asked, Answer)>),
    /// This many transactions were taken.
    ShipmentAdded(usize),
    /// Where a shipment stands.
    ShipmentStatus(ShipmentStatus),
    /// Where a transaction stands, with the transaction as sent.
    TransactionStatus(TransactionStatus, Arc<Transaction>),
    /// The mandate, if there is one.
    Mandate(Option<FoundMandate>),
    /// What became of the wish to take a shipment back.
    ShipmentCancelled(ShipmentCancelled),
    /// What became of the wish to take a transaction back.
    TransactionCancelled(TransactionCancelled),
    /// What stands in a signature.
    Signature(String),
    /// Issuers on the black list.
    BlackList(Vec<Listed>),
    /// Shipments by id.
    Shipments(Vec<ShipmentId>),
    /// An answer of one of the sibling services.
    Sibling(SiblingReply),
    /// An answer of the creditor mandate API.
    Mandates(MandatesReply),
    /// An answer of the file exchange.
    Files(FilesReply),
    /// The interface description.
    Description,
}
