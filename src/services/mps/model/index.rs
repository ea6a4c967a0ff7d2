//! Where consignments and invoices stand, so that nobody walks through all shipments. Follows from
//! the rest of the model and is made anew when one is read.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Model, OutgoingFile, PaymentType, Port, ShipmentId, StoredShipment, StoredTransaction,
    Transaction, TransactionId, invoices,
};
use crate::domain::giro::SerialNumber;
use crate::domain::slug::Slug;

/// The index of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::services::mps) struct Index {
    /// By what the sender calls the consignment, the service and the sender.
    consignments: OrdMap<(String, Port, Option<Slug>), ShipmentId>,
    /// Issuer, the issuer's number where there is one, and id of every invoice.
    invoices: OrdSet<(String, Option<String>, TransactionId)>,
    /// Both halves of every bill whose claim travels by itself, each with when it came.
    halves: OrdSet<(Half, String, Timestamp, TransactionId)>,
    /// Files from MPS that nobody fetched.
    unfetched: OrdSet<SerialNumber>,
}

/// One half of a bill whose claim travels by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::services::mps) enum Half {
    /// The eFaktura that says so.
    Efaktura,
    /// The claim alone.
    Claim,
}

impl Model {
    /// Lets a shipment be found that is stored with its transactions.
    pub(in crate::services::mps) fn enter(&mut self, id: ShipmentId) {
        let Some(shipment) = self.shipments.get(&id) else {
            return;
        };
        if let Some(key) = key_of(shipment) {
            self.index.consignments.insert(key, id);
        }
        for transaction in shipment.order.iter() {
            if let Some((stored, _)) = invoices::find(self, *transaction) {
                let number = stored.number.clone();
                let entry = (shipment.issuer.clone(), number, *transaction);
                self.index.invoices.insert(entry);
            }
            if let Some(stored) = self.transactions.get(transaction)
                && let Some((half, key)) = half_of(&stored.sent)
            {
                let entry = (half, key, shipment.received_at, *transaction);
                self.index.halves.insert(entry);
            }
        }
    }

    /// Puts a file from MPS among the others, in place of what has its number.
    pub(super) fn put_file(&mut self, file: Arc<OutgoingFile>) {
        if file.fetched_at.is_none() {
            self.index.unfetched.insert(file.serial);
        } else {
            self.index.unfetched.remove(&file.serial);
        }
        self.files.outgoing.insert(file.serial, file);
    }

    /// Whether there is a file from MPS that nobody fetched.
    pub(super) fn has_unfetched(&self) -> bool {
        !self.index.unfetched.is_empty()
    }

    /// Makes the index anew.
    pub(in crate::services::mps) fn enter_all(&mut self) {
        self.index = Index::default();
        for file in self.files.outgoing.values() {
            if file.fetched_at.is_none() {
                self.index.unfetched.insert(file.serial);
            }
        }
        let ids: Vec<ShipmentId> = self.shipments.keys().copied().collect();
        for id in ids {
            self.enter(id);
        }
    }

    /// Whether a shipment is found by its consignment, if it is one.
    pub(in crate::services::mps) fn is_entered(&self, id: ShipmentId) -> bool {
        let key = self.shipments.get(&id).and_then(key_of);
        key.is_none_or(|key| self.index.consignments.get(&key) == Some(&id))
    }

    /// Whether a sender used a consignment id at a service.
    pub(super) fn has_consignment(&self, id: &str, port: Port, sender: Option<&Slug>) -> bool {
        let key = (id.to_owned(), port, sender.cloned());
        self.index.consignments.contains_key(&key)
    }

    /// The consignments with an id, whoever sent them by whichever service.
    pub(super) fn consignments(
        &self,
        id: &str,
    ) -> impl Iterator<Item = (ShipmentId, &StoredShipment)> {
        let first = (id.to_owned(), Port::Combo, None);
        let hits = self.index.consignments.range(first..);
        hits.take_while(move |((found, ..), _)| found == id)
            .filter_map(|(_, shipment)| Some((*shipment, self.shipments.get(shipment)?)))
    }

    /// The invoices of an issuer, or those of them with a number, and what they came in.
    pub(super) fn invoices(
        &self,
        issuer: &str,
        number: Option<&str>,
    ) -> impl Iterator<Item = (&StoredTransaction, &StoredShipment)> {
        let least = TransactionId::from(Uuid::nil());
        let first = (issuer.to_owned(), number.map(str::to_owned), least);
        let hits = self.index.invoices.range(first..);
        hits.take_while(move |(of, called, _)| {
            of == issuer && (number.is_none() || called.as_deref() == number)
        })
        .filter_map(|(_, _, id)| invoices::find(self, *id))
    }

    /// The halves of a bill, the newest first.
    pub(super) fn halves(
        &self,
        half: Half,
        key: &str,
    ) -> impl Iterator<Item = &StoredTransaction> + use<'_> {
        let end = |at, id| (half, key.to_owned(), at, TransactionId::from(id));
        let first = end(Timestamp::MIN, Uuid::nil());
        let last = end(Timestamp::MAX, Uuid::max());
        let hits = self.index.halves.range(first..=last).rev();
        hits.filter_map(|(.., id)| self.transactions.get(id))
    }
}

/// Which half of which bill a transaction is; `None` for one that is whole by itself.
fn half_of(sent: &Transaction) -> Option<(Half, String)> {
    let half = match sent.payment {
        PaymentType::EfakturaAndExternalAvtaleGiro => Half::Efaktura,
        PaymentType::AvtaleGiro => Half::Claim,
        PaymentType::Efaktura | PaymentType::EfakturaAndAvtaleGiro => return None,
    };
    Some((half, sent.bill_key()?))
}

fn key_of(shipment: &StoredShipment) -> Option<(String, Port, Option<Slug>)> {
    let id = shipment.consignment.clone()?;
    Some((id, shipment.port, shipment.sender.clone()))
}
