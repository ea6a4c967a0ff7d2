//! The rules catalogue: every rule the sandbox enforces, with id, words and source.
//!
//! Ids carry where a rule comes from: `R-` the consumer-invoicing guide of the router, `MPS-` the
//! services of MPS, `OURS-` the sandbox itself.

mod mps;
mod router;
mod rule;

pub use rule::{Rule, Speaks, all, find};
