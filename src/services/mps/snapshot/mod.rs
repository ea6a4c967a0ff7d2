//! The state of MPS in snapshots, and whether one that was read can be.

mod check;
mod filed;
mod files;
mod pending;
mod sound;
mod text;

pub use check::{check_event, check_state, has_transaction, used_ids};
pub use pending::check_agenda;
