//! Messages of `EfakturaAtgService` v1, both ways.
//!
//! `door` reads a request as HTTP and SOAP, `lookup`, `shipment` and `status` hold one message pair
//! each for server and for client, `schema` the simple types, `answer` the envelopes that go back.

mod answer;
pub mod client;
mod door;
mod lookup;
mod refusal;
mod schema;
mod shipment;
mod status;

pub(super) use answer::encode;
pub(super) use door::decode;

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// The message identifier.
    Message(String),
    /// The address that the interface description was asked at.
    Address(String),
}

impl Echo {
    /// The message identifier; empty where there is none.
    fn message(&self) -> &str {
        match self {
            Self::Message(identifier) => identifier,
            Self::Address(_) => "",
        }
    }
}
