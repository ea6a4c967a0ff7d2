//! The seat of the register at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::{Fault, FaultKind};
use super::model::{Command, Desire, Model, Reply, Wish};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::Turn;
use crate::documents::maskinporten::Bearers;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Sealing,
    Simulated, Staged,
};

/// KRR: the contact and reservation register (Digdir: KRR).
#[derive(Debug, Default)]
pub struct Krr {
    bearers: Bearers,
}

impl Simulated for Krr {
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
        wire::decode(&self.bearers, received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        mut command: Command,
        _: &mut Echo,
        rows: &[usize],
    ) -> Staged<Command, Fault> {
        match FaultKind::parse(refusal.name) {
            // The sandbox's settings have a say in how it is written.
            Some(kind) => {
                let fault = Fault::new(kind, "what an armed rule asked for");
                command.armed = Some(Box::new(fault));
            }
            None => {
                command.wish = Desire::parse(refusal.name).map(|what| Wish {
                    what,
                    rows: rows.to_vec(),
                });
            }
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
