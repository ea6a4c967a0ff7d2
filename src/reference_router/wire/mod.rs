//! The router's messages: forms and multipart in, JSON out.

mod answer;
mod door;
mod intake;
mod query;

pub use answer::{encode_fault, encode_reply};
pub use door::decode;
