//! The state of MPS as text, both ways.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::model::{
    AtgInfo, AtgLeg, AtgStatus, BrandRule, ClaimKey, Desire, EfakturaInfo, EfakturaLeg,
    EfakturaStatus, Event, Index, Issuer, Model, NoticeTo, PaymentType, Port, Reason, Receiver,
    ShipmentId, StoredShipment, StoredTransaction, Transaction, TransactionId,
};
use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::snapshot::TextError;
use crate::snapshot::written::{self, Written, formed, texted, worded};

formed! {
    ShipmentText for StoredShipment,
    StoredText for StoredTransaction,
    TransactionText for Transaction,
    EfakturaText for EfakturaInfo,
    ReceiverText for Receiver,
    NoticeText for NoticeTo,
    AtgText for AtgInfo,
    IssuerText for Issuer,
    RuleText for BrandRule,
    EventText for Event,
    ReasonText for Reason,
    EfakturaLegText for EfakturaLeg,
    AtgLegText for AtgLeg,
}

worded!(PaymentType, Port, EfakturaStatus, AtgStatus);

texted! {
    ShipmentId, "a shipment id", |id| id.to_string().into(),
        |text: &str| ShipmentId::parse(text).ok_or(UUID);
    TransactionId, "a transaction id", |id| id.to_string().into(),
        |text: &str| TransactionId::parse(text).ok_or(UUID);
    Desire, "what a scenario asked for", |desire| desire.as_str().into(),
        |text: &str| Desire::parse(text).ok_or("such as `E001`");
}

const UUID: &str = "a UUID in lower case";

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    shipments: OrdMap<ShipmentId, StoredShipment>,
    #[serde(with = "written")]
    transactions: OrdMap<TransactionId, StoredTransaction>,
    #[serde(with = "written")]
    waiting: OrdSet<TransactionId>,
    #[serde(with = "written")]
    hand_over_at: Option<Timestamp>,
    #[serde(with = "written")]
    claimed: OrdMap<ClaimKey, TransactionId>,
    #[serde(with = "written")]
    issuers: OrdMap<String, Issuer>,
    /// Follows from the rest.
    #[serde(skip)]
    index: Index,
}

impl Written for Model {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        ModelText::serialize(self, to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut model = ModelText::deserialize(from)?;
        model.enter_all();
        Ok(model)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Issuer", deny_unknown_fields)]
struct IssuerText {
    #[serde(with = "written")]
    holder: Option<Slug>,
    name: Option<String>,
    #[serde(with = "written")]
    created_at: Timestamp,
    #[serde(with = "written")]
    rules: Vec<BrandRule>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "BrandRule", deny_unknown_fields)]
struct RuleText {
    account: String,
    position: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredShipment", deny_unknown_fields)]
struct ShipmentText {
    #[serde(with = "written")]
    port: Port,
    #[serde(with = "written")]
    sender: Option<Slug>,
    consignment: Option<String>,
    issuer: String,
    #[serde(with = "written")]
    received_at: Timestamp,
    #[serde(rename = "transactions", with = "written")]
    order: Arc<[TransactionId]>,
    #[serde(with = "written")]
    validated_at: Option<Timestamp>,
    stepping: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredTransaction", deny_unknown_fields)]
struct StoredText {
    #[serde(with = "written")]
    shipment: ShipmentId,
    #[serde(with = "written")]
    sent: Arc<Transaction>,
    number: Option<String>,
    #[serde(with = "written")]
    efaktura: EfakturaLeg,
    #[serde(with = "written")]
    atg: AtgLeg,
    #[serde(with = "written")]
    warning: Option<Arc<Reason>>,
    withdrawn: bool,
    #[serde(with = "written")]
    fate: Option<Desire>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Reason", deny_unknown_fields)]
struct ReasonText {
    code: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EfakturaLeg", deny_unknown_fields)]
struct EfakturaLegText {
    #[serde(with = "written")]
    status: EfakturaStatus,
    #[serde(with = "written")]
    reason: Option<Arc<Reason>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AtgLeg", deny_unknown_fields)]
struct AtgLegText {
    #[serde(with = "written")]
    status: AtgStatus,
    #[serde(with = "written")]
    reason: Option<Arc<Reason>>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Transaction", deny_unknown_fields)]
struct TransactionText {
    #[serde(rename = "transaction_id", with = "written")]
    id: TransactionId,
    #[serde(rename = "payment_type", with = "written")]
    payment: PaymentType,
    #[serde(with = "written")]
    document_type: DocumentType,
    kid: Option<String>,
    account: String,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    #[serde(with = "written")]
    due_date: Date,
    due_date_zone: Option<String>,
    #[serde(with = "written")]
    efaktura: Option<EfakturaInfo>,
    #[serde(with = "written")]
    atg: Option<AtgInfo>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EfakturaInfo", deny_unknown_fields)]
struct EfakturaText {
    #[serde(with = "written")]
    receiver: Receiver,
    #[serde(rename = "minimum_amount_ore", with = "written")]
    minimum_amount: Option<Ore>,
    brand: String,
    url: String,
    #[serde(with = "written")]
    notice: Option<NoticeTo>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Receiver", rename_all = "snake_case")]
enum ReceiverText {
    Identifier(#[serde(with = "written")] EfakturaIdentifier),
    Ssn(String),
    Reference(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "NoticeTo", deny_unknown_fields)]
struct NoticeText {
    email: Option<String>,
    mobile_phone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AtgInfo", deny_unknown_fields)]
struct AtgText {
    notification: bool,
    notification_text: Option<String>,
    abbreviated_name: Option<String>,
    external_reference: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    Validate(#[serde(with = "written")] ShipmentId),
    Step(#[serde(with = "written")] ShipmentId),
    Present(#[serde(with = "written")] TransactionId),
    HandOver,
}

/// Whether a state that was read holds together: every transaction stands in its one shipment.
///
/// # Errors
/// [`TextError`] for the first thing that leads nowhere or stands twice.
pub fn check_state(model: &Model) -> Result<(), TextError> {
    let Model {
        shipments,
        transactions,
        waiting,
        hand_over_at,
        claimed,
        issuers: _,
        index: _,
    } = model;
    check_consignments(model)?;
    let mut seen = BTreeSet::new();
    for (id, shipment) in shipments {
        for (index, transaction) in shipment.order.iter().enumerate() {
            let stored = transactions.get(transaction);
            if stored.is_none_or(|stored| stored.shipment != *id) || !seen.insert(*transaction) {
                let field = format!("shipments.{id}.transactions[{index}]");
                let expected = "a transaction of this shipment, each once";
                return Err(TextError::new(&field, &transaction.to_string(), expected));
            }
        }
    }
    for (id, stored) in transactions {
        let field = |name: &str| format!("transactions.{id}.{name}");
        if stored.sent.id != *id {
            let found = stored.sent.id.to_string();
            let expected = "the id under which it stands";
            return Err(TextError::new(
                &field("sent.transaction_id"),
                &found,
                expected,
            ));
        }
        if !seen.contains(id) {
            let found = stored.shipment.to_string();
            let expected = "a shipment that names this transaction";
            return Err(TextError::new(&field("shipment"), &found, expected));
        }
    }
    let first = |id| matches!(transactions.get(id), Some(it) if it.atg.status.waits());
    if let Some(id) = waiting.iter().find(|id| !first(id)) {
        let expected = "a transaction with a claim that is processed";
        return Err(TextError::new("waiting", &id.to_string(), expected));
    }
    if hand_over_at.is_none() && !waiting.is_empty() {
        let expected = "an instant, since claims wait for it";
        return Err(TextError::new("hand_over_at", "null", expected));
    }
    let keeps = |key: &ClaimKey, id| {
        let stored = transactions.get(id);
        stored.is_some_and(|stored| stored.sent.claim_key().as_ref() == Some(key))
    };
    match claimed.iter().find(|(key, id)| !keeps(key, id)) {
        Some((key, id)) => {
            let expected = "a transaction with this account, KID and due date";
            let field = format!("claimed.{key}");
            Err(TextError::new(&field, &id.to_string(), expected))
        }
        None => Ok(()),
    }
}

/// A consignment id is used once by a sender at a service.
fn check_consignments(model: &Model) -> Result<(), TextError> {
    let mut shipments = model.shipments.iter();
    match shipments.find(|(id, _)| !model.is_entered(**id)) {
        Some((id, shipment)) => {
            let found = shipment.consignment.as_deref().unwrap_or_default();
            let expected = "a consignment id that its sender has once at this service";
            let field = format!("shipments.{id}.consignment");
            Err(TextError::new(&field, found, expected))
        }
        None => Ok(()),
    }
}

/// Whether an event that was read is about something that is there and waits for it.
///
/// # Errors
/// [`TextError`] when it is not.
pub fn check_event(model: &Model, event: &Event) -> Result<(), TextError> {
    let shipment = |id| model.shipments.get(id);
    let (name, holds, found, expected) = match event {
        Event::Validate(id) => (
            "validate",
            shipment(id).is_some_and(|shipment| shipment.validated_at.is_none()),
            id.to_string(),
            "a shipment at MPS that is not validated yet",
        ),
        Event::Step(id) => (
            "step",
            shipment(id).is_some_and(|shipment| shipment.stepping),
            id.to_string(),
            "a shipment at MPS that is `stepping`",
        ),
        Event::Present(id) => (
            "present",
            model.transactions.contains_key(id),
            id.to_string(),
            "a transaction at MPS",
        ),
        Event::HandOver => (
            "hand_over",
            model.hand_over_at.is_some(),
            "hand_over".to_owned(),
            "a `hand_over_at` at MPS",
        ),
    };
    if holds {
        return Ok(());
    }
    Err(TextError::new(name, &found, expected))
}

/// Whether MPS has a transaction with this id.
#[must_use]
pub fn has_transaction(model: &Model, id: &str) -> bool {
    TransactionId::parse(id).is_some_and(|id| model.transactions.contains_key(&id))
}

/// The ids in use that may have come from the mint.
pub fn used_ids(model: &Model) -> impl Iterator<Item = (Stream, Uuid)> {
    let uuid = |stream, id: String| Some((stream, Uuid::try_parse(&id).ok()?));
    let shipments = model.shipments.keys();
    let transactions = model.transactions.keys();
    shipments
        .filter_map(move |id| uuid(Stream::Shipment, id.to_string()))
        .chain(transactions.filter_map(move |id| uuid(Stream::Transaction, id.to_string())))
}
