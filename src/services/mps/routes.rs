//! The seat of MPS at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::{Fault, FaultKind};
use super::model::{Command, Desire, Event, FilesReply, Model, Reply, Wish};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::Turn;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Simulated, Spoken,
    Staged,
};

/// MPS.
#[derive(Debug, Clone, Copy)]
pub struct Mps;

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
