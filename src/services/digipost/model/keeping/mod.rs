//! TODO-keeping

use super::apply::{Broker, Model};
use super::command::Event;
use crate::consumer::Turn;
use crate::services::digipost::faults::Fault;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum KeepingAsk {}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub enum KeepingReply {}

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {}

pub(super) fn answer(
    _: &mut Model,
    ask: KeepingAsk,
    _: &Broker,
    _: &mut Turn<'_, Event>,
) -> Result<KeepingReply, Fault> {
    match ask {}
}
