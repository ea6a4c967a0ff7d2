//! The cast of a sandbox: its people and companies.

mod members;
mod vipps;

#[cfg(test)]
pub(super) mod tests;

pub use members::{Cast, Seen, Taken};
