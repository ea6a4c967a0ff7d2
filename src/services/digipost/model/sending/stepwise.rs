//! The old way of sending: begin a message, add the content of each document, send it (Digipost:
//! API before version 7; version 7 keeps its states and links).

use std::sync::Arc;

use super::ask::{Handed, Sending, SendingReply, refuse, short};
use super::stored::{MessageNumber, MessageStatus, State, Stored, StoredPart};
use super::wish::Wish;
use super::{checks, parties, receipt, route, send};
use crate::consumer::Turn;
use crate::domain::slug::Slug;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::Broker;
use crate::services::digipost::model::command::Event;

/// Begins a message.
pub(super) fn create(
    state: &mut State,
    sending: Sending,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let Sending {
        mut message, wish, ..
    } = sending;
    let sender = parties::sender(&message.sender, broker, turn)?;
    if let Some(exists) = exists(state, &sender.slug, message.message_id.as_deref()) {
        return Ok(exists);
    }
    checks::ids(&message, &sender, state, None)?;
    checks::message(&message, &sender, turn)?;
    checks::times(&message, turn)?;
    let route = route::find(&message, &sender, wish, turn)?;
    checks::way(&message, &route)?;
    let mut parts = Vec::with_capacity(message.documents.len());
    for document in &mut message.documents {
        let uuid = send::id_of(document, turn);
        document.uuid = Some(uuid);
        parts.push(StoredPart {
            uuid,
            content: None,
            mail: None,
        });
    }
    let stored = Stored {
        broker: broker.slug.clone(),
        sender: sender.slug,
        sender_id: sender.id,
        created: turn.now,
        channel: route.channel(),
        delivered: None,
        message: Arc::new(message),
        parts,
        printed_unread: None,
    };
    let number = state.add(stored);
    let receipt = receipt::of(number, own(state, number, broker)?, turn.settings);
    let receipt = receipt::of_steps(receipt, Some(&route), turn.cast.sandbox());
    Ok(SendingReply::Receipt(Box::new(receipt), true))
}

/// The answer to a message-id that was used before: old clients follow its address and compare.
fn exists(state: &State, sender: &Slug, message_id: Option<&str>) -> Option<SendingReply> {
    let id = message_id?;
    let number = *state.by_message_id.get(&(sender.clone(), id.to_owned()))?;
    let stored = state.message(number)?;
    let (kind, how) = match stored.status() {
        MessageStatus::NotComplete | MessageStatus::Complete => {
            (FaultKind::InvalidTransaction, "which is not sent yet")
        }
        MessageStatus::Delivered | MessageStatus::DeliveredToPrint => {
            (FaultKind::MessageAlreadySent, "which was sent")
        }
    };
    let why = format!(
        "found message-id `{}` of message {number}, {how}",
        short(id)
    );
    Some(SendingReply::Exists(number, Fault::new(kind, why)))
}

/// A message of the broker's own.
pub(super) fn own<'s>(
    state: &'s State,
    number: MessageNumber,
    broker: &Broker,
) -> Result<&'s Stored, Fault> {
    let stored = state
        .message(number)
        .filter(|stored| stored.broker == broker.slug);
    let why = || format!("found no message {number} of broker {}", broker.id);
    stored.ok_or_else(|| Fault::new(FaultKind::MessageNotFound, why()))
}

/// Adds the content of a document.
pub(super) fn add_content(
    state: &mut State,
    number: MessageNumber,
    index: usize,
    content: Handed,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let stored = own(state, number, broker)?;
    if stored.delivered.is_some() {
        return already_sent(number);
    }
    let found = stored.documents().nth(index);
    let Some((document, part)) = found else {
        let why = format!("found no document {index} in message {number}");
        return refuse(FaultKind::DocumentNotFound, why);
    };
    if part.content.is_some() {
        let why = format!("found document {} with its content", part.uuid);
        return refuse(FaultKind::ContentAlreadyUploaded, why);
    }
    let sender = parties::sender(&stored.message.sender, broker, turn)?;
    let route = route::find(&stored.message, &sender, None, turn)?;
    let opened = send::open(document, &content, &route)?;
    let kept = send::kept(content, opened, turn);
    state.change(number, |stored| {
        if let Some(part) = stored.parts.get_mut(index) {
            part.content = Some(kept);
        }
    });
    let receipt = receipt::of(number, own(state, number, broker)?, turn.settings);
    let receipt = receipt::of_steps(receipt, Some(&route), turn.cast.sandbox());
    Ok(SendingReply::Receipt(Box::new(receipt), false))
}

/// How far a message is.
pub(super) fn read(
    state: &State,
    number: MessageNumber,
    broker: &Broker,
    turn: &Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let stored = own(state, number, broker)?;
    // Who has left since it was sent has no key any more; the receipt is told all the same.
    let sender = parties::sender(&stored.message.sender, broker, turn).ok();
    let route = sender.and_then(|sender| route::find(&stored.message, &sender, None, turn).ok());
    let receipt = receipt::of(number, stored, turn.settings);
    let receipt = receipt::of_steps(receipt, route.as_ref(), turn.cast.sandbox());
    Ok(SendingReply::Receipt(Box::new(receipt), false))
}

/// Sends a message that is complete; what is wrong with it by now leaves it as it is.
pub(super) fn finish(
    state: &mut State,
    number: MessageNumber,
    wish: Option<Wish>,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let stored = own(state, number, broker)?;
    match stored.status() {
        MessageStatus::Complete => {}
        MessageStatus::NotComplete => {
            let why = format!("found message {number} without all of its content");
            return refuse(FaultKind::InvalidTransaction, why);
        }
        MessageStatus::Delivered | MessageStatus::DeliveredToPrint => {
            return already_sent(number);
        }
    }
    let message = Arc::clone(&stored.message);
    let sender = parties::sender(&message.sender, broker, turn)?;
    checks::message(&message, &sender, turn)?;
    checks::quota(&sender, state, turn)?;
    let route = route::find(&message, &sender, wish, turn)?;
    checks::way(&message, &route)?;
    let channel = route.channel();
    state.change(number, |stored| stored.channel = channel);
    match send::done(state, number, &sender, &route, wish, turn)? {
        SendingReply::Receipt(receipt, _) => {
            let receipt = receipt::of_steps(*receipt, Some(&route), turn.cast.sandbox());
            Ok(SendingReply::Receipt(Box::new(receipt), false))
        }
        other @ (SendingReply::Exists(..) | SendingReply::Status(_) | SendingReply::Events(_)) => {
            Ok(other)
        }
    }
}

fn already_sent(number: MessageNumber) -> Result<SendingReply, Fault> {
    refuse(
        FaultKind::MessageAlreadySent,
        format!("found message {number}, which was sent"),
    )
}
