//! Messages both ways.

mod answer;
mod details;
mod door;
mod form;
mod grant;
mod sealed;

pub(super) use answer::encode;
pub use door::Echo;
pub(super) use door::{caller, decode};
pub(super) use sealed::seal;
