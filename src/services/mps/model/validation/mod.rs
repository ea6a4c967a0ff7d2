//! The asynchronous validation: each leg is judged by its own rules, and what passes goes on.

mod claim;
mod efaktura;
mod limit;
mod presentation;
mod validate;

pub(super) use claim::{agreement, find_mandate, may_be_debited};
pub(super) use presentation::later;
pub(super) use validate::{reject_claim, validate};
