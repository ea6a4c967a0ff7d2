//! The cast of a sandbox: its people and companies.

mod contacts;
mod eboks;
mod members;
mod seen;
mod vipps;

#[cfg(test)]
pub(super) mod tests;

pub use members::{Cast, Taken};
pub use seen::Seen;
