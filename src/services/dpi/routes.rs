//! The seat of digital post at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::Fault;
use super::model::{Command, Event, Model, Reply};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo, Receipts};
use crate::consumer::Turn;
use crate::documents::maskinporten::Bearers;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Sealing,
    Simulated, Staged,
};

/// DPI: digital post to citizens, as the access point of senders offers it (Digdir: DPI).
#[derive(Debug, Default)]
pub struct Dpi {
    bearers: Bearers,
    receipts: Receipts,
}

impl Simulated for Dpi {
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

    fn caller(&self, received: &Received) -> Option<Caller> {
        wire::caller(received)
    }

    fn decode(&self, received: &Received) -> Result<Decoded<Command, Echo>, Box<Refused>> {
        wire::decode(&self.bearers, received)
    }

    fn stage(
        &self,
        wanted: &'static Scripted,
        mut command: Command,
        _: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        command.want(wanted.name);
        Staged::Proceed(command)
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

    fn encode(&self, echo: &Echo, said: Result<&Reply, &Fault>) -> Response<Bytes> {
        wire::encode(echo, said)
    }

    fn seal(&self, _: &Sealing<'_>, response: &mut Response<Bytes>) {
        wire::seal(&self.receipts, response);
    }
}
