//! What the services refuse at once, and what scenarios may ask them to refuse.

mod kinds;
mod scripted;
mod siblings;

pub use kinds::{Fault, FaultKind};
pub use scripted::SCRIPTED;
