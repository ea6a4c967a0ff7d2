//! What became of a document (Digipost: schema api_v7.xsd, document-status).

use jiff::Timestamp;

use super::parties;
use super::stored::{Channel, State, Stored};
use crate::consumer::Turn;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// What became of a document, and of its attachments if it has any.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentStatus {
    /// The document.
    pub uuid: DocumentUuid,
    /// The account of the sender.
    pub sender_id: AccountId,
    /// When it came.
    pub created: Timestamp,
    /// When it was delivered; `None`, it is not yet.
    pub delivered: Option<Timestamp>,
    /// Whether it was read, where the sender wanted to know.
    pub read: Option<bool>,
    /// Its way.
    pub channel: Channel,
    /// It is no attachment.
    pub is_primary: bool,
    /// What its content is known by.
    pub hash: Option<BlobKey>,
    /// Of a primary document, its attachments.
    pub attachments: Vec<DocumentStatus>,
}

/// The status of a document of a sender that the broker acts for.
pub(super) fn of(
    state: &State,
    sender: i64,
    uuid: DocumentUuid,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<DocumentStatus, Fault> {
    let company = parties::numbered(sender, broker, turn)?;
    match state.document(&company.slug, uuid) {
        Some((_, stored, index)) => told(stored, index, turn).ok_or_else(|| missing(uuid)),
        None => Err(missing(uuid)),
    }
}

fn missing(uuid: DocumentUuid) -> Fault {
    Fault::new(
        FaultKind::DocumentNotFound,
        format!("found no document {uuid}"),
    )
}

fn told(stored: &Stored, index: usize, turn: &Turn<'_, Event>) -> Option<DocumentStatus> {
    let (document, part) = stored.documents().nth(index)?;
    let is_primary = index == 0;
    let opened = part.mail.and_then(|mail| turn.book.mail(mail)?.opened_at);
    let others = if is_primary {
        1..stored.parts.len()
    } else {
        0..0
    };
    let channel = match stored.printed_unread {
        Some(_) => Channel::Print,
        None => stored.channel,
    };
    Some(DocumentStatus {
        uuid: part.uuid,
        sender_id: stored.sender_id,
        created: stored.created,
        delivered: stored.delivered.filter(|at| *at <= turn.now),
        read: document.opening_receipt.then_some(opened.is_some()),
        channel,
        is_primary,
        hash: part.content.map(|content| content.sent),
        attachments: others
            .filter_map(|index| told(stored, index, turn))
            .collect(),
    })
}
