//! The consumers' book: mandates, presented invoices, claims, and the news of them.

mod claims;
mod invoices;
mod mailboxes;
mod mandates;
mod whole;

pub(super) use whole::Order;
pub use whole::{Book, BookEvent};
