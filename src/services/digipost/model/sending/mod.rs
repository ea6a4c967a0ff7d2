//! Messages: sending them at once or step by step, what becomes of them, and what is told of that.

mod ask;
mod checks;
mod deliver;
mod events;
mod later;
mod message;
mod parties;
mod receipt;
mod route;
mod send;
mod status;
mod stepwise;
mod stored;
mod wish;

pub(in crate::services::digipost) use ask::{Handed, Sealed, Sending};
pub use ask::{SendingAsk, SendingReply};
pub(super) use ask::{answer, fire};
pub(in crate::services::digipost) use events::{
    DocumentEvent, EventKind, EventsAsk, Moved, MovedDocument, SenderFilter,
};
pub use later::SendingEvent;
pub(in crate::services::digipost) use message::{
    Document, EmailNotice, InvoicePart, Message, PeppolAddress, PrintAddress, PrintDetails,
    PrintIfUnread, PrintPlace, Recipient, SentFor, SmsNotice,
};
pub(in crate::services::digipost) use receipt::{Receipt, ReceiptDocument};
pub(in crate::services::digipost) use status::DocumentStatus;
pub(in crate::services::digipost) use stored::{
    Channel, Content, MessageNumber, MessageStatus, State, Stored, StoredPart,
};
