//! The router's messages: forms and multipart in, JSON out.

mod answer;
mod door;
mod intake;
mod pages;
mod query;

pub(super) use answer::{encode_fault, encode_reply};
pub(super) use door::{caller, decode};
pub(super) use pages::Echo;
