//! Content of documents: by a one-time link, or straight.

use super::super::apply::Model;
use super::super::links::{LinkError, Linked};
use super::ask::KeepingReply;
use super::stored::ArchivedKey;
use crate::consumer::{CaseRef, Happening, MailNumber, Turn};
use crate::domain::blob::BlobKey;
use crate::domain::digipost::DocumentUuid;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::command::Event;
use crate::services::digipost::model::{Document, StoredPart, media_type_of};

/// Follows a one-time link. How the service answers one that is used or over is not public.
pub(super) fn follow(
    model: &mut Model,
    number: MailNumber,
    token: &str,
    turn: &Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let linked = model.links.follow(number, token, turn.now);
    let linked = linked.map_err(|error| {
        let kind = match error {
            LinkError::Unknown | LinkError::OtherDocument => FaultKind::DocumentNotFound,
            LinkError::Used | LinkError::Over { .. } => FaultKind::IllegalAccess,
        };
        Fault::new(kind, error.to_string())
    })?;
    bytes(linked.content, &linked.file_type, turn)
}

/// Bytes that the sandbox still has.
pub(super) fn bytes(
    content: BlobKey,
    file_type: &str,
    turn: &Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    match turn.blobs.get(content) {
        Some(bytes) => Ok(KeepingReply::Content(bytes.clone(), file_type.to_owned())),
        None => {
            let why = "found a document whose bytes made room for others: raise blobs.bytes_max";
            Err(Fault::new(FaultKind::DocumentNotFound, why))
        }
    }
}

/// A one-time link to the content of an archived document. Its number is one of the archive; the
/// token tells it from letters.
pub(super) fn archived_link(
    model: &mut Model,
    key: &ArchivedKey,
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let archived = model.keeping.one(key, turn.now)?;
    let (number, file_type) = (MailNumber(archived.number), archived.file_type.clone());
    let media_type = archived.content_type.clone();
    let media_type = media_type.unwrap_or_else(|| media_type_of(&file_type).to_owned());
    let to = Linked {
        document: number,
        content: archived.content,
        file_type,
    };
    let token = model.links.one_time_link(to, turn);
    let token = token.as_str().to_owned();
    Ok(KeepingReply::ContentLink(number, token, media_type))
}

/// The content of a document, as its sender sent it: what came encrypted is not opened for it.
pub(super) fn sent(
    model: &Model,
    sender: &Slug,
    uuid: DocumentUuid,
    turn: &Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let (document, part) = document(model, sender, uuid)?;
    match part.content {
        Some(content) => bytes(content.sent, &document.file_type, turn),
        None => {
            let why = format!("found {uuid}, which has no content yet");
            Err(Fault::new(FaultKind::DocumentNotFound, why))
        }
    }
}

/// Takes more data for a document that a sender delivered with a data type (Digipost: Java client
/// 14.7, `addData`).
pub(super) fn add_data(
    model: &Model,
    sender: &Slug,
    uuid: DocumentUuid,
    turn: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    let (document, _) = document(model, sender, uuid)?;
    if document.data_type.is_none() {
        let why = format!("found {uuid}, which was sent without a data-type to add to");
        return Err(Fault::new(FaultKind::ValidationFailed, why));
    }
    turn.tell(Happening {
        about: Some(CaseRef::of("digipost", &uuid.to_string())),
        service: "digipost",
        kind: "document.data-added",
        text: format!("{sender} added data to document {uuid}"),
        rule: None,
    });
    Ok(KeepingReply::Done)
}

fn document<'m>(
    model: &'m Model,
    sender: &Slug,
    uuid: DocumentUuid,
) -> Result<(&'m Document, &'m StoredPart), Fault> {
    let found = model.sending.document(sender, uuid);
    let found = found.and_then(|(_, stored, index)| stored.documents().nth(index));
    found.ok_or_else(|| {
        let why = format!("found {uuid}, which `{sender}` did not send");
        Fault::new(FaultKind::DocumentNotFound, why)
    })
}
