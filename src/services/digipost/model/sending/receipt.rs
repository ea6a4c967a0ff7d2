//! What a sender is told of a message (Digipost: schema api_v7.xsd, message-delivery).

use jiff::Timestamp;

use super::route::Route;
use super::stored::{Channel, MessageNumber, MessageStatus, Stored};
use crate::consumer::MailboxOwner;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AccountId, AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::domain::settings::{PreEncryptElement, Settings};
use crate::domain::slug::Slug;
use crate::services::digipost::model::people::alias;

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
    /// Its documents say whether they came encrypted, as the documented receipt does beside its
    /// schema.
    pub says_pre_encrypt: bool,
    /// It answers a step, or a question, and not a message that was sent at once.
    pub is_of_steps: bool,
    /// By what the key of its recipient is asked for, where it goes to a mailbox by steps.
    pub key_alias: Option<String>,
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
    /// What kind of technical attachment it is.
    pub technical_type: Option<String>,
    /// It has a data type, to which more may be added.
    pub has_data_type: bool,
    /// What its content is known by, where there is any.
    pub hash: Option<BlobKey>,
}

/// The same, as the answer to a step of its sender, or to a question.
pub(super) fn of_steps(receipt: Receipt, route: Option<&Route>, sandbox: &Slug) -> Receipt {
    let key_alias = match route {
        Some(Route::Mailbox(MailboxOwner::Person(slug) | MailboxOwner::Company(slug))) => {
            Some(alias(sandbox, slug))
        }
        Some(Route::Print(_) | Route::Email(_) | Route::Peppol) | None => None,
    };
    Receipt {
        is_of_steps: true,
        key_alias,
        ..receipt
    }
}

/// The receipt of a message as it is now.
pub(super) fn of(number: MessageNumber, stored: &Stored, settings: &Settings) -> Receipt {
    let primary = stored.message.documents.first();
    let says_pre_encrypt = match settings.digipost_pre_encrypt_element {
        PreEncryptElement::Always => true,
        PreEncryptElement::Never => false,
        PreEncryptElement::Sample => primary.is_some_and(|it| it.invoice.is_some()),
    };
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
        says_pre_encrypt,
        is_of_steps: false,
        key_alias: None,
        documents: documents.collect(),
    }
}
