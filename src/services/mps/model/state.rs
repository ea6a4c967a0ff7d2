//! The state of MPS in one sandbox: shipments, their transactions, and what becomes of them.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;

use super::{
    AtgLeg, ClaimKey, Desire, EfakturaLeg, Files, Index, Issuer, Reason, ShipmentId, Transaction,
    TransactionId, Wish, files, hand_over, progress, validation,
};
use crate::consumer::{Book, CaseRef, Happening, Turn};
use crate::domain::cast::Cast;
use crate::domain::id::Id;
use crate::domain::slug::Slug;
use crate::domain::words::words;
use crate::services::Facts;

/// What MPS knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub(in crate::services::mps) shipments: OrdMap<ShipmentId, StoredShipment>,
    pub(in crate::services::mps) transactions: OrdMap<TransactionId, StoredTransaction>,
    /// Issuers made by their software, by organisation number.
    pub(in crate::services::mps) issuers: OrdMap<String, Issuer>,
    /// Claims that wait for the hand-over to the payers' banks.
    pub(in crate::services::mps) waiting: OrdSet<TransactionId>,
    /// When that is, if any wait.
    pub(in crate::services::mps) hand_over_at: Option<Timestamp>,
    /// The valid claims that were not taken back, in order of account, KID and due date.
    pub(in crate::services::mps) claimed: OrdMap<ClaimKey, TransactionId>,
    /// Files that came and files that go.
    pub(in crate::services::mps) files: Files,
    /// Where consignments and invoices stand.
    pub(in crate::services::mps) index: Index,
}

words! {
    /// The service by which something came.
    pub enum Port {
        /// `EfakturaAtgService`, for submitters.
        Combo "combo",
        /// `EfakturaErpService`, for software that acts for many issuers.
        Erp "erp",
        /// `EfakturaNetsSubmitterService`, for issuers with MPS as submitter.
        Nets "nets",
        /// `submitter-service`, for submitters of eFaktura alone.
        Submitter "submitter",
        /// Files of payees and their providers.
        Files "files",
    }
}

/// A shipment, or a consignment, that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct StoredShipment {
    /// The service by which it came.
    pub(in crate::services::mps) port: Port,
    /// The company whose user sent it; `None` without a security header.
    pub(in crate::services::mps) sender: Option<Slug>,
    /// What the sender calls the consignment, where shipments have no ids of their own.
    pub(in crate::services::mps) consignment: Option<String>,
    /// Organisation number of the issuer as sent.
    pub(in crate::services::mps) issuer: String,
    /// When it came.
    pub(in crate::services::mps) received_at: Timestamp,
    /// Its transactions in the order sent.
    pub(in crate::services::mps) order: Arc<[TransactionId]>,
    /// When the asynchronous validation was done.
    pub(in crate::services::mps) validated_at: Option<Timestamp>,
    /// A step of its legs is on the agenda.
    pub(in crate::services::mps) stepping: bool,
}

/// A transaction that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct StoredTransaction {
    /// The shipment it came in.
    pub(in crate::services::mps) shipment: ShipmentId,
    /// The issuer's own number of the invoice, where a service has one.
    pub(in crate::services::mps) number: Option<String>,
    /// The transaction as sent; shared, so that a fork of the world copies none.
    pub(in crate::services::mps) sent: Arc<Transaction>,
    /// Where its eFaktura stands.
    pub(in crate::services::mps) efaktura: EfakturaLeg,
    /// Where its claim stands.
    pub(in crate::services::mps) atg: AtgLeg,
    /// What will be said about the claim when it is processed.
    pub(in crate::services::mps) warning: Option<Arc<Reason>>,
    /// The sender wants the eFaktura back; it goes with the next step.
    pub(in crate::services::mps) withdrawn: bool,
    /// What a scenario asked for.
    pub(in crate::services::mps) fate: Option<Desire>,
}

/// What happens later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The asynchronous validation of a shipment.
    Validate(ShipmentId),
    /// The next step of every leg of a shipment that moves by itself.
    Step(ShipmentId),
    /// An eFaktura is presented, now that every bank has the agreement of its issuer.
    Present(TransactionId),
    /// Claims go to the payers' banks.
    HandOver,
    /// An order of a file is judged that has no claims to validate.
    WorkOrder(ShipmentId),
    /// Lists of what was rejected are made.
    MakeLists,
    /// Files go to data receivers.
    SendFiles,
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Validate(shipment) => format!("MPS validates shipment {shipment}"),
            Self::Step(shipment) => format!("MPS works on shipment {shipment}"),
            Self::Present(id) => format!("MPS presents the eFaktura of transaction {id}"),
            Self::HandOver => "MPS hands claims to the payers' banks".to_owned(),
            Self::WorkOrder(order) => format!("MPS judges order {order} of a file"),
            Self::MakeLists => "MPS lists what it rejected".to_owned(),
            Self::SendFiles => "MPS sends files to data receivers".to_owned(),
        }
    }
}

impl Model {
    /// What the service is about to do by itself when an event happens, where rules of scenarios
    /// may disturb that: a row a mandate or payment that files would tell of. `None` for an event
    /// that nobody disturbs, and where there is nothing to tell.
    #[must_use]
    pub fn doing(
        &self,
        event: &Event,
        now: Timestamp,
        cast: &Cast,
        book: &Book,
    ) -> Option<Vec<Facts>> {
        match event {
            Event::SendFiles => files::facts_to_deliver(&self.files, now, cast, book),
            Event::Validate(_)
            | Event::Step(_)
            | Event::Present(_)
            | Event::HandOver
            | Event::WorkOrder(_)
            | Event::MakeLists => None,
        }
    }

    /// Lets a later event happen, perhaps as a scenario has it.
    pub fn fire(&mut self, event: Event, wish: Option<&Wish>, turn: &mut Turn<'_, Event>) {
        match event {
            Event::Validate(shipment) => validation::validate(self, shipment, turn),
            Event::Step(shipment) => progress::step(self, shipment, turn),
            Event::Present(id) => validation::later(self, id, turn),
            Event::HandOver => hand_over::run(self, turn),
            Event::WorkOrder(order) => files::work(self, order, turn),
            Event::MakeLists => files::make_lists(self, turn),
            Event::SendFiles => files::deliver(self, wish, turn),
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
    let about = case_ref(id);
    turn.tell(Happening {
        about: Some(about),
        service: "mps",
        kind,
        text,
        rule,
    });
}

/// An id of ours as the case files know it.
pub(super) fn case_ref(id: impl Into<Id>) -> CaseRef {
    CaseRef {
        service: "mps",
        id: id.into(),
    }
}
