//! What changed between two worlds, in words of the trade.

mod mailboxes;
mod parts;
mod people;
mod services;
mod world;

pub use world::{Change, diff};
