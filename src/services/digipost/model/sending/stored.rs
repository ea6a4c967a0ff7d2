//! Messages that were sent or are being put together, and what became of them.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;

use super::events::DocumentEvent;
use super::message::{Document, Message};
use crate::consumer::MailNumber;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// The number of a message, which its address ends with.
pub(in crate::services::digipost) type MessageNumber = u64;

words! {
    /// The way that a message took (Digipost: schema api_v7.xsd, channel).
    pub enum Channel {
        /// On paper.
        Print "PRINT",
        /// Into a mailbox.
        Digipost "DIGIPOST",
        /// Over the Peppol network.
        Peppol "PEPPOL",
        /// By e-mail.
        Epost "EPOST",
    }
    /// How far a message came (Digipost: schema api_v7.xsd, message-status).
    pub enum MessageStatus {
        /// Content of a document is missing.
        NotComplete "NOT_COMPLETE",
        /// It can be sent.
        Complete "COMPLETE",
        /// It was delivered.
        Delivered "DELIVERED",
        /// It was given to print.
        DeliveredToPrint "DELIVERED_TO_PRINT",
    }
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::services::digipost) struct Stored {
    /// Who signed it.
    pub(in crate::services::digipost) broker: Slug,
    /// Whom the recipient sees.
    pub(in crate::services::digipost) sender: Slug,
    /// The sender's account.
    pub(in crate::services::digipost) sender_id: AccountId,
    /// When it came.
    pub(in crate::services::digipost) created: Timestamp,
    /// The way it took; of one that is not sent yet, the way it will probably take.
    pub(in crate::services::digipost) channel: Channel,
    /// When it was delivered, or will begin to be seen.
    pub(in crate::services::digipost) delivered: Option<Timestamp>,
    /// As its sender wrote it.
    pub(in crate::services::digipost) message: Arc<Message>,
    /// What is known of each of its documents, in their order.
    pub(in crate::services::digipost) parts: Vec<StoredPart>,
    /// It was printed, because nobody read it.
    pub(in crate::services::digipost) printed_unread: Option<Timestamp>,
}

/// What is known of a document beside what its sender wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::digipost) struct StoredPart {
    /// Its id.
    pub(in crate::services::digipost) uuid: DocumentUuid,
    /// Its content, where there is any yet.
    pub(in crate::services::digipost) content: Option<Content>,
    /// Where it lies in a mailbox.
    pub(in crate::services::digipost) mail: Option<MailNumber>,
}

/// The content of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::digipost) struct Content {
    /// What its reader sees.
    pub(in crate::services::digipost) opened: BlobKey,
    /// The bytes as they came, which receipts have the hash of.
    pub(in crate::services::digipost) sent: BlobKey,
}

impl Stored {
    /// How far it came.
    #[must_use]
    pub(in crate::services::digipost) fn status(&self) -> MessageStatus {
        match (self.delivered, self.channel) {
            (Some(_), Channel::Print) => MessageStatus::DeliveredToPrint,
            (Some(_), Channel::Digipost | Channel::Peppol | Channel::Epost) => {
                MessageStatus::Delivered
            }
            (None, _) if self.parts.iter().all(|part| part.content.is_some()) => {
                MessageStatus::Complete
            }
            (None, _) => MessageStatus::NotComplete,
        }
    }

    /// Its documents with what is known of each, the primary one first.
    pub(in crate::services::digipost) fn documents(
        &self,
    ) -> impl Iterator<Item = (&Document, &StoredPart)> {
        self.message.documents.iter().zip(&self.parts)
    }
}

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {
    /// By number, oldest first.
    pub(in crate::services::digipost) messages: OrdMap<MessageNumber, Arc<Stored>>,
    /// What happened to documents after they were delivered, by the order of happening.
    pub(in crate::services::digipost) events: OrdMap<u64, DocumentEvent>,
    /// Their numbers by whose they are and when they happened: made of `events`.
    pub(in crate::services::digipost) by_time: OrdSet<(Slug, Timestamp, u64)>,
    /// Who used which document id: made of `messages`.
    pub(in crate::services::digipost) by_document: OrdMap<(Slug, DocumentUuid), MessageNumber>,
    /// Who used which message-id: made of `messages`.
    pub(in crate::services::digipost) by_message_id: OrdMap<(Slug, String), MessageNumber>,
}

impl State {
    /// A message.
    pub(in crate::services::digipost) fn message(&self, number: MessageNumber) -> Option<&Stored> {
        self.messages.get(&number).map(AsRef::as_ref)
    }

    /// Whose document it is: the message, and which of its documents.
    pub(in crate::services::digipost) fn document(
        &self,
        sender: &Slug,
        uuid: DocumentUuid,
    ) -> Option<(MessageNumber, &Stored, usize)> {
        let number = *self.by_document.get(&(sender.clone(), uuid))?;
        let stored = self.message(number)?;
        let index = stored.parts.iter().position(|part| part.uuid == uuid)?;
        Some((number, stored, index))
    }

    /// Keeps a new message.
    pub(super) fn add(&mut self, stored: Stored) -> MessageNumber {
        let last = self.messages.get_max().map_or(0, |(number, _)| *number);
        let number = last.saturating_add(1);
        self.put(number, stored);
        number
    }

    /// Keeps a message under its number; whether all its ids were free.
    pub(in crate::services::digipost) fn put(
        &mut self,
        number: MessageNumber,
        stored: Stored,
    ) -> bool {
        let mut free = true;
        let sender = &stored.sender;
        for part in &stored.parts {
            let old = self.by_document.insert((sender.clone(), part.uuid), number);
            free &= old.is_none_or(|old| old == number);
        }
        if let Some(id) = &stored.message.message_id {
            let old = self
                .by_message_id
                .insert((sender.clone(), id.clone()), number);
            free &= old.is_none_or(|old| old == number);
        }
        self.messages.insert(number, Arc::new(stored));
        free
    }

    /// Changes a message; its ids stay as they are.
    pub(super) fn change(&mut self, number: MessageNumber, change: impl FnOnce(&mut Stored)) {
        if let Some(stored) = self.messages.get_mut(&number) {
            change(Arc::make_mut(stored));
        }
    }

    /// Notes what happened to a document.
    pub(super) fn note(&mut self, event: DocumentEvent) {
        let last = self.events.get_max().map_or(0, |(number, _)| *number);
        self.put_event(last.saturating_add(1), event);
    }

    /// Keeps what happened under its number.
    pub(in crate::services::digipost) fn put_event(&mut self, number: u64, event: DocumentEvent) {
        let key = (event.broker.clone(), event.at, number);
        self.by_time.insert(key);
        self.events.insert(number, event);
    }

    /// What was noted of a broker's documents from an instant on and until another one, that one
    /// included.
    pub(super) fn noted_between(
        &self,
        broker: &Slug,
        from: Timestamp,
        to: Timestamp,
    ) -> impl Iterator<Item = &DocumentEvent> {
        let noted = self.by_time.range((broker.clone(), from, 0)..);
        let noted = noted.take_while(move |(whose, at, _)| whose == broker && *at <= to);
        noted.filter_map(|(.., number)| self.events.get(number))
    }
}
