//! The state of MPS in one sandbox: shipments, their transactions, and what becomes of them.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;

use super::{
    Ask, Command, Rejected, Rejection, Reply, ShipmentId, Transaction, TransactionId, access,
    intake, lookup, status, validation,
};
use crate::consumer::{CaseRef, Happening, Turn};
use crate::services::mps::faults::Fault;

/// What MPS knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub(in crate::services::mps) shipments: OrdMap<ShipmentId, StoredShipment>,
    pub(in crate::services::mps) transactions: OrdMap<TransactionId, StoredTransaction>,
}

/// A shipment that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct StoredShipment {
    /// Organisation number of the issuer as sent.
    pub(in crate::services::mps) issuer: String,
    /// When it came.
    pub(in crate::services::mps) received_at: Timestamp,
    /// Its transactions in the order sent.
    pub(in crate::services::mps) order: Arc<[TransactionId]>,
    /// When the asynchronous validation was done.
    pub(in crate::services::mps) validated_at: Option<Timestamp>,
}

/// A transaction that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct StoredTransaction {
    /// The shipment it came in.
    pub(in crate::services::mps) shipment: ShipmentId,
    /// The transaction as sent; shared, so that a fork of the world copies none.
    pub(in crate::services::mps) sent: Arc<Transaction>,
    /// What became of its eFaktura.
    pub(in crate::services::mps) efaktura: EfakturaState,
    /// The validation will reject it for this, whatever it says; a scenario asked for it.
    pub(in crate::services::mps) doom: Option<Rejection>,
}

/// Life of the eFaktura leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) enum EfakturaState {
    /// Waits for validation.
    InProgress,
    /// Valid and presented.
    Accepted,
    /// Not valid.
    Rejected(Arc<Rejected>),
}

/// What happens later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The asynchronous validation of a shipment.
    Validate(ShipmentId),
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Validate(shipment) => format!("MPS validates shipment {shipment}"),
        }
    }
}

impl Model {
    /// Applies a command.
    ///
    /// # Errors
    /// [`Fault`] when the service refuses; nothing is stored then.
    pub fn apply(&mut self, command: Command, turn: &mut Turn<'_, Event>) -> Result<Reply, Fault> {
        let _user = access::admit(&command, turn)?;
        match command.ask {
            Ask::GetEfakturaIdentifiers(keys) => {
                Ok(Reply::Identifiers(lookup::answer(keys, turn.cast)))
            }
            Ask::AddShipment(shipment) => {
                intake::add(self, shipment, turn).map(Reply::ShipmentAdded)
            }
            Ask::AddDoomed(shipment, reason, rows) => {
                let doomed: Vec<_> = rows
                    .iter()
                    .filter_map(|row| Some(shipment.transactions.get(*row)?.id))
                    .collect();
                let count = intake::add(self, shipment, turn)?;
                for id in doomed {
                    if let Some(stored) = self.transactions.get_mut(&id) {
                        stored.doom = Some(reason);
                    }
                }
                Ok(Reply::ShipmentAdded(count))
            }
            Ask::GetShipmentStatus(id) => status::of_shipment(self, id).map(Reply::ShipmentStatus),
            Ask::GetTransactionStatus(id) => status::of_transaction(self, id)
                .map(|(status, sent)| Reply::TransactionStatus(status, sent)),
            Ask::Describe => Ok(Reply::Description),
        }
    }

    /// Lets a later event happen.
    pub fn fire(&mut self, event: Event, turn: &mut Turn<'_, Event>) {
        match event {
            Event::Validate(shipment) => validation::validate(self, shipment, turn),
        }
    }
}

/// Tells of a transaction; the sandbox knows (or learns) which invoice that is.
pub(super) fn tell(
    turn: &mut Turn<'_, Event>,
    id: TransactionId,
    kind: &'static str,
    text: String,
    rule: Option<&'static str>,
) {
    let about = case_ref(&id);
    turn.tell(Happening {
        about: Some(about),
        service: "mps",
        kind,
        text,
        rule,
    });
}

/// An id of ours as the case files know it.
pub(super) fn case_ref(id: &impl ToString) -> CaseRef {
    CaseRef {
        service: "mps",
        id: id.to_string(),
    }
}
