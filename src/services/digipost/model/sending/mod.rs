//! TODO-sending

use super::apply::{Broker, Model};
use super::command::Event;
use crate::consumer::Turn;
use crate::services::digipost::faults::Fault;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum SendingAsk {}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub enum SendingReply {}

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {}

pub(super) fn answer(
    _: &mut Model,
    ask: SendingAsk,
    _: &Broker,
    _: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    match ask {}
}
