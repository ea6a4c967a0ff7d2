//! Acting as the consumer: what a person of the cast can do in the netbank, in Vipps, in
//! Digipost, at the bank and in the contact register, one row a deed.
//!
//! A deed changes the cast or the book and nothing else. What a service makes of it shows when the
//! service looks next.

mod banking;
mod claim;
mod consent;
mod contact;
mod error;
mod given;
mod invoice;
mod mailbox;
mod mandate;
mod payment;
mod stage;
mod table;
mod table_mailbox;

#[cfg(test)]
mod tests;

pub use error::{ActionError, Refusal};
pub use stage::{Done, Fields, Stage, act, check};
pub use table::{ACTIONS, Action, Field, FieldKind, find};
