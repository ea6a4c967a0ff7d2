//! Bytes to transmissions.

mod claims;
mod ends;
mod fillers;
mod glimpse;
mod order;
mod outgoing;
mod payments;
mod transmission;

pub use glimpse::{Glimpse, glimpse};
pub use outgoing::read_outgoing;
pub use transmission::read;
