//! What testers write in files: the cast, later whole scenarios. Reads TOML and says where it is
//! wrong; knows the trade and its text forms, never a service's state or the world.

mod library;
mod source;

#[cfg(test)]
mod tests;

pub use library::CastFile;
pub use source::{LibraryError, place};
