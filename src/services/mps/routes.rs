//! The seat of MPS at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;

use super::faults::{Fault, FaultKind};
use super::model::{Command, Desire, Event, FilesReply, Model, Reply, Wish};
use super::operations::{DELIVER, MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::{Book, Turn};
use crate::domain::cast::Cast;
use crate::services::{
    Caller, Decoded, Doing, Heard, Mount, Operation, Received, Refused, Said, Scripted, Simulated,
    Spoken, Staged,
};

/// MPS.
#[derive(Debug, Clone, Copy)]
pub struct Mps;

impl Mps {
    /// What MPS is about to do by itself when an event happens, if rules may disturb it.
    #[must_use]
    pub fn doing(
        model: &Model,
        event: &Event,
        now: Timestamp,
        cast: &Cast,
        book: &Book,
    ) -> Option<Doing> {
        let operation = OPERATIONS.iter().find(|row| row.id == DELIVER)?;
        let facts = model.doing(event, now, cast, book)?;
        Some(Doing { operation, facts })
    }

    /// Lets an event happen, perhaps as a scenario has it for these rows of its facts.
    pub fn fire(
        model: &mut Model,
        event: Event,
        wanted: Option<(&'static Scripted, &[usize])>,
        turn: &mut Turn<'_, Event>,
    ) {
        let wish = wanted.and_then(|(row, rows)| {
            let what = Desire::parse(row.name)?;
            let rows = rows.to_vec();
            Some(Wish { what, rows })
        });
        model.fire(event, wish.as_ref(), turn);
    }
}

impl Simulated for Mps {
    type Model = Model;
    type Command = Command;
    type Reply = Reply;
    type Fault = Fault;
    type Event = Event;
    type Echo = Echo;
    type Continuation = Infallible;

    fn mount(&self) -> &'static Mount {
        &MOUNT
    }

    fn operations(&self) -> &'static [Operation] {
        OPERATIONS
    }

    fn decode(&self, received: &Received) -> Result<Decoded<Command, Echo>, Box<Refused>> {
        wire::decode(received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        command: Command,
        echo: &mut Echo,
        rows: &[usize],
    ) -> Staged<Command, Fault> {
        if refusal.name == Echo::ANOTHER {
            echo.falsify();
            return Staged::Proceed(command);
        }
        if let Some(what) = Desire::parse(refusal.name) {
            let rows = rows.to_vec();
            let wish = Some(Wish { what, rows });
            return Staged::Proceed(Command { wish, ..command });
        }
        let kind = FaultKind::of_name(refusal.name, command.ask.port());
        Staged::Refused(Fault::new(kind, "what an armed rule asked for"))
    }

    fn caller(&self, received: &Received) -> Option<Caller> {
        wire::caller(received)
    }

    fn apply(
        &self,
        model: &mut Model,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Said<Reply, Fault, Infallible> {
        Said::Done(model.apply(command, turn))
    }

    fn resume(
        &self,
        _: &mut Model,
        never: Infallible,
        _: Heard,
        _: &mut Turn<'_, Event>,
    ) -> Said<Reply, Fault, Infallible> {
        match never {}
    }

    fn objection<'r>(&self, reply: &'r Reply) -> Option<&'r dyn Spoken> {
        // Whoever sends a file gets a receipt of it, and that may say no.
        let Reply::Files(FilesReply::Sent(answer)) = reply else {
            return None;
        };
        let complaint = answer.complaints().first()?;
        Some(complaint)
    }

    fn encode(&self, echo: &Echo, said: Result<&Reply, &Fault>) -> Response<Bytes> {
        wire::encode(echo, said)
    }
}
