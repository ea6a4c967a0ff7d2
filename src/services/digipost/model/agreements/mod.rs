//! TODO-agreements

use super::apply::{Broker, Model};
use super::command::Event;
use crate::consumer::Turn;
use crate::services::digipost::faults::Fault;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreementsAsk {}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreementsReply {}

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::services::digipost) struct State {}

pub(super) fn answer(
    _: &mut Model,
    ask: AgreementsAsk,
    _: &Broker,
    _: &mut Turn<'_, Event>,
) -> Result<AgreementsReply, Fault> {
    match ask {}
}
