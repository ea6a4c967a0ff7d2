//! The entry point, who a recipient is, senders, keys, accounts.

mod around;
mod entrypoint;
mod identify;
mod parts;
pub(super) mod world;
