//! Files of `AvtaleGiro` and OCR giro in records of 80 characters, both ways.
//!
//! Claims, deletions, mandates and payments (MPS: AvtaleGiro, system specification; OCR giro,
//! system manual). What payees send is read with every deviation told (`read`); what MPS sends is
//! read to the letter (`read_outgoing`) and written (`write`).

mod layouts;
mod read;
mod tally;
#[cfg(test)]
mod tests;
mod values;
mod write;

pub use read::{Glimpse, glimpse, read, read_outgoing};
pub use write::{amount_records, write};
