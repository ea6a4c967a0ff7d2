//! Messages of `EfakturaAtgService` v1, both ways.
//!
//! `door` reads a request as HTTP and SOAP, `security` its user,
//! `lookup`, `shipment` and `status` hold one message pair
//! each for server and for client, the files named like operations one each for the server,
//! `schema` the simple types, `answer` the envelopes that go back.

mod answer;
mod blacklist;
mod cancel;
pub mod client;
mod door;
mod echo;
mod lookup;
mod mandate;
mod refusal;
mod schema;
mod security;
mod shipment;
mod shipments;
mod signature;
mod status;

pub(super) use answer::encode;
pub(super) use door::decode;
pub use echo::Echo;
pub(super) use security::caller;
pub use signature::sign;
