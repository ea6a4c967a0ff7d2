//! The side of those who send.

mod answer;
mod ask;
mod due;
mod judge;
mod links;
mod revoke;
mod rules;
mod send;
mod validation;

pub(super) use answer::answer;
pub use ask::{Draft, DraftPayment, SendingAsk, SendingReply, SendingWhat};
pub(in crate::services::vipps) use links::{is_https, is_mime_type, shortened};
pub(in crate::services::vipps) use validation::consumer_fact;
pub(super) use validation::{validate, validation_facts};
