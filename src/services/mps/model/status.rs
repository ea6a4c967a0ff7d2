//! Where shipments and transactions stand, in the words of the status operations.

use std::sync::Arc;

use super::StoredShipment;
use super::access::User;
use super::{
    AtgLeg, AtgStatus, EfakturaLeg, EfakturaStatus, Model, Port, ShipmentId, StoredTransaction,
    Transaction, TransactionId,
};
use crate::domain::words::words;
use crate::services::mps::faults::{Fault, FaultKind};

words! {
    /// All eFaktura legs of a shipment seen as one.
    pub enum EfakturaShipmentStatus {
        /// There are none.
        NoEfaktura "NO_EFAKTURA_IN_SHIPMENT",
        /// Received; nothing is known of single transactions.
        InProgress "IN_PROGRESS",
        /// All are validated.
        Processed "PROCESSED",
        /// Processing was stopped; the transactions tell for which.
        Stopped "STOPPED",
    }
}

/// All `AvtaleGiro` legs of a shipment seen as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtgShipmentStatus {
    /// There are none.
    NoAtg,
    /// The least advanced of them, rejected ones only if all are.
    All(AtgStatus),
}

impl AtgShipmentStatus {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoAtg => "NO_ATG_IN_SHIPMENT",
            Self::All(status) => status.as_str(),
        }
    }
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
    /// Transactions with an `AvtaleGiro` leg of MPS's own.
    pub atg_count: usize,
    /// One row a transaction, in the order sent; empty while nothing is known of them.
    pub transactions: Vec<TransactionStatus>,
}

impl TransactionStatus {
    /// The status of the eFaktura, or of the claim where there is none, and by which way the
    /// transaction reached its receiver.
    #[must_use]
    pub fn in_short(&self) -> (&'static str, Option<&'static str>) {
        if self.efaktura.status == EfakturaStatus::NotAnEfaktura {
            let sent = self.atg.status == AtgStatus::SentToBds;
            return (self.atg.status.as_str(), sent.then_some("direct_debit"));
        }
        let accepted = self.efaktura.status == EfakturaStatus::Accepted;
        (
            self.efaktura.status.as_str(),
            accepted.then_some("efaktura"),
        )
    }
}

impl Model {
    /// Where a transaction stands, with the transaction as sent.
    #[must_use]
    pub fn transaction(&self, id: TransactionId) -> Option<(TransactionStatus, Arc<Transaction>)> {
        of_transaction(self, id, false).ok()
    }
}

/// The shipment with an id, as far as a user may know of it.
pub(in crate::services::mps) fn shipment_of<'m>(
    model: &'m Model,
    id: ShipmentId,
    user: &User,
) -> Result<&'m StoredShipment, Fault> {
    let found = model.shipments.get(&id);
    // What came in files has ids of MPS's own, which nobody outside knows.
    let found = found.filter(|it| it.port != Port::Files && user.sees(it));
    found.ok_or_else(|| Fault::new(FaultKind::UnknownShipment, id.to_string()))
}

/// The transaction with an id, as far as a user may know of it.
pub(in crate::services::mps) fn transaction_of<'m>(
    model: &'m Model,
    id: TransactionId,
    user: &User,
) -> Result<&'m StoredTransaction, Fault> {
    let found = model.transactions.get(&id);
    let found = found.filter(|stored| shipment_of(model, stored.shipment, user).is_ok());
    found.ok_or_else(|| Fault::new(FaultKind::UnknownTransaction, id.to_string()))
}

/// The status of a shipment; `early` as it was before the validation.
pub(in crate::services::mps) fn of_shipment(
    model: &Model,
    id: ShipmentId,
    early: bool,
) -> Result<ShipmentStatus, Fault> {
    let Some(shipment) = model.shipments.get(&id) else {
        return Err(Fault::new(FaultKind::UnknownShipment, id.to_string()));
    };
    let stored = shipment.order.iter();
    let transactions: Vec<_> = stored
        .filter_map(|id| model.transactions.get(id))
        .map(|stored| seen(stored, early))
        .collect();
    let efaktura = efaktura_of_all(&transactions);
    let atg = atg_of_all(&transactions);
    let with = |has: fn(&StoredTransaction) -> bool| {
        let stored = shipment.order.iter();
        stored
            .filter_map(|id| model.transactions.get(id))
            .filter(|stored| has(stored))
            .count()
    };
    let is_known = transactions.iter().all(|it| {
        it.efaktura.status != EfakturaStatus::InProgress && it.atg.status != AtgStatus::InProgress
    });
    Ok(ShipmentStatus {
        id,
        efaktura,
        atg,
        count: shipment.order.len(),
        efaktura_count: with(|stored| stored.sent.payment.has_efaktura()),
        atg_count: with(|stored| stored.sent.payment.has_claim()),
        transactions: if is_known { transactions } else { Vec::new() },
    })
}

/// The status of a transaction, with the transaction; `early` as it was before the validation.
pub(in crate::services::mps) fn of_transaction(
    model: &Model,
    id: TransactionId,
    early: bool,
) -> Result<(TransactionStatus, Arc<Transaction>), Fault> {
    match model.transactions.get(&id) {
        Some(stored) => Ok((seen(stored, early), Arc::clone(&stored.sent))),
        None => Err(Fault::new(FaultKind::UnknownTransaction, id.to_string())),
    }
}

fn seen(stored: &StoredTransaction, early: bool) -> TransactionStatus {
    let (mut efaktura, mut atg) = (stored.efaktura.clone(), stored.atg.clone());
    if early && stored.sent.payment.has_efaktura() {
        efaktura = EfakturaStatus::InProgress.into();
    }
    if early && stored.sent.payment.has_claim() {
        atg = AtgStatus::InProgress.into();
    }
    TransactionStatus {
        id: stored.sent.id,
        efaktura,
        atg,
    }
}

fn efaktura_of_all(transactions: &[TransactionStatus]) -> EfakturaShipmentStatus {
    let legs = || {
        let all = transactions.iter().map(|it| it.efaktura.status);
        all.filter(|status| *status != EfakturaStatus::NotAnEfaktura)
    };
    if legs().next().is_none() {
        EfakturaShipmentStatus::NoEfaktura
    } else if legs().any(|status| status == EfakturaStatus::InProgress) {
        EfakturaShipmentStatus::InProgress
    } else if legs().any(|status| status == EfakturaStatus::Stopped) {
        EfakturaShipmentStatus::Stopped
    } else {
        EfakturaShipmentStatus::Processed
    }
}

fn atg_of_all(transactions: &[TransactionStatus]) -> AtgShipmentStatus {
    let legs = || {
        let all = transactions.iter().map(|it| it.atg.status);
        all.filter(|status| status.is_ours())
    };
    let alive = legs().filter(|status| *status != AtgStatus::Rejected).min();
    match alive.or_else(|| legs().next()) {
        Some(status) => AtgShipmentStatus::All(status),
        None => AtgShipmentStatus::NoAtg,
    }
}
