//! Messages of MPS, both ways.
//!
//! `contract` holds messages of the sibling services against their tables, `siblings` reads and
//! writes them; the others are those of the first service. `door` reads a request as HTTP and SOAP, `caller` its user,
//! `lookup`, `shipment` and `status` hold one message pair
//! each for server and for client, `schema` the simple types, `answer` the envelopes that go back.

mod answer;
mod caller;
pub mod client;
mod contract;
mod door;
mod echo;
mod lookup;
mod refusal;
mod schema;
mod shipment;
mod siblings;
mod status;

pub(super) use answer::encode;
pub(super) use caller::caller;
#[cfg(test)]
pub(super) use contract::holds_contract;
pub(super) use door::decode;
pub use echo::Echo;
