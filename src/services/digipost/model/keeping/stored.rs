//! Archives as they are kept.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use uuid::Uuid;

use crate::domain::blob::BlobKey;
use crate::domain::digipost::DocumentUuid;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};

/// Whose document it is, and which.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArchivedKey {
    /// The sender.
    pub sender: Slug,
    /// The id that the sender gave it.
    pub uuid: DocumentUuid,
}

impl ArchivedKey {
    /// The document of a sender.
    #[must_use]
    pub fn of(sender: Slug, uuid: DocumentUuid) -> Self {
        Self { sender, uuid }
    }
}

/// A document in an archive (Digipost: schema api_v8.xsd, archive-document).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// Its place among everything that was archived.
    pub number: u64,
    /// The name of the archive; empty, the usual one.
    pub archive: String,
    /// Name of the file.
    pub file_name: Option<String>,
    /// File type, such as `pdf`.
    pub file_type: String,
    /// The sender's reference.
    pub reference: Option<String>,
    /// Media type, as sent.
    pub content_type: Option<String>,
    /// Its bytes.
    pub content: BlobKey,
    /// What the sender noted of it: keys and values.
    pub attributes: Vec<(String, String)>,
    /// When it came.
    pub archived_at: Timestamp,
    /// When it goes by itself.
    pub deletion_at: Option<Timestamp>,
    /// When its sender deleted it.
    pub deleted_at: Option<Timestamp>,
}

impl Archived {
    /// Whether it is there.
    #[must_use]
    pub fn is_there(&self, now: Timestamp) -> bool {
        self.deleted_at.is_none() && self.deletion_at.is_none_or(|at| now < at)
    }
}

/// What is kept. The id of a document that is gone stays used.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {
    pub(in crate::services::digipost) documents: OrdMap<ArchivedKey, Arc<Archived>>,
    /// How much was archived so far.
    pub(in crate::services::digipost) archived: u64,
}

impl State {
    /// The documents of a sender that are there, oldest first.
    pub(super) fn of(&self, sender: &Slug, now: Timestamp) -> Vec<(DocumentUuid, &Archived)> {
        let first = ArchivedKey::of(sender.clone(), DocumentUuid::new(Uuid::nil()));
        let theirs = self.documents.range(first..);
        let theirs = theirs.take_while(|(key, _)| key.sender == *sender);
        let there = theirs.filter(|(_, archived)| archived.is_there(now));
        let mut there: Vec<_> = there
            .map(|(key, archived)| (key.uuid, archived.as_ref()))
            .collect();
        there.sort_by_key(|(_, archived)| archived.number);
        there
    }

    /// A document that is there.
    pub(super) fn one(&self, key: &ArchivedKey, now: Timestamp) -> Result<&Archived, Fault> {
        let found = self.documents.get(key).map(AsRef::as_ref);
        found
            .filter(|archived| archived.is_there(now))
            .ok_or_else(|| {
                let ArchivedKey { sender, uuid } = key;
                let why = format!("found {uuid}, which is not in the archives of `{sender}`");
                Fault::new(FaultKind::DocumentNotFound, why)
            })
    }

    /// Refuses an id that is used, by a document that is there or one that is gone.
    pub(super) fn is_free(&self, key: &ArchivedKey) -> Result<(), Fault> {
        match self.documents.contains_key(key) {
            true => {
                let why = format!("found {} a second time", key.uuid);
                Err(Fault::new(FaultKind::DuplicateDocumentId, why))
            }
            false => Ok(()),
        }
    }

    /// Keeps a document under the next number.
    pub(super) fn keep(&mut self, key: ArchivedKey, archived: Archived) {
        self.archived = self.archived.saturating_add(1);
        let number = self.archived;
        let archived = Archived { number, ..archived };
        self.documents.insert(key, Arc::new(archived));
    }

    /// Changes a document.
    pub(super) fn change(&mut self, key: &ArchivedKey, change: impl FnOnce(&mut Archived)) {
        if let Some(archived) = self.documents.get_mut(key) {
            change(Arc::make_mut(archived));
        }
    }
}
