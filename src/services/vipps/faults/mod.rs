//! What Vipps refuses: problems of the backend as a table, and what the gateway and the log-in in
//! front of it say.

mod fault;
mod front;
mod problems;

pub use fault::{Fault, FaultKind, Manner};
pub use front::FrontKind;
pub use problems::{ProblemKind, ProblemRow};
