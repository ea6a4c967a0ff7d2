//! What scenarios may ask MPS for by name: a table.
//!
//! A number is the service's own fault code, spoken at once; `E…` and `A…` are rejections that
//! follow when the transaction is validated; the rest is told beside each row.

mod combo;
mod files;
mod mandates;
mod siblings;
mod table;

pub use table::SCRIPTED;
