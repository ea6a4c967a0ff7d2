//! Where consignments and invoices stand, so that nobody walks through all shipments. Follows from
//! the rest of the model and is made anew when one is read.

use std::ops::RangeInclusive;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use uuid::Uuid;

use super::{
    EfakturaStatus, Model, OutgoingFile, PaymentType, Port, ShipmentId, StoredShipment,
    StoredTransaction, Transaction, TransactionId, invoices,
};
use crate::domain::giro::SerialNumber;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The index of one model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::services::mps) struct Index {
    /// By what the sender calls the consignment, the service and the sender.
    consignments: OrdMap<(String, Port, Option<Slug>), ShipmentId>,
    /// Issuer, the issuer's number where there is one, and id of every invoice.
    invoices: OrdSet<(String, Option<String>, TransactionId)>,
    /// Both halves of every bill whose claim travels by itself, each with when it came.
    halves: OrdSet<(Half, Arc<str>, Timestamp, TransactionId)>,
    /// Those of them that MPS neither refused nor took back.
    alive: OrdSet<(Half, Arc<str>, Timestamp, TransactionId)>,
    /// The valid claims that no deletion is on its way for, by how their keys begin and amount.
    deletable: OrdSet<(Arc<str>, Ore, TransactionId)>,
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
        for transaction in Arc::clone(&shipment.order).iter() {
            self.refile(*transaction);
        }
    }

    /// Keeps the index in step with what became of a transaction: its eFaktura, its claim, or a
    /// deletion of that.
    pub(super) fn refile(&mut self, id: TransactionId) {
        let Some(stored) = self.transactions.get(&id) else {
            return;
        };
        if let Some((half, key)) = half_of(&stored.sent)
            && let Some(shipment) = self.shipments.get(&stored.shipment)
        {
            let entry = (half, key, shipment.received_at, id);
            if is_alive(half, stored) {
                self.index.alive.insert(entry);
            } else {
                self.index.alive.remove(&entry);
            }
        }
        if let Some(alike) = stored.sent.claimed_alike()
            && let Some(key) = stored.sent.claim_key()
        {
            let entry = (Arc::from(alike), stored.sent.amount, id);
            if self.claimed.contains_key(&key) && !self.files.deletions.contains_key(&id) {
                self.index.deletable.insert(entry);
            } else {
                self.index.deletable.remove(&entry);
            }
        }
    }

    /// The first valid claim whose key begins so, with this amount, that no deletion is on its way
    /// for.
    pub(super) fn deletable(&self, alike: &str, amount: Ore) -> Option<TransactionId> {
        let first = (Arc::from(alike), amount, Uuid::nil().into());
        let (found, of, id) = self.index.deletable.range(first..).next()?;
        (found.as_ref() == alike && *of == amount).then_some(*id)
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

    /// The newest half of a bill, whatever became of it.
    pub(super) fn newest_half(&self, half: Half, key: &str) -> Option<&StoredTransaction> {
        let mut hits = self.index.halves.range(all_of(half, key));
        let (.., id) = hits.next_back()?;
        self.transactions.get(id)
    }

    /// The halves of a bill that MPS neither refused nor took back, the newest first.
    pub(super) fn halves_alive(
        &self,
        half: Half,
        key: &str,
    ) -> impl Iterator<Item = &StoredTransaction> + use<'_> {
        let hits = self.index.alive.range(all_of(half, key)).rev();
        hits.filter_map(|(.., id)| self.transactions.get(id))
    }
}

/// Where the halves of a bill stand.
fn all_of(half: Half, key: &str) -> RangeInclusive<(Half, Arc<str>, Timestamp, TransactionId)> {
    let key: Arc<str> = Arc::from(key);
    let first = (half, Arc::clone(&key), Timestamp::MIN, Uuid::nil().into());
    first..=(half, key, Timestamp::MAX, Uuid::max().into())
}

/// Whether MPS neither refused a half nor took it back; what the bank did is not asked.
fn is_alive(half: Half, stored: &StoredTransaction) -> bool {
    match half {
        Half::Claim => stored.atg.status.is_on_its_way(),
        Half::Efaktura => match stored.efaktura.status {
            EfakturaStatus::InProgress | EfakturaStatus::Accepted => !stored.withdrawn,
            EfakturaStatus::NotAnEfaktura
            | EfakturaStatus::Cancelled
            | EfakturaStatus::Rejected
            | EfakturaStatus::Stopped => false,
        },
    }
}

/// Which half of which bill a transaction is; `None` for one that is whole by itself.
fn half_of(sent: &Transaction) -> Option<(Half, Arc<str>)> {
    let half = match sent.payment {
        PaymentType::EfakturaAndExternalAvtaleGiro => Half::Efaktura,
        PaymentType::AvtaleGiro => Half::Claim,
        PaymentType::Efaktura | PaymentType::EfakturaAndAvtaleGiro => return None,
    };
    Some((half, Arc::from(sent.bill_key()?)))
}

fn key_of(shipment: &StoredShipment) -> Option<(String, Port, Option<Slug>)> {
    let id = shipment.consignment.clone()?;
    Some((id, shipment.port, shipment.sender.clone()))
}
