//! What is kept: messages both ways.

mod archive;
mod links;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;
