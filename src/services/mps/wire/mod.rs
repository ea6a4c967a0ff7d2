//! Messages of MPS, both ways.
//!
//! `door` reads a request as HTTP and SOAP, `security` its user, `answer` writes the envelopes that
//! go back, `schema` holds the simple types. Each message pair of the first service has a file;
//! `lookup`, `shipment` and `status` serve the client as well. `contract` holds messages of the
//! sibling services against their tables, `siblings` reads and writes them.
//! `mandates` is the creditor mandate API and `files` the file exchange, which are no SOAP at all;
//! `rest` is what the two share.

mod answer;
mod blacklist;
mod cancel;
pub mod client;
mod contract;
mod door;
mod echo;
mod files;
mod lookup;
mod mandate;
mod mandates;
mod refusal;
mod rest;
mod schema;
mod security;
mod shipment;
mod shipments;
mod siblings;
mod signature;
mod status;

pub(super) use answer::encode;
#[cfg(test)]
pub(super) use contract::holds_contract;
pub(super) use door::{caller, decode};
pub use echo::Echo;
pub use signature::sign;
