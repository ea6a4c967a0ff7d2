//! Archives as XML, both ways (Digipost: schemas api_v7.xsd and api_v8.xsd, archive).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::dialect::Dialect;
use super::super::echo::Echo;
use super::super::parties::sender_organization;
use super::super::schema::link;
use super::super::values::{TEXT_MAX, date_time, read, refused, text};
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
        return Err(refused(sequence.error(
            "documents",
            expected,
            found.to_string(),
        )));
    }
    let documents = children
        .into_iter()
        .map(|child| document(sequence.inside(child), dialect))
        .collect::<Result<_, _>>()?;
    sequence.finish().map_err(refused)?;
    Ok((sender, name.unwrap_or_default(), documents))
}

/// Reads whom a message names as its sender.
pub(super) fn sender_of(sequence: &mut Sequence<'_>) -> Result<SenderRef, Fault> {
    if let Some(element) = sequence.optional("sender-id") {
        let id = read(element, "the number of an account", |text| {
            AccountId::parse(text.trim())
        });
        return id.map(SenderRef::Id);
    }
    if let Some(element) = sequence.optional("sender-organization") {
        let (number, _) = sender_organization(sequence, element)?;
        return Ok(SenderRef::Organisation(number));
    }
    Ok(SenderRef::Broker)
}

/// Reads a document; what the service says of it is read past.
pub(super) fn document(mut sequence: Sequence<'_>, dialect: Dialect) -> Result<NewDocument, Fault> {
    let uuid = sequence.required("uuid").map_err(refused)?;
    let uuid = read(uuid, "a UUID in lower case", DocumentUuid::parse)?;
    let file_name = optional(&mut sequence, "file-name", 255)?;
    let file_type = required(&mut sequence, "file-type", TEXT_MAX)?;
    let reference = optional(&mut sequence, "referenceid", 255)?;
    let content_type = optional(&mut sequence, "content-type", TEXT_MAX)?;
    sequence.optional("content-hash");
    let attributes = match dialect {
        Dialect::V8 => attributes(&mut sequence)?,
        Dialect::V7 | Dialect::User1 => Vec::new(),
    };
    let archived_at = sequence.optional("archived-time").map(date_time);
    archived_at.transpose()?;
    let deletion_at = sequence.optional("deletion-time").map(date_time);
    let deletion_at = deletion_at.transpose()?;
    sequence.repeated("link");
    sequence.finish().map_err(refused)?;
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
        return Err(refused(sequence.error(
            "attributes",
            expected,
            found.to_string(),
        )));
    }
    let pairs = children.into_iter().map(|child| {
        let mut inside = sequence.inside(child);
        let key = required(&mut inside, "key", 20)?;
        let value = required(&mut inside, "value", 100)?;
        inside.finish().map_err(refused)?;
        Ok((key, value))
    });
    pairs.collect()
}

fn required(sequence: &mut Sequence<'_>, name: &str, max: usize) -> Result<String, Fault> {
    text(sequence.required(name).map_err(refused)?, 0, max)
}

fn optional(sequence: &mut Sequence<'_>, name: &str, max: usize) -> Result<Option<String>, Fault> {
    let child = sequence.optional(name);
    child.map(|child| text(child, 0, max)).transpose()
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
