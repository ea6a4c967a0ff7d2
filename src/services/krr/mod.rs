//! KRR: the contact and reservation register (Digdir: KRR).
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
pub use model::{Command, Model, Reply};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Krr;
pub use scripted::SCRIPTED;
pub use wire::Echo;
