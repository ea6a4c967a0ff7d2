//! What scenarios may ask Vipps for by name: a table for each part.
//!
//! The slug of a problem without its slash, or the name of a refusal in front of the backend, is
//! spoken at once; the rest is told beside each row.

mod access;
mod everywhere;
mod paying;
mod sending;
mod table;

pub use table::SCRIPTED;
