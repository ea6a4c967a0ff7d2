//! Who is there.

use super::apply::{Broker, Model};
use super::command::Event;
use crate::consumer::Turn;
use crate::services::digipost::faults::Fault;

/// What is asked about people and senders.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleAsk {
    /// The entry point.
    EntryPoint,
}

/// What is said about people and senders.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleReply {
    /// The entry point.
    EntryPoint,
}

pub(super) fn answer(
    _: &mut Model,
    ask: PeopleAsk,
    _: &Broker,
    _: &mut Turn<'_, Event>,
) -> Result<PeopleReply, Fault> {
    match ask {
        PeopleAsk::EntryPoint => Ok(PeopleReply::EntryPoint),
    }
}
