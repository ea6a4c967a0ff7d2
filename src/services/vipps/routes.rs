//! The seat of Vipps at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::{Fault, FaultKind, FrontKind};
use super::model::{Command, Event, Model, Reply};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo, Tokens};
use crate::consumer::Turn;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Sealing,
    Simulated, Staged,
};

/// Vipps.
#[derive(Debug, Default)]
pub struct Vipps {
    tokens: Tokens,
}

impl Simulated for Vipps {
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
        wire::decode(&self.tokens, received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        mut command: Command,
        _: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        match FaultKind::named(refusal.name) {
            Some(kind) => {
                let mut fault = Fault::of(kind, "what an armed rule asked for");
                if kind == FaultKind::Front(FrontKind::RateLimited) {
                    fault.wait_s = Some(1);
                }
                // The sandbox's settings have a say in how it is written.
                command.armed = Some(Box::new(fault));
                Staged::Proceed(command)
            }
            None => {
                command.wish(refusal.name);
                Staged::Proceed(command)
            }
        }
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

    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
        wire::seal(sealing, response);
    }
}
