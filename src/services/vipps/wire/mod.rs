//! Requests and answers as HTTP and JSON.

mod access;
mod answer;
mod door;
mod echo;
mod invoice;
mod keys;
mod members;
mod paying;
pub(super) mod sealed;
mod sending;
mod strict;
mod subject;
mod tokens;

pub(super) use answer::encode;
pub(super) use door::{caller, decode};
pub use echo::Echo;
pub(super) use sealed::seal;
pub(super) use tokens::Tokens;
