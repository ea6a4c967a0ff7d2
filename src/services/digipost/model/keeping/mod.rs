//! What is kept: letters to companies, their archives, and content that is fetched.

mod archive;
mod content;
mod inbox;
mod stored;

use std::sync::Arc;

use super::apply::{Broker, Model};
use super::command::Event;
use super::people::{sender_by_id, sender_by_organisation};
use crate::consumer::{Mail, MailNumber, Turn};
use crate::domain::company::Company;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::services::digipost::faults::{Fault, FaultKind};

pub use archive::{NewArchive, NewDocument, Search};
pub(in crate::services::digipost) use content::media_type_of;
pub(in crate::services::digipost) use stored::State;
pub use stored::{Archived, ArchivedKey};

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
    /// The archives of a sender.
    Archives(AccountId),
    /// Documents of an archive.
    Page(AccountId, Box<Search>),
    /// Documents with a reference.
    ByReference(AccountId, String),
    /// One document.
    ByUuid(AccountId, DocumentUuid),
    /// A one-time link to the content of a document.
    ContentLink(AccountId, DocumentUuid),
    /// The content of a document.
    Content(AccountId, DocumentUuid),
    /// One more id for a document.
    AddUuid(AccountId, DocumentUuid, Box<NewDocument>),
    /// That reference and attributes of a document become others.
    Update(AccountId, DocumentUuid, Box<NewDocument>),
    /// That a document goes.
    Delete(AccountId, DocumentUuid),
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
    Content(Arc<[u8]>, String),
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
pub(super) fn answer_openly(
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
        | KeepingAsk::Archives(_)
        | KeepingAsk::Page(..)
        | KeepingAsk::ByReference(..)
        | KeepingAsk::ByUuid(..)
        | KeepingAsk::ContentLink(..)
        | KeepingAsk::Content(..)
        | KeepingAsk::AddUuid(..)
        | KeepingAsk::Update(..)
        | KeepingAsk::Delete(..) => {
            let why = "found nobody who signs";
            Err(Fault::new(FaultKind::MissingSignature, why))
        }
    }
}

pub(super) fn answer(
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
        KeepingAsk::Archives(id) => {
            let slug = of(id, turn)?;
            let shown = archive::list(&model.keeping, &slug, turn.now);
            Ok(KeepingReply::Archives(id, shown))
        }
        KeepingAsk::Page(id, search) => {
            let slug = of(id, turn)?;
            let shown = archive::page(&model.keeping, &slug, *search, turn.now);
            Ok(KeepingReply::Archive(id, shown))
        }
        KeepingAsk::ByReference(id, reference) => {
            let slug = of(id, turn)?;
            let shown = archive::by_reference(&model.keeping, &slug, &reference, turn.now);
            Ok(KeepingReply::Archives(id, shown))
        }
        KeepingAsk::ByUuid(id, uuid) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            let archived = model.keeping.one(&key, turn.now)?;
            Ok(KeepingReply::Archive(id, archive::alone(uuid, archived)))
        }
        KeepingAsk::ContentLink(id, uuid) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            content::archived_link(model, &key, turn)
        }
        KeepingAsk::Content(id, uuid) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            let archived = model.keeping.one(&key, turn.now)?;
            content::bytes(archived.content, &archived.file_type, turn)
        }
        KeepingAsk::AddUuid(id, uuid, new) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            let shown = archive::add_uuid(&mut model.keeping, &key, *new, turn)?;
            Ok(KeepingReply::Archive(id, shown))
        }
        KeepingAsk::Update(id, uuid, new) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            let archived = archive::update(&mut model.keeping, &key, *new, turn.now)?;
            Ok(KeepingReply::Document(id, Box::new((uuid, archived))))
        }
        KeepingAsk::Delete(id, uuid) => {
            let key = ArchivedKey::of(of(id, turn)?, uuid);
            model.keeping.one(&key, turn.now)?;
            model
                .keeping
                .change(&key, |archived| archived.deleted_at = Some(turn.now));
            Ok(KeepingReply::Done)
        }
    }
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
