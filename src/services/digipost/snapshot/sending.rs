//! Messages as text: what became of them.

use std::borrow::Cow;
use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::consumer::MailNumber;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AccountId, AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::domain::slug::Slug;
use crate::services::digipost::model::{
    Channel, Content, DocumentEvent, EventKind, Message, Moved, MovedDocument, SendingEvent,
    SendingState, Stored, StoredPart,
};
use crate::snapshot::written::{self, Texted, Written, formed, plain, texted, worded};

formed! {
    StoredText for Stored,
    PartText for StoredPart,
    ContentText for Content,
    EventText for DocumentEvent,
    KindText for EventKind,
    MovedText for Moved,
    MovedDocumentText for MovedDocument,
    LaterText for SendingEvent,
}
worded!(Channel);
texted! {
    DocumentUuid, "a UUID in lower case", |it| it.to_string().into(),
        |text: &str| DocumentUuid::parse(text).ok_or("something else");
    AccountId, "the number of an account at Digipost", |it| it.to_string().into(),
        |text: &str| AccountId::parse(text).ok_or("not a positive number");
}
plain!(StateText);

/// What stands for `u64` as a name in an object.
impl Texted for u64 {
    const WHAT: &'static str = "a number";

    fn text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }

    fn of_text(text: &str) -> Result<Self, String> {
        text.parse().map_err(|_| "something else".to_owned())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateText {
    #[serde(with = "written")]
    messages: OrdMap<u64, Arc<Stored>>,
    #[serde(with = "written")]
    events: OrdMap<u64, DocumentEvent>,
}

/// Which ids were used and what happened when is made of messages and events again, so that it
/// cannot differ from them.
impl Written for SendingState {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self {
            messages,
            events,
            by_time: _,
            by_document: _,
            by_message_id: _,
        } = self;
        let text = StateText {
            messages: messages.clone(),
            events: events.clone(),
        };
        text.serialize(to)
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let StateText { messages, events } = StateText::deserialize(from)?;
        let mut state = Self::default();
        for (number, event) in events {
            state.put_event(number, event);
        }
        for (number, stored) in messages {
            let stored = Arc::unwrap_or_clone(stored);
            if stored.parts.len() != stored.message.documents.len() {
                let found = stored.parts.len();
                let why = format!("message {number}: found {found} parts, expected one a document");
                return Err(D::Error::custom(why));
            }
            if !state.put(number, stored) {
                let why = format!("message {number}: found an id that its sender used before");
                return Err(D::Error::custom(why));
            }
        }
        Ok(state)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Stored", deny_unknown_fields)]
struct StoredText {
    #[serde(with = "written")]
    broker: Slug,
    #[serde(with = "written")]
    sender: Slug,
    #[serde(with = "written")]
    sender_id: AccountId,
    #[serde(with = "written")]
    created: Timestamp,
    #[serde(with = "written")]
    channel: Channel,
    #[serde(with = "written")]
    delivered: Option<Timestamp>,
    #[serde(with = "written")]
    message: Arc<Message>,
    #[serde(with = "written")]
    parts: Vec<StoredPart>,
    #[serde(with = "written")]
    printed_unread: Option<Timestamp>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredPart", deny_unknown_fields)]
struct PartText {
    #[serde(with = "written")]
    uuid: DocumentUuid,
    #[serde(with = "written")]
    content: Option<Content>,
    #[serde(with = "written")]
    mail: Option<MailNumber>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Content", deny_unknown_fields)]
struct ContentText {
    #[serde(with = "written")]
    opened: BlobKey,
    #[serde(with = "written")]
    sent: BlobKey,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "DocumentEvent", deny_unknown_fields)]
struct EventText {
    #[serde(with = "written")]
    broker: Slug,
    #[serde(with = "written")]
    sender: Slug,
    #[serde(with = "written")]
    uuid: DocumentUuid,
    #[serde(with = "written")]
    document_created: Timestamp,
    #[serde(with = "written")]
    at: Timestamp,
    #[serde(with = "written")]
    kind: EventKind,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EventKind", rename_all = "snake_case")]
enum KindText {
    Opened,
    Shredded,
    EmailMessageSent,
    EmailMessageFailed,
    PeppolDelivered,
    PeppolFailed(String),
    EmailNotificationFailed(String, String),
    SmsNotificationFailed(String, String),
    PrintFailed(String),
    Postmarked(#[serde(with = "written")] Timestamp),
    Moved(#[serde(with = "written")] Box<Moved>),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Moved", deny_unknown_fields)]
struct MovedText {
    opened: bool,
    #[serde(with = "written")]
    delivered: Timestamp,
    subject: String,
    #[serde(with = "written")]
    authentication: AuthenticationLevel,
    #[serde(with = "written")]
    sensitivity: SensitivityLevel,
    address: String,
    #[serde(with = "written")]
    documents: Vec<MovedDocument>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MovedDocument", deny_unknown_fields)]
struct MovedDocumentText {
    #[serde(with = "written")]
    uuid: DocumentUuid,
    technical_type: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(
    remote = "SendingEvent",
    rename_all = "snake_case",
    deny_unknown_fields
)]
enum LaterText {
    Happens {
        message: u64,
        document: usize,
        #[serde(with = "written")]
        kind: EventKind,
    },
    Sms(u64, usize),
    Email(u64, usize),
    PrintIfUnread(u64),
    ComesBack(u64),
    Moves(u64),
}
