//! The seat of Digipost at the front door.

use std::convert::Infallible;

use bytes::Bytes;
use http::Response;

use super::faults::{Fault, FaultKind};
use super::model::{Answer, Command, Event, Model, Reply, SendingReply};
use super::operations::{MOUNT, OPERATIONS};
use super::wire::{self, Echo, Tamper};
use crate::consumer::Turn;
use crate::services::{
    Caller, Decoded, Heard, Mount, Operation, Received, Refused, Said, Scripted, Sealing,
    Simulated, Spoken, Staged,
};

/// Digipost.
#[derive(Debug, Clone, Copy)]
pub struct Digipost;

impl Simulated for Digipost {
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
        wire::decode(received)
    }

    fn stage(
        &self,
        refusal: &'static Scripted,
        mut command: Command,
        echo: &mut Echo,
        _: &[usize],
    ) -> Staged<Command, Fault> {
        if let Some(tamper) = Tamper::parse(refusal.name) {
            echo.signing.tamper = Some(tamper);
            return Staged::Proceed(command);
        }
        let why = "what an armed rule asked for";
        let kind = if echo.is_about_users() {
            FaultKind::named_about_users(refusal.name)
        } else {
            FaultKind::named(refusal.name)
        };
        match kind {
            Some(kind @ FaultKind::InvalidSignature) => {
                Staged::Refused(Fault::new(kind, command.signed.compared(why)))
            }
            Some(kind) => Staged::Refused(Fault::new(kind, why)),
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

    fn objection<'r>(&self, reply: &'r Reply) -> Option<&'r dyn Spoken> {
        match &reply.answer {
            Answer::Sending(SendingReply::Exists(_, fault)) => Some(fault),
            Answer::Sending(_) | Answer::People(_) | Answer::Keeping(_) | Answer::Agreements(_) => {
                None
            }
        }
    }

    fn encode(&self, echo: &Echo, said: Result<&Reply, &Fault>) -> Response<Bytes> {
        wire::encode(echo, said)
    }

    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
        wire::seal(sealing, response);
    }
}
