//! What scenarios may ask Digipost for by name: a table for each part.
//!
//! A name in capitals is an error code, spoken at once; the rest is told beside each row.

mod agreements;
mod everywhere;
mod keeping;
mod people;
mod sending;
mod table;

pub use table::SCRIPTED;
