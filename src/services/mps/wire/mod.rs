//! Messages of `EfakturaAtgService` v1, both ways.
//!
//! `door` reads a request as HTTP and SOAP, `caller` its user,
//! `lookup`, `shipment` and `status` hold one message pair
//! each for server and for client, the files named like operations one each for the server, `schema` the simple types, `answer` the envelopes that go back.

mod answer;
mod blacklist;
mod caller;
mod cancel;
pub mod client;
mod door;
mod echo;
mod lookup;
mod mandate;
mod refusal;
mod schema;
mod shipment;
mod shipments;
mod signature;
mod status;

pub(super) use answer::encode;
pub(super) use caller::caller;
pub(super) use door::decode;
pub use echo::Echo;
pub use signature::sign;
