//! What happened to documents, as brokers ask for it (Digipost: schema api_v7.xsd,
//! document-events).

use jiff::Timestamp;

use super::ask::refuse;
use super::parties;
use super::stored::State;
use crate::consumer::Turn;
use crate::domain::digipost::{AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::people::sender_by_organisation;

/// Something that happened to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentEvent {
    /// The broker, whose event it is.
    pub broker: Slug,
    /// The sender.
    pub sender: Slug,
    /// The document.
    pub uuid: DocumentUuid,
    /// When the document came to Digipost.
    pub document_created: Timestamp,
    /// When it happened.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
}

/// What can happen to a document, with what is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// Its reader opened it.
    Opened,
    /// It came back from the post and was shredded.
    Shredded,
    /// It was sent by e-mail.
    EmailMessageSent,
    /// It did not arrive by e-mail.
    EmailMessageFailed,
    /// It arrived over Peppol.
    PeppolDelivered,
    /// It did not arrive over Peppol: why.
    PeppolFailed(String),
    /// A notice by e-mail failed: to which address, and why.
    EmailNotificationFailed(String, String),
    /// A notice by SMS failed: to which number, and why.
    SmsNotificationFailed(String, String),
    /// It could not be printed: why.
    PrintFailed(String),
    /// The post has it.
    Postmarked(Timestamp),
    /// Its reader moved it to a mailbox of another provider.
    Moved(Box<Moved>),
}

/// What is told of a letter that moved to another mailbox (Digipost: schema api_v7.xsd,
/// move-files-from-public-sector-metadata).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its reader had opened it.
    pub opened: bool,
    /// When it came to Digipost.
    pub delivered: Timestamp,
    /// What it is called.
    pub subject: String,
    /// How its reader had to log in.
    pub authentication: AuthenticationLevel,
    /// Whether notices told of it.
    pub sensitivity: SensitivityLevel,
    /// The address of the mailbox that it moved to.
    pub address: String,
    /// Its documents.
    pub documents: Vec<MovedDocument>,
}

/// A document that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedDocument {
    /// Its id.
    pub uuid: DocumentUuid,
    /// What kind of technical attachment it is, if it is one.
    pub technical_type: Option<String>,
}

impl EventKind {
    /// The service's word for it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Opened => "OPENED",
            Self::Shredded => "SHREDDED",
            Self::EmailMessageSent => "EMAIL_MESSAGE_SENT",
            Self::EmailMessageFailed => "EMAIL_MESSAGE_FAILED",
            Self::PeppolDelivered => "PEPPOL_DELIVERED",
            Self::PeppolFailed(_) => "PEPPOL_FAILED",
            Self::EmailNotificationFailed(..) => "EMAIL_NOTIFICATION_FAILED",
            Self::SmsNotificationFailed(..) => "SMS_NOTIFICATION_FAILED",
            Self::PrintFailed(_) => "PRINT_FAILED",
            Self::Postmarked(_) => "POSTMARKED",
            Self::Moved(_) => "MOVE_FILES_FROM_PUBLIC_SECTOR",
        }
    }
}

/// A question for what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventsAsk {
    /// From when on.
    pub from: Timestamp,
    /// Until when, that instant included.
    pub to: Timestamp,
    /// So many are left out, oldest first.
    pub offset: usize,
    /// So many at most.
    pub max_results: usize,
    /// Of one sender only.
    pub sender: Option<SenderFilter>,
}

/// Whose documents are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderFilter {
    /// Those of the account of this number.
    Account(i64),
    /// Those of an organisation.
    Organization(String),
}

/// What happened in a span of time, oldest first.
pub(super) fn answer(
    state: &State,
    ask: &EventsAsk,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<Vec<DocumentEvent>, Fault> {
    let EventsAsk {
        from,
        to,
        offset,
        max_results,
        sender,
    } = ask;
    if from > to {
        let why = format!("found from {from} to {to}");
        return refuse(FaultKind::InvalidDateRange, why);
    }
    let sender = match sender {
        Some(filter) => Some(filtered(filter, broker, turn)?),
        None => None,
    };
    let mut found: Vec<DocumentEvent> = state
        .noted_between(&broker.slug, *from, *to)
        .cloned()
        .chain(opened(state, broker, (*from, *to), turn))
        .filter(|event| sender.as_ref().is_none_or(|sender| event.sender == *sender))
        .collect();
    found.sort_by_key(|event| (event.at, event.uuid, event.kind.as_str()));
    Ok(found.into_iter().skip(*offset).take(*max_results).collect())
}

/// The sender that is asked about, who must be one that the broker acts for.
fn filtered(filter: &SenderFilter, broker: &Broker, turn: &Turn<'_, Event>) -> Result<Slug, Fault> {
    let company = match filter {
        SenderFilter::Account(number) => parties::numbered(*number, broker, turn)?,
        SenderFilter::Organization(number) => sender_by_organisation(number, broker, turn)?,
    };
    Ok(company.slug.clone())
}

/// What readers opened: the book knows it.
fn opened<'a>(
    state: &'a State,
    broker: &'a Broker,
    (from, to): (Timestamp, Timestamp),
    turn: &'a Turn<'_, Event>,
) -> impl Iterator<Item = DocumentEvent> + 'a {
    let opened = turn.book.opened_between(from, to);
    opened.filter_map(move |(number, mail)| {
        let uuid = DocumentUuid::parse(&mail.service_id)?;
        let (_, stored, index) = state.document(&mail.sender, uuid)?;
        let is_it = stored.parts.get(index)?.mail == Some(number);
        let is_own = stored.broker == broker.slug;
        (is_it && is_own).then_some(DocumentEvent {
            broker: stored.broker.clone(),
            sender: stored.sender.clone(),
            uuid,
            document_created: stored.created,
            at: mail.opened_at?,
            kind: EventKind::Opened,
        })
    })
}
