//! The whole state as text, and what is to come.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::consumer::MailNumber;
use crate::domain::dpi::{
    Body, ConversationId, FailedChannel, Fingerprint, Header, Kanal, MessageId, ReceiptNews,
    SendingUnit,
};
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;
use crate::services::dpi::model::{
    Complaint, Event, Flaw, Model, Outcome, Package, Queue, Queued, ReceiptNumber, Shipment,
    Status, StatusLine, Wish,
};
use crate::snapshot::written::{self, Written, formed, texted, worded};

formed! {
    ModelText for Model,
    ShipmentText for Shipment,
    StatusText for StatusLine,
    OutcomeText for Outcome,
    QueuedText for Queued,
    EventText for Event,
}
worded!(Status, Flaw);
texted! {
    ReceiptNumber, "the number of a receipt", |it| it.0.to_string().into(),
        |text: &str| text.parse().map(ReceiptNumber);
    Wish, "something that scenarios may ask for", |it| it.as_str().into(),
        |text: &str| Wish::parse(text).ok_or("a name that `GET /operations` does not show");
}

impl Written for Queue {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.whole().write(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let all: OrdMap<ReceiptNumber, Arc<Queued>> = Written::read(from)?;
        Ok(Self::holding(all))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    shipments: OrdMap<MessageId, Arc<Shipment>>,
    #[serde(rename = "receipts", with = "written")]
    queue: Queue,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Shipment", deny_unknown_fields)]
struct ShipmentText {
    #[serde(with = "written")]
    header: Header,
    #[serde(with = "written")]
    sender: SendingUnit,
    #[serde(with = "written")]
    company: Slug,
    #[serde(with = "written")]
    fingerprint: Fingerprint,
    #[serde(with = "written")]
    body: Body,
    #[serde(with = "written")]
    kanal: Option<Kanal>,
    #[serde(with = "written")]
    signer: Option<OrgNumber>,
    #[serde(with = "written")]
    package: Package,
    #[serde(with = "written")]
    received: Timestamp,
    #[serde(with = "written")]
    statuses: Vec<StatusLine>,
    #[serde(with = "written")]
    wish: Option<Wish>,
    #[serde(with = "written")]
    outcome: Outcome,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StatusLine", deny_unknown_fields)]
struct StatusText {
    #[serde(with = "written")]
    status: Status,
    text: String,
    #[serde(with = "written")]
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Outcome", rename_all = "snake_case")]
enum OutcomeText {
    OnItsWay,
    Lost,
    Refused(#[serde(with = "written")] Complaint),
    InMailbox(#[serde(with = "written")] Vec<MailNumber>),
    Printed {
        #[serde(with = "written")]
        posted: Option<Timestamp>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Queued", deny_unknown_fields)]
struct QueuedText {
    #[serde(with = "written")]
    id: MessageId,
    #[serde(with = "written")]
    message: MessageId,
    #[serde(with = "written")]
    conversation: ConversationId,
    #[serde(with = "written")]
    to: OrgNumber,
    #[serde(with = "written")]
    at: Timestamp,
    #[serde(with = "written")]
    news: ReceiptNews,
    #[serde(with = "written")]
    flaw: Option<Flaw>,
    #[serde(with = "written")]
    read: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    Arrives(#[serde(with = "written")] MessageId),
    Sent(#[serde(with = "written")] MessageId),
    Receipt {
        #[serde(with = "written")]
        message: MessageId,
        #[serde(with = "written")]
        news: ReceiptNews,
    },
    Posted(#[serde(with = "written")] MessageId),
    ComesBack(#[serde(with = "written")] MessageId),
    Notice {
        #[serde(with = "written")]
        message: MessageId,
        #[serde(with = "written")]
        way: FailedChannel,
        nth: u8,
    },
    Opened(#[serde(with = "written")] MailNumber),
}
