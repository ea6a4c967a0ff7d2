//! How MPS finds an eFaktura receiver.

mod find;

#[cfg(test)]
mod tests;

pub use find::{Found, KeyAddress, KeyName, KeyReference, LookupKey, find};
