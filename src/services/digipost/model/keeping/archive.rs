//! Archives of senders: putting documents in, and finding them (Digipost: Java client 14.7,
//! archive).

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::ask::{ArchiveShown, SenderRef};
use super::stored::{Archived, ArchivedKey, State};
use crate::consumer::Turn;
use crate::domain::blob::{Blob, BlobKey};
use crate::domain::digipost::DocumentUuid;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;

/// Documents that are told at once; ours.
const PAGE: usize = 100;

/// Most attributes of a document (Digipost: Java client 16, archive).
const ATTRIBUTES_MAX: usize = 15;

/// Documents for an archive.
#[derive(Debug, Clone, PartialEq)]
pub struct NewArchive {
    /// Whose archive it is.
    pub sender: SenderRef,
    /// Its name; empty, the usual one.
    pub name: String,
    /// The documents with their bytes.
    pub documents: Vec<(NewDocument, Blob)>,
}

/// A document for an archive, as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// The id that its sender gives it.
    pub uuid: DocumentUuid,
    /// Name of the file.
    pub file_name: Option<String>,
    /// File type, such as `pdf`.
    pub file_type: String,
    /// The sender's reference.
    pub reference: Option<String>,
    /// Media type.
    pub content_type: Option<String>,
    /// What the sender notes of it: keys and values.
    pub attributes: Vec<(String, String)>,
    /// When it goes by itself.
    pub deletion_at: Option<Timestamp>,
}

/// Which documents of an archive are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// The name of the archive; empty, the usual one.
    pub archive: String,
    /// Only those behind this number.
    pub after: u64,
    /// Only those with these attributes.
    pub attributes: Vec<(String, String)>,
    /// Only those that came then or later.
    pub from: Option<Timestamp>,
    /// Only those that came before.
    pub until: Option<Timestamp>,
}

/// Puts documents into an archive; all of them or none.
pub(super) fn add(
    state: &mut State,
    sender: &Slug,
    new: NewArchive,
    turn: &mut Turn<'_, Event>,
) -> Result<ArchiveShown, Fault> {
    for (index, (document, _)) in new.documents.iter().enumerate() {
        let key = ArchivedKey::of(sender.clone(), document.uuid);
        state.is_free(&key)?;
        let before = new.documents.iter().take(index);
        if before
            .into_iter()
            .any(|(other, _)| other.uuid == document.uuid)
        {
            let why = format!("found {} twice", document.uuid);
            return Err(Fault::new(FaultKind::DuplicateDocumentId, why));
        }
        may_be(document, turn.now)?;
    }
    let mut uuids = Vec::new();
    for (document, blob) in new.documents {
        let content = turn.keep(blob);
        let key = ArchivedKey::of(sender.clone(), document.uuid);
        uuids.push(key.clone());
        state.keep(key, archived(document, &new.name, content, turn.now));
    }
    let told = uuids.iter().filter_map(|key| {
        let archived = state.documents.get(key)?;
        Some((key.uuid, archived.as_ref().clone()))
    });
    Ok(ArchiveShown {
        documents: told.collect(),
        name: new.name,
        next: None,
    })
}

/// The archives of a sender without their documents; the usual one is there always.
pub(super) fn list(state: &State, sender: &Slug, now: Timestamp) -> Vec<ArchiveShown> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::from([("", 0)]);
    let documents = state.of(sender, now);
    for (_, archived) in &documents {
        *counted.entry(archived.archive.as_str()).or_default() += 1;
    }
    let shown = counted.into_iter().map(|(name, count)| ArchiveShown {
        name: name.to_owned(),
        documents: Vec::new(),
        next: (count > 0).then(|| Search {
            archive: name.to_owned(),
            ..Search::default()
        }),
    });
    shown.collect()
}

/// Documents of an archive, and how those behind them are asked for.
pub(super) fn page(state: &State, sender: &Slug, search: Search, now: Timestamp) -> ArchiveShown {
    let documents = state.of(sender, now);
    let fitting = documents.into_iter().filter(|(_, archived)| {
        let has = |asked: &(String, String)| archived.attributes.contains(asked);
        archived.archive == search.archive
            && archived.number > search.after
            && search.attributes.iter().all(has)
            && search.from.is_none_or(|from| from <= archived.archived_at)
            && search
                .until
                .is_none_or(|until| archived.archived_at < until)
    });
    let mut told: Vec<_> = fitting
        .take(PAGE + 1)
        .map(|(uuid, archived)| (uuid, archived.clone()))
        .collect();
    let more = told.len() > PAGE;
    told.truncate(PAGE);
    let last = told.last().filter(|_| more).map(|(_, last)| last.number);
    ArchiveShown {
        name: search.archive.clone(),
        next: last.map(|after| Search { after, ..search }),
        documents: told,
    }
}

/// The documents with a reference, in their archives.
pub(super) fn by_reference(
    state: &State,
    sender: &Slug,
    reference: &str,
    now: Timestamp,
) -> Vec<ArchiveShown> {
    let mut archives: BTreeMap<&str, Vec<(DocumentUuid, Archived)>> = BTreeMap::new();
    for (uuid, archived) in state.of(sender, now) {
        if archived.reference.as_deref() == Some(reference) {
            let documents = archives.entry(archived.archive.as_str()).or_default();
            documents.push((uuid, archived.clone()));
        }
    }
    let shown = archives.into_iter().map(|(name, documents)| ArchiveShown {
        name: name.to_owned(),
        documents,
        next: None,
    });
    shown.collect()
}

/// A document alone in its archive.
pub(super) fn alone(uuid: DocumentUuid, archived: &Archived) -> ArchiveShown {
    ArchiveShown {
        name: archived.archive.clone(),
        documents: vec![(uuid, archived.clone())],
        next: None,
    }
}

/// Gives the content of a document one more id.
pub(super) fn add_uuid(
    state: &mut State,
    key: &ArchivedKey,
    new: NewDocument,
    turn: &Turn<'_, Event>,
) -> Result<ArchiveShown, Fault> {
    let old = state.one(key, turn.now)?.clone();
    let another = ArchivedKey::of(key.sender.clone(), new.uuid);
    state.is_free(&another)?;
    may_be(&new, turn.now)?;
    let NewDocument {
        uuid,
        file_name,
        file_type,
        reference,
        content_type,
        attributes,
        deletion_at,
    } = new;
    let archived = Archived {
        file_name: file_name.or(old.file_name),
        file_type,
        reference: reference.or(old.reference),
        content_type: content_type.or(old.content_type),
        attributes: match attributes.is_empty() {
            true => old.attributes,
            false => attributes,
        },
        archived_at: turn.now,
        deletion_at: deletion_at.or(old.deletion_at),
        ..old
    };
    state.keep(another.clone(), archived);
    state.one(&another, turn.now).map(|kept| alone(uuid, kept))
}

/// Changes reference and attributes of a document; no attribute is taken away (Digipost: Java
/// client 16, archive).
pub(super) fn update(
    state: &mut State,
    key: &ArchivedKey,
    new: NewDocument,
    now: Timestamp,
) -> Result<Archived, Fault> {
    let mut archived = state.one(key, now)?.clone();
    if new.uuid != key.uuid {
        let why = format!(
            "found {} in the body, and {} in the path",
            new.uuid, key.uuid
        );
        return Err(Fault::new(FaultKind::ValidationFailed, why));
    }
    for (key, value) in new.attributes {
        let known = archived
            .attributes
            .iter_mut()
            .find(|(name, _)| *name == key);
        match known {
            Some((_, old)) => *old = value,
            None => archived.attributes.push((key, value)),
        }
    }
    too_many(&archived.attributes)?;
    archived.reference = new.reference.or(archived.reference);
    state.change(key, |kept| *kept = archived.clone());
    Ok(archived)
}

fn archived(document: NewDocument, archive: &str, content: BlobKey, now: Timestamp) -> Archived {
    let NewDocument {
        uuid: _,
        file_name,
        file_type,
        reference,
        content_type,
        attributes,
        deletion_at,
    } = document;
    Archived {
        number: 0,
        archive: archive.to_owned(),
        file_name,
        file_type,
        reference,
        content_type,
        content,
        attributes,
        archived_at: now,
        deletion_at,
        deleted_at: None,
    }
}

fn may_be(document: &NewDocument, now: Timestamp) -> Result<(), Fault> {
    if let Some(at) = document.deletion_at.filter(|at| *at <= now) {
        let why = format!("found deletion-time {at}, and it is {now}; expected a time to come");
        return Err(Fault::new(FaultKind::InvalidDate, why));
    }
    too_many(&document.attributes)
}

fn too_many(attributes: &[(String, String)]) -> Result<(), Fault> {
    let found = attributes.len();
    if found > ATTRIBUTES_MAX {
        let why = format!("found {found} attributes, expected {ATTRIBUTES_MAX} at most");
        return Err(Fault::new(FaultKind::ValidationFailed, why));
    }
    Ok(())
}
