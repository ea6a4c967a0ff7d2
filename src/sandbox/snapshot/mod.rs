//! The whole world as text, and back: one JSON document, keys sorted.

mod check;
mod faults;
mod read;
mod text;

pub use read::{SnapshotError, restore};
pub use text::snapshot;
