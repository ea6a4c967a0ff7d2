//! The seat of krr at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::Fault;
use super::model::{Command, Model, Reply};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::Turn;
use crate::services::{
    Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Simulated, Staged,
};

/// KRR: the contact and reservation register (Digdir: KRR).
#[derive(Debug, Clone, Copy)]
pub struct Krr;

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

    fn decode(&self, received: &Received) -> Result<Decoded<Command, Echo>, Box<Refused>> {
        wire::decode(received)
    }

    fn stage(
        &self,
        _: &'static Scripted,
        command: Command,
        _: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
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
}
