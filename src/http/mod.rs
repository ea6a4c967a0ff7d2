//! What every route shares: the front door, the pump, and the coat of HTTP around them.

pub mod adapter;
mod admission;
mod door;
mod dropping;
mod entry;
mod house;
mod listen;
mod listeners;
mod locate;
mod pump;
mod reply;
mod travel;

pub use crate::sandbox::{Outcome, Shape, Stream};
pub use admission::{AdminToken, AdminTokenError, Admission};
pub use door::{
    Anew, DROPPED_IDLE, answer, answer_at, body_max, enter, enter_noting, enter_room, rebuild,
    replace, send_in_turn,
};
pub use dropping::{drop_idle, drop_sandbox, watch_idle};
pub use entry::{Entry, Standing};
pub use house::{Desk, DeskHandler, House, JobRunner};
pub use listen::{AUDIENCE_MAX, Audience, Ear, Woken};
pub use listeners::{LISTENERS_MAX, ListenError, Listener, Listeners, Seat, Seated, listen};
pub use locate::{Located, default_sandbox, locate};
pub use pump::Permit;
pub use reply::{json, not_found, problem};
pub use travel::{Hop, move_clock, one_hop, travel};
