//! The bank's messages as XML and as JSON, both ways.

mod answer;
mod door;
mod fields;

pub(super) use answer::encode;
pub(super) use door::decode;
pub use door::{Echo, Format};
