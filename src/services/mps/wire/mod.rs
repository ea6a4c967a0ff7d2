//! Messages of `EfakturaAtgService` v1, both ways.
//!
//! `door` reads a request as HTTP and SOAP, `caller` its user,
//! `lookup`, `shipment` and `status` hold one message pair
//! each for server and for client, `schema` the simple types, `answer` the envelopes that go back.

mod answer;
mod caller;
pub mod client;
mod door;
mod echo;
mod lookup;
mod refusal;
mod schema;
mod shipment;
mod status;

pub(super) use answer::encode;
pub(super) use caller::caller;
pub(super) use door::decode;
pub use echo::Echo;
