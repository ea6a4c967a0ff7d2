//! What every route shares: the front door, the pump, and the coat of HTTP around them.

pub mod adapter;
mod admission;
mod door;
mod dropping;
mod entry;
mod house;
mod listeners;
mod locate;
mod pump;
mod reply;

pub use crate::sandbox::{Outcome, Shape};
pub use admission::{AdminToken, AdminTokenError, Admission};
pub use door::{
    DROPPED_IDLE, answer, answer_at, body_max, enter, move_clock, rebuild, send_in_turn,
};
pub use dropping::{drop_idle, drop_sandbox, watch_idle};
pub use entry::{Entry, Standing};
pub use house::{Desk, DeskHandler, House, JobRunner};
pub use listeners::{LISTENERS_MAX, ListenError, Listener, Listeners, Seat, Seated, listen};
pub use locate::{Located, default_sandbox, locate};
pub use pump::Permit;
pub use reply::{json, not_found, problem};
