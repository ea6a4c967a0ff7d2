//! Multipart bodies that are already in memory: forms, whose parts are fields with names, and
//! bodies of any subtype, whose parts are files.

mod read;

#[cfg(test)]
mod tests;

pub use read::{FilePart, Limits, MultipartError, Part, Parts, read, read_files};
