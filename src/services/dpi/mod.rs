//! DPI: digital post to citizens, as the access point of senders offers it (Digdir: DPI).
//!
//! Start at [`OPERATIONS`].

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::Fault;
pub use model::{Command, Event, Model, Reply};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Dpi;
pub use scripted::SCRIPTED;
pub use wire::Echo;
