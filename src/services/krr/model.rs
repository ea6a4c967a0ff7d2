//! The state of krr, and what becomes of commands.

use std::convert::Infallible;

use super::faults::Fault;
use crate::consumer::Turn;

/// The state in one sandbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command;

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply;

impl Model {
    /// Answers a request.
    pub(in crate::services::krr) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Infallible>,
    ) -> Result<Reply, Fault> {
        let _ = (command, turn);
        Err(Fault)
    }
}
