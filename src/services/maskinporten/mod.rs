//! Maskinporten: access tokens for machines (Digdir: Maskinporten).
//!
//! Start at [`OPERATIONS`]. Absent: tokens of system users and consents, opaque tokens, DPoP, and
//! the self-service interface in which clients are registered, for which the cast stands.

mod faults;
mod model;
mod operations;
mod routes;
mod scripted;
mod snapshot;
#[cfg(test)]
mod tests;
mod wire;

pub use faults::{Fault, FaultKind};
pub use model::{Command, Model, Reply};
pub use operations::{MOUNT, OPERATIONS};
pub use routes::Maskinporten;
pub use scripted::SCRIPTED;
pub use wire::Echo;
