//! Messages both ways.

mod answer;
mod certificate;
mod days;
mod door;
mod echo;
mod person;
mod read;
mod sealed;

pub(super) use answer::encode;
pub(super) use door::{caller, decode};
pub use echo::Echo;
pub(super) use sealed::seal;
