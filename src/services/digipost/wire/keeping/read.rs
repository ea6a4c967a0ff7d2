//! What is asked about what is kept.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{alphabet, engine};
use jiff::Timestamp;

use super::super::door::{Asked, Read};
use super::super::parts;
use super::super::people::{query, sender};
use super::super::schema::{body, data_type, document};
use super::super::values::refused;
use super::{archive, links};
use crate::consumer::MailNumber;
use crate::domain::blob::Blob;
use crate::domain::digipost::DocumentUuid;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{
    ArchivesAsk, Ask, KeepingAsk, NewArchive, NewDocument, Search,
};
use crate::wire::address::unescaped;
use crate::wire::form::Form;
use crate::wire::xml::Sequence;

/// Letters that are told unless somebody says how many (Digipost: API v7, inbox).
const LIMIT: usize = 100;

/// Most letters that are told (Digipost: API v7, inbox).
const LIMIT_MAX: usize = 1000;

/// Base64 with or without its padding: clients differ once it stands in an address.
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(engine::DecodePaddingMode::Indifferent);

pub(in crate::services::digipost::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let ask = match asked.operation.id {
        "digipost.inbox" => inbox(asked)?,
        "digipost.inboxContent" => KeepingAsk::InboxContent(sender(asked)?, number(asked, 1)?),
        "digipost.inboxDelete" => KeepingAsk::InboxDelete(sender(asked)?, number(asked, 1)?),
        "digipost.content" => follow(asked)?,
        "digipost.documentContent" => KeepingAsk::DocumentContent(sender(asked)?, uuid(asked)?),
        "digipost.addData" => add_data(asked)?,
        "digipost.archive" => new_archive(asked)?,
        _ => KeepingAsk::Archives(sender(asked)?, archives(asked)?),
    };
    Ok(Read::plain(Ask::Keeping(ask)))
}

fn archives(asked: &Asked<'_>) -> Result<ArchivesAsk, Fault> {
    Ok(match asked.operation.id {
        "digipost.archivePage" => page(asked)?,
        "digipost.archivedByReference" => ArchivesAsk::ByReference(reference(asked)?),
        "digipost.archivedByUuid" => ArchivesAsk::ByUuid(uuid(asked)?),
        "digipost.archivedContentLink" => ArchivesAsk::ContentLink(uuid(asked)?),
        "digipost.archivedContent" => ArchivesAsk::Content(uuid(asked)?),
        "digipost.archivedAddUuid" => ArchivesAsk::AddUuid(uuid(asked)?, Box::new(one(asked)?)),
        "digipost.archivedUpdate" => ArchivesAsk::Update(uuid(asked)?, Box::new(one(asked)?)),
        "digipost.archivedDelete" => ArchivesAsk::Delete(uuid(asked)?),
        _ => ArchivesAsk::List,
    })
}

fn name<'a>(asked: &'a Asked<'_>, index: usize) -> &'a str {
    asked.names.get(index).map_or("", String::as_str)
}

fn not_found(what: &str, sent: &str) -> Fault {
    let sent: String = sent.chars().take(60).collect();
    Fault::new(
        FaultKind::DocumentNotFound,
        format!("found `{sent}`, which is no {what}"),
    )
}

fn number(asked: &Asked<'_>, index: usize) -> Result<MailNumber, Fault> {
    let sent = name(asked, index);
    let number = sent.parse().ok().map(MailNumber);
    number.ok_or_else(|| not_found("number of a document", sent))
}

fn uuid(asked: &Asked<'_>) -> Result<DocumentUuid, Fault> {
    let sent = name(asked, 1);
    DocumentUuid::parse(sent).ok_or_else(|| not_found("UUID in small letters", sent))
}

fn wrong_query(why: String) -> Fault {
    Fault::new(FaultKind::InvalidQueryParameter, why)
}

fn inbox(asked: &Asked<'_>) -> Result<KeepingAsk, Fault> {
    let form = query(asked, &["offset", "limit"])?;
    let count = |name: &str, usual: usize, max: usize| match form.get(name) {
        None => Ok(usual),
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| *number <= max)
            .ok_or_else(|| {
                let text: String = text.chars().take(40).collect();
                wrong_query(format!(
                    "{name}: expected a number up to {max}, found `{text}`"
                ))
            }),
    };
    let offset = count("offset", 0, usize::MAX)?;
    let limit = count("limit", LIMIT, LIMIT_MAX)?;
    Ok(KeepingAsk::Inbox(sender(asked)?, offset, limit))
}

/// A one-time address; whatever else stands in it does not matter.
fn follow(asked: &Asked<'_>) -> Result<KeepingAsk, Fault> {
    let number = number(asked, 0).unwrap_or(MailNumber(0));
    let text = asked.received.request.uri().query().unwrap_or_default();
    let form = Form::from_query(text).unwrap_or_default();
    let token = form.get("token").unwrap_or_default();
    Ok(KeepingAsk::Follow(number, token.to_owned()))
}

fn new_archive(asked: &Asked<'_>) -> Result<KeepingAsk, Fault> {
    let parts = parts::read(asked, "archive")?;
    let root = document(&parts.metadata, asked.dialect, "archive")?;
    let (sender, name, documents) = archive::archive(&root, asked.dialect)?;
    let uuids: Vec<String> = documents.iter().map(|it| it.uuid.to_string()).collect();
    let contents = parts.contents(uuids.iter().map(String::as_str))?;
    let contents = contents.into_iter().map(Blob::of);
    Ok(KeepingAsk::Archive(Box::new(NewArchive {
        sender,
        name,
        documents: documents.into_iter().zip(contents).collect(),
    })))
}

/// One document of an archive, without its content.
fn one(asked: &Asked<'_>) -> Result<NewDocument, Fault> {
    let root = body(asked, "archive-document")?;
    archive::document(Sequence::of(&root), asked.dialect)
}

fn page(asked: &Asked<'_>) -> Result<ArchivesAsk, Fault> {
    let called = name(asked, 1);
    let Some(archive) = links::archive_called(called) else {
        return Err(not_found("archive of a link", called));
    };
    let form = query(asked, &["after", "attributes", "fromDate", "toDate"])?;
    let after = form.get("after").unwrap_or("0");
    let after = after.parse().map_err(|_| {
        wrong_query("after: expected the number of a link `next_documents`".to_owned())
    })?;
    let moment = |name: &str| -> Result<Option<Timestamp>, Fault> {
        let Some(sent) = form.get(name) else {
            return Ok(None);
        };
        // The client writes it as Java does, which leaves seconds out where there are none.
        let at = plain_text(sent).and_then(|text| text.trim().parse().ok());
        at.map(Some).ok_or_else(|| {
            wrong_query(format!(
                "{name}: expected the Base64 of an instant with its offset"
            ))
        })
    };
    let search = Search {
        archive,
        after,
        attributes: attributes(form.get("attributes"))?,
        from: moment("fromDate")?,
        until: moment("toDate")?,
    };
    Ok(ArchivesAsk::Page(Box::new(search)))
}

/// Keys and values, one after the other with commas between, in Base64 (Digipost: Java client
/// 18.0).
fn attributes(sent: Option<&str>) -> Result<Vec<(String, String)>, Fault> {
    let Some(sent) = sent.filter(|sent| !sent.is_empty()) else {
        return Ok(Vec::new());
    };
    let wrong =
        || wrong_query("attributes: expected the Base64 of keys and values with commas".to_owned());
    let text = plain_text(sent).ok_or_else(wrong)?;
    links::pairs_of(&text).ok_or_else(wrong)
}

/// The text in Base64, whichever alphabet it is in, and though a query made blanks of its pluses.
fn plain_text(sent: &str) -> Option<String> {
    let standard: String = sent
        .chars()
        .map(|it| match it {
            '-' | ' ' => '+',
            '_' => '/',
            it => it,
        })
        .collect();
    String::from_utf8(BASE64.decode(standard).ok()?).ok()
}

/// The reference at the end of the path, which may end with a slash.
fn reference(asked: &Asked<'_>) -> Result<String, Fault> {
    let path = unescaped(&asked.received.path);
    let sent = path
        .split_once("/referenceid/")
        .map_or("", |(_, sent)| sent);
    plain_text(sent).ok_or_else(|| not_found("Base64 of a reference", sent))
}

fn add_data(asked: &Asked<'_>) -> Result<KeepingAsk, Fault> {
    let (id, uuid) = (sender(asked)?, uuid(asked)?);
    let root = body(asked, "additional-data")?;
    let mut sequence = Sequence::of(&root);
    let data = sequence.required("data-type").map_err(refused)?;
    data_type(data)?;
    let named = archive::sender_of(&mut sequence)?;
    sequence.finish().map_err(refused)?;
    Ok(KeepingAsk::AddData(id, uuid, named))
}
