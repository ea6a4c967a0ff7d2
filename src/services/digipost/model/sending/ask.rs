//! What is asked of sending, and what it answers.

use super::events::{self, DocumentEvent, EventsAsk};
use super::later::{self, SendingEvent};
use super::message::Message;
use super::receipt::Receipt;
use super::status::{self, DocumentStatus};
use super::stored::MessageNumber;
use super::wish::Wish;
use super::{send, stepwise};
use crate::consumer::Turn;
use crate::domain::blob::Blob;
use crate::domain::digipost::DocumentUuid;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::apply::{Broker, Model};
use crate::services::digipost::model::command::Event;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum SendingAsk {
    /// To send a message with all its content at once.
    Send(Box<Sending>),
    /// To begin a message whose content comes one by one.
    Create(Box<Sending>),
    /// How far a message is.
    Read(MessageNumber),
    /// To add the content of a document, counted from 0.
    AddContent(MessageNumber, usize, Handed),
    /// To send a message that is complete.
    Finish(MessageNumber, Option<Wish>),
    /// What became of a document: number of its sender, and its id.
    Status(i64, DocumentUuid),
    /// What happened to documents.
    Events(EventsAsk),
}

/// A message to send.
#[derive(Debug, Clone, PartialEq)]
pub struct Sending {
    /// The message.
    pub message: Message,
    /// The content of each document; nothing where it comes later.
    pub contents: Vec<Handed>,
    /// What a scenario asked for.
    pub wish: Option<Wish>,
}

/// Content as it was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Handed {
    /// The bytes.
    pub bytes: Blob,
    /// What was found when it was opened as an envelope, with the key of recipients and with that
    /// of print; `None` where it is not encrypted.
    pub sealed: Option<Sealed>,
    /// They begin as a PDF does.
    pub is_pdf: bool,
}

/// What is in encrypted content.
#[derive(Debug, Clone, PartialEq)]
pub enum Sealed {
    /// The key of recipients opens it.
    ForRecipient(Blob),
    /// The key of print opens it.
    ForPrint(Blob),
    /// Neither does, and why.
    ForNobody(String),
    /// It is not encrypted, and what it is.
    Nothing(String),
}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub enum SendingReply {
    /// How far a message is; whether it is new.
    Receipt(Box<Receipt>, bool),
    /// A message that is to be begun is there already, and what there is against another.
    Exists(MessageNumber, Fault),
    /// What became of a document.
    Status(Box<DocumentStatus>),
    /// What happened to documents.
    Events(Vec<DocumentEvent>),
}

impl SendingAsk {
    /// The same, with what a scenario asked for; a name that means nothing here changes nothing.
    pub(in crate::services::digipost::model) fn wish(&mut self, name: &str) {
        let wished = Wish::parse(name);
        match self {
            Self::Send(sending) | Self::Create(sending) => sending.wish = wished,
            Self::Finish(_, wish) => *wish = wished,
            Self::Read(_) | Self::AddContent(..) | Self::Status(..) | Self::Events(_) => {}
        }
    }
}

pub(in crate::services::digipost::model) fn answer(
    model: &mut Model,
    ask: SendingAsk,
    broker: &Broker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let state = &mut model.sending;
    match ask {
        SendingAsk::Send(sending) => send::at_once(state, *sending, broker, turn),
        SendingAsk::Create(sending) => stepwise::create(state, *sending, broker, turn),
        SendingAsk::Read(number) => stepwise::read(state, number, broker, turn),
        SendingAsk::AddContent(number, index, content) => {
            stepwise::add_content(state, number, index, content, broker, turn)
        }
        SendingAsk::Finish(number, wish) => stepwise::finish(state, number, wish, broker, turn),
        SendingAsk::Status(sender, uuid) => {
            let told = status::of(state, sender, uuid, broker, turn)?;
            Ok(SendingReply::Status(Box::new(told)))
        }
        SendingAsk::Events(ask) => {
            events::answer(state, &ask, broker, turn).map(SendingReply::Events)
        }
    }
}

/// Lets something happen that was due.
pub(in crate::services::digipost::model) fn fire(
    model: &mut Model,
    event: &SendingEvent,
    turn: &mut Turn<'_, Event>,
) {
    later::fire(&mut model.sending, event, turn);
}

/// A refusal.
pub(super) fn refuse<T>(kind: FaultKind, found: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::new(kind, found))
}

/// A text of a client as words repeat it.
pub(super) fn short(text: &str) -> String {
    text.chars().take(80).collect()
}
