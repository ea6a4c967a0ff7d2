//! The sibling services: messages against their tables, issuers, and invoices in the one store.

mod cancelling;
mod contract;
mod index;
mod invoices;
mod issuers;
mod message;
mod trouble;
mod users;
