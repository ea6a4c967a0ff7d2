//! What a request asks, and what a good answer holds.

use std::sync::Arc;

use super::{
    Answer, Asked, Login, Port, Rejection, Shipment, ShipmentId, ShipmentStatus, Sibling,
    SiblingReply, Transaction, TransactionId, TransactionStatus,
};

/// A request: who sends it, and what it asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What its WS-Security header says, if it has one.
    pub login: Option<Login>,
    /// What it asks.
    pub ask: Ask,
}

impl From<Ask> for Command {
    /// A request without a security header.
    fn from(ask: Ask) -> Self {
        Self { login: None, ask }
    }
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// `getEfakturaIdentifiers`.
    GetEfakturaIdentifiers(Vec<Asked>),
    /// `addShipment`.
    AddShipment(Shipment),
    /// `addShipment` of which these transactions, counted from 0, will be rejected for a reason
    /// that a scenario asked for.
    AddDoomed(Shipment, Rejection, Vec<usize>),
    /// `getShipmentStatus`.
    GetShipmentStatus(ShipmentId),
    /// `getTransactionStatus`.
    GetTransactionStatus(TransactionId),
    /// A request to one of the sibling services.
    Sibling(Sibling),
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
    /// An answer of one of the sibling services.
    Sibling(SiblingReply),
    /// The interface description.
    Description,
}
