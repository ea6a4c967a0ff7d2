//! What is asked about what is kept, and who answers it.

use std::sync::Arc;

use bytes::Bytes;

use super::super::apply::{Broker, Model};
use super::super::command::Event;
use super::super::people::{sender_by_id, sender_by_organisation};
use super::archive::{self, NewArchive, NewDocument, Search};
use super::stored::{Archived, ArchivedKey};
use super::{content, inbox};
use crate::consumer::{Mail, MailNumber, Turn};
use crate::domain::company::Company;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};

/// What is asked about what is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum KeepingAsk {
    /// Letters to a sender: so many are passed over, and so many are told at most.
    Inbox(AccountId, usize, usize),
    /// The content of one of them.
    InboxContent(AccountId, MailNumber),
    /// That one of them goes.
    InboxDelete(AccountId, MailNumber),
    /// Content by a one-time link; who asks does not sign.
    Follow(MailNumber, String),
    /// The content of a document that a sender sent.
    DocumentContent(AccountId, DocumentUuid),
    /// More data to a document that a sender sent, in the name of somebody else if one is named.
    AddData(AccountId, DocumentUuid, SenderRef),
    /// That documents are put into an archive.
    Archive(Box<NewArchive>),
    /// Something of the archives of a sender.
    Archives(AccountId, ArchivesAsk),
}

/// What is asked about archives.
#[derive(Debug, Clone, PartialEq)]
pub enum ArchivesAsk {
    /// All of them.
    List,
    /// Documents of one.
    Page(Box<Search>),
    /// Documents with a reference.
    ByReference(String),
    /// One document.
    ByUuid(DocumentUuid),
    /// A one-time link to the content of a document.
    ContentLink(DocumentUuid),
    /// The content of a document.
    Content(DocumentUuid),
    /// One more id for a document.
    AddUuid(DocumentUuid, Box<NewDocument>),
    /// That reference and attributes of a document become others.
    Update(DocumentUuid, Box<NewDocument>),
    /// That a document goes.
    Delete(DocumentUuid),
}

/// Whom a message names as its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SenderRef {
    /// Nobody: the broker.
    Broker,
    /// By the number of its account.
    Id(AccountId),
    /// By organisation number, as sent.
    Organisation(String),
}

/// What is said about what is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum KeepingReply {
    /// Letters.
    Inbox(AccountId, Vec<Letter>),
    /// Where content is.
    Moved(MailNumber, String),
    /// Content and its file type.
    Content(Bytes, String),
    /// It is done.
    Done,
    /// Archives with some of their documents.
    Archives(AccountId, Vec<ArchiveShown>),
    /// One archive with some of its documents.
    Archive(AccountId, ArchiveShown),
    /// One document.
    Document(AccountId, Box<(DocumentUuid, Archived)>),
    /// A one-time link to the content of an archived document, and its media type.
    ContentLink(MailNumber, String, String),
}

/// A letter in an inbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Its number.
    pub number: MailNumber,
    /// The letter.
    pub mail: Mail,
    /// What is attached to it.
    pub attachments: Vec<(MailNumber, Mail)>,
}

/// An archive as it is told.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchiveShown {
    /// Its name; empty, the usual one.
    pub name: String,
    /// Its documents that are told.
    pub documents: Vec<(DocumentUuid, Archived)>,
    /// How the documents behind these are asked for.
    pub next: Option<Search>,
}

impl KeepingAsk {
    /// Whether anybody may ask, with a good signature or without.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Follow(..))
    }
}

/// Answers what needs no signature.
pub(in crate::services::digipost::model) fn answer_openly(
    model: &mut Model,
    ask: KeepingAsk,
    turn: &Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    match ask {
        KeepingAsk::Follow(number, token) => content::follow(model, number, &token, turn),
        KeepingAsk::Inbox(..)
        | KeepingAsk::InboxContent(..)
        | KeepingAsk::InboxDelete(..)
        | KeepingAsk::DocumentContent(..)
        | KeepingAsk::AddData(..)
        | KeepingAsk::Archive(_)
        | KeepingAsk::Archives(..) => {
            let why = "found nobody who signs";
            Err(Fault::new(FaultKind::MissingSignature, why))
        }
    }
}

pub(in crate::services::digipost::model) fn answer(
    model: &mut Model,
    ask: KeepingAsk,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let of = |id: AccountId, turn: &Turn<'_, Event>| {
        sender_by_id(id, broker, turn).map(|company| company.slug.clone())
    };
    match ask {
        KeepingAsk::Inbox(id, offset, limit) => {
            let letters = inbox::letters(&of(id, turn)?, offset, limit, turn);
            Ok(KeepingReply::Inbox(id, letters))
        }
        KeepingAsk::InboxContent(id, number) => {
            let slug = of(id, turn)?;
            inbox::content(&slug, number, &mut model.links, turn)
        }
        KeepingAsk::InboxDelete(id, number) => inbox::delete(&of(id, turn)?, number, turn),
        KeepingAsk::Follow(number, token) => content::follow(model, number, &token, turn),
        KeepingAsk::DocumentContent(id, uuid) => content::sent(model, &of(id, turn)?, uuid, turn),
        KeepingAsk::AddData(id, uuid, named) => {
            named_sender(&named, broker, turn)?;
            content::add_data(model, &of(id, turn)?, uuid, turn)
        }
        KeepingAsk::Archive(new) => {
            let company = named_sender(&new.sender, broker, turn)?;
            let id = turn.cast.digipost_account(company).unwrap_or(broker.id);
            let slug = company.slug.clone();
            let shown = archive::add(&mut model.keeping, &slug, *new, turn)?;
            Ok(KeepingReply::Archive(id, shown))
        }
        KeepingAsk::Archives(id, ask) => {
            let slug = of(id, turn)?;
            archives(model, ask, (id, slug), turn)
        }
    }
}

fn archives(
    model: &mut Model,
    ask: ArchivesAsk,
    (id, sender): (AccountId, Slug),
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let state = &mut model.keeping;
    let key = |uuid| ArchivedKey::of(sender.clone(), uuid);
    Ok(match ask {
        ArchivesAsk::List => KeepingReply::Archives(id, archive::list(state, &sender, turn.now)),
        ArchivesAsk::Page(search) => {
            let shown = archive::page(state, &sender, *search, turn.now);
            KeepingReply::Archive(id, shown)
        }
        ArchivesAsk::ByReference(reference) => {
            let shown = archive::by_reference(state, &sender, &reference, turn.now);
            KeepingReply::Archives(id, shown)
        }
        ArchivesAsk::ByUuid(uuid) => {
            let archived = state.one(&key(uuid), turn.now)?;
            KeepingReply::Archive(id, archive::alone(uuid, archived))
        }
        ArchivesAsk::ContentLink(uuid) => content::archived_link(model, &key(uuid), turn)?,
        ArchivesAsk::Content(uuid) => {
            let archived = state.one(&key(uuid), turn.now)?;
            content::bytes(archived.content, &archived.file_type, turn)?
        }
        ArchivesAsk::AddUuid(uuid, new) => {
            let shown = archive::add_uuid(state, &key(uuid), *new, turn)?;
            KeepingReply::Archive(id, shown)
        }
        ArchivesAsk::Update(uuid, new) => {
            let archived = archive::update(state, &key(uuid), *new, turn.now)?;
            KeepingReply::Document(id, Box::new((uuid, archived)))
        }
        ArchivesAsk::Delete(uuid) => {
            state.one(&key(uuid), turn.now)?;
            state.change(&key(uuid), |archived| archived.deleted_at = Some(turn.now));
            KeepingReply::Done
        }
    })
}

/// The sender that a message names, if the broker acts for it.
fn named_sender<'a>(
    named: &SenderRef,
    broker: &Broker,
    turn: &Turn<'a, Event>,
) -> Result<&'a Arc<Company>, Fault> {
    match named {
        SenderRef::Broker => sender_by_id(broker.id, broker, turn),
        SenderRef::Id(id) => sender_by_id(*id, broker, turn),
        SenderRef::Organisation(number) => sender_by_organisation(number, broker, turn),
    }
}
