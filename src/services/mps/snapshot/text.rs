//! The state of MPS as text, both ways.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::consumer::DocumentType;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::mps::model::{
    AtgInfo, AtgLeg, AtgStatus, BrandRule, ClaimKey, Desire, EfakturaInfo, EfakturaLeg,
    EfakturaStatus, Event, Files, Index, Issuer, Model, NoticeTo, PaymentType, Port, Reason,
    Receiver, ShipmentId, StoredShipment, StoredTransaction, Transaction, TransactionId,
};
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
    #[serde(default, with = "written")]
    files: Files,
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
    WorkOrder(#[serde(with = "written")] ShipmentId),
    MakeLists,
    SendFiles,
}
