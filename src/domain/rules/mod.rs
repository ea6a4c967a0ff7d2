//! The rules catalogue: every rule the sandbox enforces, with id, words and source.
//!
//! Ids carry where a rule comes from: `R-` the consumer-invoicing guide of the router, `MPS-` the
//! services of MPS, `FILE-` its files, `OURS-` the sandbox itself.

mod files;
mod mps;
mod router;
mod rule;

pub use rule::{Rule, Speaks, all, find};
