//! Answers to senders.

use super::ask::{SendingAsk, SendingReply};
use crate::consumer::Turn;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Asker, Event, Model};

/// Answers a request.
pub(in crate::services::vipps::model) fn answer(
    _model: &mut Model,
    _ask: SendingAsk,
    _asker: &Asker,
    _turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    Err(Fault::problem(ProblemKind::UnresolvedError, "to be built"))
}
