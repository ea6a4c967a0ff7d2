//! Archives as XML, both ways (Digipost: schemas api_v7.xsd and api_v8.xsd, archive).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::super::dialect::Dialect;
use super::super::echo::Echo;
use super::super::people::sender_organization;
use super::super::schema::{broken, exactly, instant, link, optional, plain, required};
use super::links;
use crate::domain::calendar::with_millis;
use crate::domain::digipost::{AccountId, DocumentUuid};
use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::{ArchiveShown, Archived, NewDocument, SenderRef};
use crate::wire::xml::{Element, Sequence, Writer};

/// Most documents of an archive (Digipost: schema api_v7.xsd).
const DOCUMENTS_MAX: usize = 201;

/// Most attributes of a document (Digipost: schema api_v8.xsd).
const ATTRIBUTES_MAX: usize = 15;

/// Most characters of what the schema sets no end to; ours.
const TEXT_MAX: usize = 1000;

/// An archive as sent: whose it is, its name, its documents.
pub(super) type Sent = (SenderRef, String, Vec<NewDocument>);

/// Reads an archive.
pub(super) fn archive(root: &Element, dialect: Dialect) -> Result<Sent, Fault> {
    let mut sequence = Sequence::of(root);
    let sender = sender_of(&mut sequence)?;
    let name = optional(&mut sequence, "name", TEXT_MAX)?;
    sequence.repeated("link");
    let children = sequence.repeated("documents");
    let found = children.len();
    if found > DOCUMENTS_MAX {
        let expected = format!("at most {DOCUMENTS_MAX}");
        return Err(broken(sequence.error(
            "documents",
            expected,
            found.to_string(),
        )));
    }
    let documents = children
        .into_iter()
        .map(|child| document(sequence.inside(child), dialect))
        .collect::<Result<_, _>>()?;
    sequence.finish().map_err(broken)?;
    Ok((sender, name.unwrap_or_default(), documents))
}

/// Reads whom a message names as its sender.
pub(super) fn sender_of(sequence: &mut Sequence<'_>) -> Result<SenderRef, Fault> {
    if let Some(element) = sequence.optional("sender-id") {
        let text = plain(sequence, element)?.trim();
        let id = AccountId::parse(text).ok_or_else(|| {
            let found: String = text.chars().take(40).collect();
            broken(sequence.error("sender-id", "the number of an account", found))
        })?;
        return Ok(SenderRef::Id(id));
    }
    if let Some(element) = sequence.optional("sender-organization") {
        let (number, _) = sender_organization(sequence.inside(element))?;
        return Ok(SenderRef::Organisation(number));
    }
    Ok(SenderRef::Broker)
}

/// Reads a document; what the service says of it is read past.
pub(super) fn document(mut sequence: Sequence<'_>, dialect: Dialect) -> Result<NewDocument, Fault> {
    let element = sequence.required("uuid").map_err(broken)?;
    let text = exactly(&sequence, element, 36)?;
    let uuid = DocumentUuid::parse(text).ok_or_else(|| {
        let expected = "a UUID in small letters";
        broken(sequence.error("uuid", expected, text))
    })?;
    let file_name = optional(&mut sequence, "file-name", 255)?;
    let file_type = required(&mut sequence, "file-type", TEXT_MAX)?;
    let reference = optional(&mut sequence, "referenceid", 255)?;
    let content_type = optional(&mut sequence, "content-type", TEXT_MAX)?;
    sequence.optional("content-hash");
    let attributes = match dialect {
        Dialect::V8 => attributes(&mut sequence)?,
        Dialect::V7 | Dialect::User1 => Vec::new(),
    };
    moment(&mut sequence, "archived-time")?;
    let deletion_at = moment(&mut sequence, "deletion-time")?;
    sequence.repeated("link");
    sequence.finish().map_err(broken)?;
    Ok(NewDocument {
        uuid,
        file_name,
        file_type: file_type.trim().to_owned(),
        reference,
        content_type,
        attributes,
        deletion_at,
    })
}

fn attributes(sequence: &mut Sequence<'_>) -> Result<Vec<(String, String)>, Fault> {
    let children = sequence.repeated("attributes");
    let found = children.len();
    if found > ATTRIBUTES_MAX {
        let expected = format!("at most {ATTRIBUTES_MAX}");
        return Err(broken(sequence.error(
            "attributes",
            expected,
            found.to_string(),
        )));
    }
    let pairs = children.into_iter().map(|child| {
        let mut inside = sequence.inside(child);
        let key = required(&mut inside, "key", 20)?;
        let value = required(&mut inside, "value", 100)?;
        inside.finish().map_err(broken)?;
        Ok((key, value))
    });
    pairs.collect()
}

fn moment(sequence: &mut Sequence<'_>, name: &str) -> Result<Option<Timestamp>, Fault> {
    let Some(text) = optional(sequence, name, 60)? else {
        return Ok(None);
    };
    let at = instant(&text).ok_or_else(|| {
        let expected = "an instant such as 2026-03-04T10:15:08.120+01:00";
        broken(sequence.error(name, expected, text))
    })?;
    Ok(Some(at))
}

/// Writes what stands in an archive.
pub(super) fn write(writer: &mut Writer, echo: &Echo, sender: AccountId, shown: &ArchiveShown) {
    let ArchiveShown {
        name,
        documents,
        next,
    } = shown;
    writer.leaf("sender-id", &sender.to_string());
    writer.leaf_if("name", Some(name.as_str()).filter(|name| !name.is_empty()));
    if let Some(next) = next {
        let uri = links::page(echo, sender, next);
        link(writer, "next_documents", &uri, echo.dialect.media_type());
    }
    for (uuid, archived) in documents {
        writer.open("documents", &[]);
        inside(writer, echo, sender, *uuid, archived);
        writer.close();
    }
}

/// Writes what stands in a document.
pub(super) fn inside(
    writer: &mut Writer,
    echo: &Echo,
    sender: AccountId,
    uuid: DocumentUuid,
    archived: &Archived,
) {
    let Archived {
        number: _,
        archive: _,
        file_name,
        file_type,
        reference,
        content_type,
        content,
        attributes,
        archived_at,
        deletion_at,
        deleted_at: _,
    } = archived;
    writer.leaf("uuid", &uuid.to_string());
    writer.leaf_if("file-name", file_name.as_deref());
    writer.leaf("file-type", file_type);
    writer.leaf_if("referenceid", reference.as_deref());
    writer.leaf_if("content-type", content_type.as_deref());
    let hash = STANDARD.encode(content.digest());
    writer.leaf_with("content-hash", &[("hash-algorithm", "SHA256")], &hash);
    if echo.dialect == Dialect::V8 {
        for (key, value) in attributes {
            writer.open("attributes", &[]).leaf("key", key);
            writer.leaf("value", value).close();
        }
    }
    writer.leaf("archived-time", &with_millis(*archived_at));
    let deletion_at = deletion_at.map(with_millis);
    writer.leaf_if("deletion-time", deletion_at.as_deref());
    relations(writer, echo, &links::archived(echo, sender, uuid));
}

fn relations(writer: &mut Writer, echo: &Echo, uri: &str) {
    let media_type = echo.dialect.media_type();
    let behind = |path: &str| format!("{uri}{path}");
    link(writer, "get_archive_document_by_uuid", uri, media_type);
    let content = behind("/content");
    link(writer, "get_archive_document_content", &content, media_type);
    let stream = behind("/content/stream");
    let any = "application/octet-stream";
    link(writer, "get_archive_document_content_stream", &stream, any);
    link(writer, "add_unique_uuid", &behind("/uuids"), media_type);
    link(writer, "delete_archive_document_by_uuid", uri, media_type);
    if echo.dialect == Dialect::V8 {
        link(writer, "self_update", uri, media_type);
        link(writer, "self_delete", uri, media_type);
    }
}
