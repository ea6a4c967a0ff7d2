//! What a sender is told of a message (Digipost: schema api_v7.xsd, message-delivery).

use jiff::Timestamp;

use super::stored::{Channel, MessageNumber, MessageStatus, Stored};
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AccountId, AuthenticationLevel, DocumentUuid, SensitivityLevel};

/// What documents on paper are called.
const ON_PAPER: &str = "N/A";

/// The receipt of a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// The number of the message.
    pub number: MessageNumber,
    /// The sender's own id of it.
    pub message_id: Option<String>,
    /// Its way.
    pub channel: Channel,
    /// The account of the sender.
    pub sender_id: AccountId,
    /// How far it is.
    pub status: MessageStatus,
    /// When it was delivered.
    pub delivered: Option<Timestamp>,
    /// Its documents, the primary one first.
    pub documents: Vec<ReceiptDocument>,
}

/// A document in a receipt: a plain one, whatever it is.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceiptDocument {
    /// Its id.
    pub uuid: DocumentUuid,
    /// What it is called.
    pub subject: Option<String>,
    /// Its file type.
    pub file_type: String,
    /// How its reader must have logged in.
    pub authentication: AuthenticationLevel,
    /// Whether notices tell of it.
    pub sensitivity: SensitivityLevel,
    /// It was sent encrypted.
    pub encrypted: bool,
    /// It was sent as an invoice.
    pub is_invoice: bool,
    /// What kind of technical attachment it is.
    pub technical_type: Option<String>,
    /// It has a data type, to which more may be added.
    pub has_data_type: bool,
    /// What its content is known by, where there is any.
    pub hash: Option<BlobKey>,
}

/// The receipt of a message as it is now.
pub(super) fn of(number: MessageNumber, stored: &Stored) -> Receipt {
    let status = stored.status();
    let on_paper = status == MessageStatus::DeliveredToPrint;
    let documents = stored.documents().map(|(document, part)| ReceiptDocument {
        uuid: part.uuid,
        subject: match on_paper {
            true => Some(ON_PAPER.to_owned()),
            false => document.subject.clone(),
        },
        file_type: document.file_type.clone(),
        authentication: document.authentication,
        sensitivity: document.sensitivity,
        encrypted: document.encrypted,
        is_invoice: document.invoice.is_some(),
        technical_type: document.technical_type.clone(),
        has_data_type: document.data_type.is_some(),
        hash: part.content.map(|content| content.sent),
    });
    Receipt {
        number,
        message_id: stored.message.message_id.clone(),
        channel: stored.channel,
        sender_id: stored.sender_id,
        status,
        delivered: stored.delivered,
        documents: documents.collect(),
    }
}
