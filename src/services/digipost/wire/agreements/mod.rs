//! The user-agreements API: messages both ways.

mod body;
mod query;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(super) use read::read;
pub(super) use write::write;
