//! Sending a message: everything is judged first, then everything is done.

use std::sync::Arc;

use super::ask::{Handed, Sealed, Sending, SendingReply, refuse};
use super::message::Document;
use super::parties::Sender;
use super::receipt;
use super::route::Route;
use super::stored::{Content, MessageNumber, State, Stored, StoredPart};
use super::wish::Wish;
use super::{checks, deliver, parties, route};
use crate::consumer::Turn;
use crate::domain::blob::Blob;
use crate::domain::digipost::DocumentUuid;
use crate::domain::mint::Stream;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// Sends a message that came whole.
pub(super) fn at_once(
    state: &mut State,
    sending: Sending,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let Sending {
        message,
        contents,
        wish,
    } = sending;
    let sender = parties::sender(&message.sender, broker, turn)?;
    checks::ids(&message, &sender, state, None)?;
    checks::message(&message, &sender, turn)?;
    checks::times(&message, turn)?;
    checks::quota(&sender, state, turn)?;
    let route = route::find(&message, &sender, wish, turn)?;
    checks::way(&message, &route)?;
    let opened = message.documents.iter().zip(&contents);
    let opened = opened.map(|(document, handed)| open(document, handed, &route));
    let opened = opened.collect::<Result<Vec<_>, Fault>>()?;
    let mut parts = Vec::with_capacity(opened.len());
    for ((handed, opened), document) in contents.into_iter().zip(opened).zip(&message.documents) {
        parts.push(StoredPart {
            uuid: id_of(document, turn),
            content: Some(kept(handed, opened, turn)),
            mail: None,
        });
    }
    let stored = Stored {
        broker: broker.slug.clone(),
        sender: sender.slug.clone(),
        sender_id: sender.id,
        created: turn.now,
        channel: route.channel(),
        delivered: None,
        parts,
        message: Arc::new(message),
        printed_unread: None,
    };
    let number = state.add(stored);
    done(state, number, &sender, &route, wish, turn)
}

/// Delivers what was judged, and says so.
pub(super) fn done(
    state: &mut State,
    number: MessageNumber,
    sender: &Sender,
    route: &Route,
    wish: Option<Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    deliver::deliver(state, number, sender, route, wish, turn);
    match state.message(number) {
        Some(stored) => {
            let receipt = receipt::of(number, stored, turn.settings);
            Ok(SendingReply::Receipt(Box::new(receipt), true))
        }
        None => refuse(
            FaultKind::MessageNotFound,
            format!("found no message {number}"),
        ),
    }
}

/// What the reader of a document sees: the content that was sent, or what is in its envelope.
pub(super) fn open(
    document: &Document,
    handed: &Handed,
    route: &Route,
) -> Result<Option<Blob>, Fault> {
    let of = match document.uuid {
        Some(uuid) => format!("document {uuid}"),
        None => "a document".to_owned(),
    };
    let to_print = match route {
        Route::Print(_) => true,
        Route::Mailbox(_) | Route::Email(_) | Route::Peppol => false,
    };
    let Some(sealed) = handed.sealed.as_ref().filter(|_| document.encrypted) else {
        if to_print && !handed.is_pdf && document.technical_type.is_none() {
            let why = format!("found something else in {of}");
            return refuse(FaultKind::InvalidPdfContent, why);
        }
        return Ok(None);
    };
    let other = FaultKind::ContentNotEncryptedWithCorrectKey;
    match (sealed, to_print) {
        (Sealed::ForRecipient(opened), false) | (Sealed::ForPrint(opened), true) => {
            Ok(Some(opened.clone()))
        }
        (Sealed::ForRecipient(_), true) => refuse(
            other,
            format!("found {of} encrypted for its recipient, and it is printed"),
        ),
        (Sealed::ForPrint(_), false) => refuse(
            other,
            format!("found {of} encrypted for print, and it goes to a mailbox"),
        ),
        (Sealed::ForNobody(why), _) => refuse(other, format!("{of}: {why}")),
        (Sealed::Nothing(why), _) => refuse(FaultKind::ContentNotEncrypted, format!("{of}: {why}")),
    }
}

/// Keeps content in the blob store.
pub(super) fn kept(handed: Handed, opened: Option<Blob>, turn: &mut Turn<'_, Event>) -> Content {
    let sent = turn.keep(handed.bytes);
    let opened = opened.map_or(sent, |opened| turn.keep(opened));
    Content { opened, sent }
}

/// The id of a document; one that has none is given one.
pub(super) fn id_of(document: &Document, turn: &mut Turn<'_, Event>) -> DocumentUuid {
    let mint = || DocumentUuid::new(turn.mint.uuid(Stream::DigipostDocument));
    document.uuid.unwrap_or_else(mint)
}
