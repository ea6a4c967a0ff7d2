//! Messages of Digipost, both ways.
//!
//! `door` finds the operation and reads what every request has, `answer` writes what every answer
//! has; each part of the service has a folder.

mod agreements;
mod answer;
pub mod client;
mod dialect;
mod door;
mod echo;
mod keeping;
mod parties;
mod parts;
mod people;
mod schema;
mod sending;
mod signature;
mod values;

pub(super) use answer::encode;
pub use dialect::Dialect;
pub(super) use door::{caller, decode};
pub use echo::Echo;
pub(super) use signature::seal;
pub use signature::{Signing, Tamper};
