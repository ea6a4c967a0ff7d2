//! How single values and collections are written and read: one form each, used both ways.
//!
//! The types of the trade know no serde. A text form names each field of such a type once, with
//! `#[serde(remote = "…")]` for the whole and `#[serde(with = "written")]` for its values, so
//! what goes out and what comes in cannot drift apart.

mod collections;
mod values;

pub(crate) use collections::plain;
pub use collections::{Written, deserialize, serialize};
pub use values::{ServiceName, Texted};
pub(crate) use values::{formed, read_text, texted, worded};
