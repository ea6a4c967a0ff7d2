//! The side of those who send.

mod answer;
mod ask;
mod validation;

pub(super) use answer::answer;
pub use ask::{Draft, SendingAsk, SendingReply, SendingWhat};
pub(super) use validation::{expire, validate, validation_facts};
