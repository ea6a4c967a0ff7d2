//! One consumer's book: what happens between consumers and the services, kept once for all of
//! them. Pure; knows the trade and no service.

pub mod actions;
mod bank;
mod book;
mod claim;
mod later;
mod mandate;
mod presented;
mod turn;

#[cfg(test)]
mod tests;

pub use bank::{debit_day, run_at};
pub use book::{Book, BookEvent};
pub use claim::{Claim, ClaimId, ClaimState, Month};
pub use later::Later;
pub use mandate::{Mandate, MandateChange, MandateChangeKind, MandateKey};
pub use presented::{DocumentType, Presented, PresentedId, PresentedState, VippsStay};
pub use turn::{CaseRef, Happening, Note, Turn};
