//! The state of MPS as text, both ways.

use std::collections::BTreeSet;
use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::model::{
    AtgInfo, BrandRule, EfakturaInfo, EfakturaState, Event, Issuer, Model, NoticeTo, PaymentType,
    Receiver, Rejected, Rejection, ShipmentId, StoredShipment, StoredTransaction, Transaction,
    TransactionId,
};
use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::mint::Stream;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::snapshot::TextError;
use crate::snapshot::written::{self, Written, formed, texted, worded};

formed! {
    ModelText for Model,
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
}

worded!(PaymentType);

texted! {
    ShipmentId, "a shipment id", |id| id.to_string().into(),
        |text: &str| ShipmentId::parse(text).ok_or(UUID);
    TransactionId, "a transaction id", |id| id.to_string().into(),
        |text: &str| TransactionId::parse(text).ok_or(UUID);
    Rejection, "a code of a rejection", |reason| reason.code().into(),
        |text: &str| Rejection::parse(text).ok_or("such as `E001`");
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
    issuers: OrdMap<String, Issuer>,
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
    issuer: String,
    #[serde(with = "written")]
    received_at: Timestamp,
    #[serde(rename = "transactions", with = "written")]
    order: Arc<[TransactionId]>,
    #[serde(with = "written")]
    validated_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredTransaction", deny_unknown_fields)]
struct StoredText {
    #[serde(with = "written")]
    shipment: ShipmentId,
    #[serde(with = "written")]
    sent: Arc<Transaction>,
    #[serde(with = "written")]
    efaktura: EfakturaState,
    #[serde(with = "written")]
    doom: Option<Rejection>,
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
}

/// All values are texts, so that a tag among them does no harm to a number.
#[derive(Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
enum StateText {
    InProgress {},
    Accepted {},
    Rejected { code: String, text: String },
}

impl Written for EfakturaState {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let text = match self {
            Self::InProgress => StateText::InProgress {},
            Self::Accepted => StateText::Accepted {},
            Self::Rejected(rejected) => {
                let Rejected { reason, text } = rejected.as_ref().clone();
                let code = reason.code().to_owned();
                StateText::Rejected { code, text }
            }
        };
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match StateText::deserialize(from)? {
            StateText::InProgress {} => Self::InProgress,
            StateText::Accepted {} => Self::Accepted,
            StateText::Rejected { code, text } => {
                let reason = Rejection::parse(&code).ok_or_else(|| {
                    let found: String = code.chars().take(80).collect();
                    D::Error::custom(format!("found `{found}`, expected a code such as `E001`"))
                })?;
                Self::Rejected(Arc::new(Rejected { reason, text }))
            }
        })
    }
}

/// Whether a state that was read holds together: every transaction stands in its one shipment.
///
/// # Errors
/// [`TextError`] for the first thing that leads nowhere or stands twice.
pub fn check_state(model: &Model) -> Result<(), TextError> {
    let Model {
        shipments,
        transactions,
        issuers: _,
    } = model;
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
    Ok(())
}

/// Whether an event that was read is about something that is there and waits for it.
///
/// # Errors
/// [`TextError`] when it is not.
pub fn check_event(model: &Model, event: &Event) -> Result<(), TextError> {
    let Event::Validate(id) = event;
    match model.shipments.get(id) {
        Some(shipment) if shipment.validated_at.is_none() => Ok(()),
        Some(_) | None => {
            let expected = "a shipment at MPS that is not validated yet";
            Err(TextError::new("validate", &id.to_string(), expected))
        }
    }
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
