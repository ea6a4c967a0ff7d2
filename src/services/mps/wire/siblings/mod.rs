//! Messages of the sibling services, both ways.
//!
//! A request was held against its table before `read` takes values out of it, so what is mandatory
//! is there; `answer` writes what the table promises.

mod answer;
mod read;

pub(super) use answer::{encode, namespace_of};
pub(super) use read::read;
