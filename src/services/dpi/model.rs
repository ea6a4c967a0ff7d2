//! The state of dpi, and what becomes of commands.

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

/// Something that happens later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// To be built.
    Nothing,
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Nothing => "to be built".to_owned(),
        }
    }
}

impl Model {
    /// Answers a request.
    pub(in crate::services::dpi) fn apply(
        &mut self,
        command: Command,
        turn: &mut Turn<'_, Event>,
    ) -> Result<Reply, Fault> {
        let _ = (command, turn);
        Err(Fault)
    }

    /// Lets something happen that was due.
    pub fn fire(&mut self, event: Event, turn: &mut Turn<'_, Event>) {
        let _ = (event, turn);
    }
}
