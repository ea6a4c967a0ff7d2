//! The rules catalogue: every rule the sandbox enforces, with id, words and source.
//!
//! Ids carry where a rule comes from: `R-` the consumer-invoicing guide of the router, `MPS-` the
//! services of MPS, `FILE-` its files, `BANK-` the
//! banks that take invoices out of Digipost, `DIGI-` Digipost, `VIPPS-` the invoice API of Vipps,
//! `MASK-` Maskinporten, `KRR-` the contact and reservation register, `DPI-` digital post to
//! citizens, `OURS-` the sandbox itself.

mod bank;
mod digipost;
mod dpi;
mod files;
mod krr;
mod maskinporten;
mod mps;
mod router;
mod rule;
mod vipps;

pub use rule::{Rule, Speaks, all, find};
