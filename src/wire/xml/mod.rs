//! XML in memory: a small tree read within limits, a strict reader of sequences, and a writer.
//!
//! The tree forgets comments, processing instructions and the order of text between children;
//! business messages never put meaning there. No entity but the five predefined ones is ever
//! resolved and no document type is read, so nothing can be made to grow or to fetch.

mod canonical;
mod element;
mod encoding;
mod error;
mod parse;
mod sequence;
#[cfg(test)]
mod tests;
mod writer;

pub use canonical::{Canon, CanonError, canonical};
pub use element::{Attribute, Element, Limits, Name, Position};
pub use error::{XmlError, XmlErrorKind};
pub use parse::root_name;
pub use sequence::Sequence;
pub use writer::Writer;
