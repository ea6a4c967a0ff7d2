//! Where shipments and transactions stand, in the words of the status operations.

use std::sync::Arc;

use super::{EfakturaState, Model, ShipmentId, StoredTransaction, Transaction, TransactionId};
use crate::domain::words::words;
use crate::services::mps::faults::{Fault, FaultKind};

words! {
    /// Status of an eFaktura leg. All documented values, since a caller may meet them at the real
    /// service; here the first three occur.
    pub enum EfakturaStatus {
        /// Validation is not done.
        InProgress "IN_PROGRESS",
        /// Valid and delivered.
        Accepted "ACCEPTED",
        /// Not valid.
        Rejected "REJECTED",
        /// Stopped by MPS.
        Stopped "STOPPED",
        /// Cancelled by the sender.
        Cancelled "CANCELLED",
        /// There is no such leg.
        NotAnEfaktura "NOT_AN_EFAKTURA_TRANSACTION",
    }
    /// All eFaktura legs of a shipment seen as one.
    pub enum EfakturaShipmentStatus {
        /// Received; nothing is known of single transactions.
        InProgress "IN_PROGRESS",
        /// All are validated.
        Processed "PROCESSED",
    }
    /// Status of an `AvtaleGiro` leg.
    pub enum AtgLeg {
        /// There is no such leg.
        NotAnAtg "NOT_AN_ATG_TRANSACTION",
    }
    /// All `AvtaleGiro` legs of a shipment seen as one.
    pub enum AtgShipmentStatus {
        /// There are none.
        NoAtg "NO_ATG_IN_SHIPMENT",
    }
}

/// An eFaktura leg with the reason of a rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfakturaLeg {
    /// Where it stands.
    pub status: EfakturaStatus,
    /// One to four characters.
    pub rejection_code: Option<String>,
    /// The reason in words.
    pub rejection_text: Option<String>,
}

/// Where a transaction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransactionStatus {
    /// Which one.
    pub id: TransactionId,
    /// Its eFaktura leg.
    pub efaktura: EfakturaLeg,
    /// Its `AvtaleGiro` leg.
    pub atg: AtgLeg,
}

/// Where a shipment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShipmentStatus {
    /// Which one.
    pub id: ShipmentId,
    /// Its eFaktura legs as one.
    pub efaktura: EfakturaShipmentStatus,
    /// Its `AvtaleGiro` legs as one.
    pub atg: AtgShipmentStatus,
    /// Transactions in all.
    pub count: usize,
    /// Transactions with an eFaktura leg.
    pub efaktura_count: usize,
    /// Transactions with an `AvtaleGiro` leg.
    pub atg_count: usize,
    /// One row a transaction, in the order sent; empty while nothing is known of them.
    pub transactions: Vec<TransactionStatus>,
}

/// The status of a shipment.
pub(super) fn of_shipment(model: &Model, id: ShipmentId) -> Result<ShipmentStatus, Fault> {
    let Some(shipment) = model.shipments.get(&id) else {
        return Err(Fault::new(FaultKind::UnknownShipment, id.to_string()));
    };
    let count = shipment.order.len();
    let is_done = shipment.validated_at.is_some();
    let transactions = if is_done {
        let stored = shipment.order.iter();
        stored
            .filter_map(|id| model.transactions.get(id))
            .map(status)
            .collect()
    } else {
        Vec::new()
    };
    Ok(ShipmentStatus {
        id,
        efaktura: if is_done {
            EfakturaShipmentStatus::Processed
        } else {
            EfakturaShipmentStatus::InProgress
        },
        atg: AtgShipmentStatus::NoAtg,
        count,
        efaktura_count: count,
        atg_count: 0,
        transactions,
    })
}

/// The status of a transaction, with the transaction.
pub(super) fn of_transaction(
    model: &Model,
    id: TransactionId,
) -> Result<(TransactionStatus, Arc<Transaction>), Fault> {
    match model.transactions.get(&id) {
        Some(stored) => Ok((status(stored), Arc::clone(&stored.sent))),
        None => Err(Fault::new(FaultKind::UnknownTransaction, id.to_string())),
    }
}

fn status(stored: &StoredTransaction) -> TransactionStatus {
    let plain = |status| EfakturaLeg {
        status,
        rejection_code: None,
        rejection_text: None,
    };
    TransactionStatus {
        id: stored.sent.id,
        efaktura: match &stored.efaktura {
            EfakturaState::InProgress => plain(EfakturaStatus::InProgress),
            EfakturaState::Accepted => plain(EfakturaStatus::Accepted),
            EfakturaState::Rejected(rejected) => EfakturaLeg {
                status: EfakturaStatus::Rejected,
                rejection_code: Some(rejected.reason.code().to_owned()),
                rejection_text: Some(rejected.text.clone()),
            },
        },
        atg: AtgLeg::NotAnAtg,
    }
}
