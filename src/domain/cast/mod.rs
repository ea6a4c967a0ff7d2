//! The cast of a sandbox: its people and companies.

mod members;

#[cfg(test)]
pub(super) mod tests;

pub use members::{Cast, Seen, Taken};
