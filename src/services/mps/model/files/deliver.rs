//! Files to data receivers: mandates that changed and payments that were made.

use crate::consumer::Turn;
use crate::services::mps::model::{Event, Model};

/// Sends every data receiver what there is to tell.
pub(in crate::services::mps::model) fn deliver(model: &mut Model, turn: &mut Turn<'_, Event>) {
    model.files.settled_until = Some(turn.now);
    model.files.lists_wanted.clear();
}
