//! The seat of the bank at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::Fault;
use super::model::{Command, Event, Model, Reply, Wanted};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo};
use crate::consumer::Turn;
use crate::services::{
    Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Simulated, Staged,
};

/// The bank.
#[derive(Debug, Clone, Copy)]
pub struct Bank;

impl Simulated for Bank {
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
        _: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        match Wanted::of(refusal) {
            Wanted::Refusal(fault) => Staged::Refused(fault),
            Wanted::Wish(wish) => Staged::Proceed(Command {
                wish: Some(wish),
                ..command
            }),
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
        wire::encode(*echo, said)
    }
}
