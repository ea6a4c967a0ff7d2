//! The consumers' book: mandates, presented invoices, claims, mailboxes, and the news of them.

mod agreements;
mod claims;
mod invoices;
mod mailboxes;
mod mandates;
mod registers;
mod whole;

pub(super) use whole::Order;
pub use whole::{Book, BookEvent};
