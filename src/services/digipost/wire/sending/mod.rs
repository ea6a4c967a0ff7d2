//! Messages, receipts, status and events: both ways.

mod document;
mod facts;
mod handed;
mod message;
mod query;
mod read;
mod recipient;
mod root;
mod write;

pub(super) use read::read;
pub(super) use write::write;
