//! One consumer's book: what happens between consumers and the services, kept once for all of
//! them. Pure; knows the trade and no service.

pub mod actions;
mod book;
mod claim;
mod mandate;
mod presented;
mod turn;

pub use book::{Book, BookEvent};
pub use claim::{Claim, ClaimId, ClaimState};
pub use mandate::{Mandate, MandateKey};
pub use presented::{DocumentType, Presented, PresentedId, PresentedState};
pub use turn::{CaseRef, Happening, Note, Turn};
