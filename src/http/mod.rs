//! What every route shares: the front door, the pump, and the coat of HTTP around them.

pub mod adapter;
mod door;
mod entry;
mod house;
mod locate;
mod pump;
mod reply;

pub use crate::sandbox::{Outcome, Shape};
pub use door::{answer, body_max, enter, move_clock, replace, reset, send_in_turn};
pub use entry::{Entry, Standing};
pub use house::{Desk, DeskHandler, House, JobRunner};
pub use locate::{Located, default_sandbox, locate};
pub use pump::Permit;
pub use reply::{json, not_found, problem};
