//! The state of digital post in snapshots.

mod check;
mod message;
mod package;
mod print;
mod text;

pub use check::{check_event, check_state, files, used_ids};
