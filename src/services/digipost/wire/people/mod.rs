//! Who is there: messages both ways.

mod entrypoint;
mod identification;
mod read;
mod write;

pub(super) use read::{query, read, sender};
pub(super) use write::write;
