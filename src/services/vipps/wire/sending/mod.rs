//! Messages of this part.

mod draft;
mod facts;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;
