//! Messages both ways.

mod answer;
mod door;
mod invoice;
mod package;
mod sealed;
mod send;

pub(super) use answer::encode;
pub use door::Echo;
pub(super) use door::{caller, decode};
pub(super) use sealed::{Receipts, seal};
