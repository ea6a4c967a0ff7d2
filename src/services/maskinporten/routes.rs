//! The seat of maskinporten at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::{Fault, FaultKind};
use super::model::{Command, Model, Reply};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::Turn;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Sealing,
    Simulated, Staged,
};

/// Maskinporten: access tokens for machines (Digdir: Maskinporten).
#[derive(Debug, Clone, Copy)]
pub struct Maskinporten;

impl Simulated for Maskinporten {
    type Model = Model;
    type Command = Command;
    type Reply = Reply;
    type Fault = Fault;
    type Event = Infallible;
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
        wire::decode(received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        mut command: Command,
        _: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        match FaultKind::named(refusal.name) {
            // The sandbox has a say in how it is written.
            Some(kind) => {
                let found = "what an armed rule asked for";
                command.armed = Some(Box::new(Fault::new(kind, found)));
            }
            None => command.wish(refusal.name),
        }
        Staged::Proceed(command)
    }

    fn apply(
        &self,
        model: &mut Model,
        command: Command,
        turn: &mut Turn<'_, Infallible>,
    ) -> Said<Reply, Fault, Infallible> {
        Said::Done(model.apply(command, turn))
    }

    fn resume(
        &self,
        _: &mut Model,
        never: Infallible,
        _: Heard,
        _: &mut Turn<'_, Infallible>,
    ) -> Said<Reply, Fault, Infallible> {
        match never {}
    }

    fn encode(&self, echo: &Echo, said: Result<&Reply, &Fault>) -> Response<Bytes> {
        wire::encode(echo, said)
    }

    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
        wire::seal(sealing, response);
    }
}
