//! A request about messages: its command.

use http::header::CONTENT_TYPE;

use super::{facts, handed, message, query};
use crate::domain::digipost::DocumentUuid;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Ask, Sending, SendingAsk};
use crate::services::digipost::wire::door::{Asked, Read, USER_ID, header};
use crate::services::digipost::wire::parts;

/// The part of a body that says what there is.
const METADATA: &str = "message";

/// Reads a request.
pub(in crate::services::digipost::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let ask = match asked.operation.id {
        "digipost.messages.send" => return send(asked),
        "digipost.messages.read" => SendingAsk::Read(number(asked)?),
        "digipost.messages.add_content" => {
            let index = asked.names.get(1).and_then(|text| text.parse().ok());
            let missing = || Fault::new(FaultKind::DocumentNotFound, "found no such document");
            let content = asked.body().clone();
            if content.is_empty() {
                let why = "found nothing in the body";
                return Err(Fault::new(FaultKind::MissingContent, why));
            }
            let handed = handed::encrypted(content);
            SendingAsk::AddContent(number(asked)?, index.ok_or_else(missing)?, handed)
        }
        "digipost.messages.finish" => SendingAsk::Finish(number(asked)?, None),
        "digipost.documents.events" => SendingAsk::Events(query::events(asked)?),
        "digipost.documents.status" | "digipost.documents.statusByLink" => status(asked)?,
        other => {
            let why = format!("{other} is not simulated by Sandkasse");
            return Err(Fault::new(FaultKind::GeneralError, why));
        }
    };
    Ok(Read::plain(Ask::Sending(ask)))
}

/// A message: in parts with all of its content, or as XML alone, the content to come.
fn send(asked: &Asked<'_>) -> Result<Read, Fault> {
    let mut remarks = Vec::new();
    let (message, contents) = if parts::is_multipart(asked) {
        let parts = parts::read(asked, METADATA)?;
        let message = message::message(&parts.metadata, asked.dialect, &mut remarks)?;
        let mut names = Vec::with_capacity(message.documents.len());
        for (index, document) in message.documents.iter().enumerate() {
            match document.uuid {
                Some(uuid) if !names.contains(&uuid) => names.push(uuid),
                Some(uuid) => {
                    let why = format!("found {uuid} a second time");
                    return Err(Fault::new(FaultKind::DuplicateDocumentId, why));
                }
                None => {
                    let why = format!("found no uuid in document {index}, counted from 0");
                    return Err(Fault::new(FaultKind::DocumentsAndFilesMismatch, why));
                }
            }
        }
        let names: Vec<String> = names.iter().map(DocumentUuid::to_string).collect();
        let contents = parts.contents(names.iter().map(String::as_str))?;
        let documents = message.documents.iter();
        let contents = documents.zip(contents);
        let contents = contents.map(|(document, bytes)| match document.encrypted {
            true => handed::encrypted(bytes),
            false => handed::plain(bytes),
        });
        let contents = contents.collect();
        (message, contents)
    } else {
        let type_given = asked.received.request.headers().contains_key(CONTENT_TYPE);
        if !type_given && asked.body().is_empty() {
            let why = "found an empty body, expected a message";
            return Err(Fault::new(FaultKind::ProblemWithRequest, why));
        }
        let message = message::message(asked.body(), asked.dialect, &mut remarks)?;
        (message, Vec::new())
    };
    let is_whole = !contents.is_empty();
    let broker = header(asked.received, USER_ID);
    let facts = facts::of(&message, broker.as_deref());
    let sending = Box::new(Sending {
        message,
        contents,
        wish: None,
    });
    let ask = match is_whole {
        true => SendingAsk::Send(sending),
        false => SendingAsk::Create(sending),
    };
    Ok(Read {
        ask: Ask::Sending(ask),
        facts,
        remarks,
    })
}

fn number(asked: &Asked<'_>) -> Result<u64, Fault> {
    let text = asked.names.first().map_or("", String::as_str);
    text.parse().map_err(|_| {
        let found: String = text.chars().take(80).collect();
        Fault::new(FaultKind::MessageNotFound, format!("found `{found}`"))
    })
}

fn status(asked: &Asked<'_>) -> Result<SendingAsk, Fault> {
    let name = |index: usize| asked.names.get(index).map_or("", String::as_str);
    let uuid = DocumentUuid::parse(&name(1).to_ascii_lowercase());
    let (Some(uuid), Ok(sender)) = (uuid, name(0).parse()) else {
        let found: String = name(1).chars().take(80).collect();
        let why = format!("found no document `{found}`");
        return Err(Fault::new(FaultKind::DocumentNotFound, why));
    };
    Ok(SendingAsk::Status(sender, uuid))
}
