//! Messages both ways.

mod door;

pub use door::Echo;
pub(super) use door::{decode, encode};
