//! What every route shares: the front door, the pump, and the coat of HTTP around them.

pub mod adapter;
mod door;
mod entry;
mod house;
mod listen;
mod locate;
mod pump;
mod reply;
mod travel;

pub use crate::sandbox::{Outcome, Shape, Stream};
pub use door::{answer, body_max, enter, enter_noting, enter_room, reset, send_in_turn};
pub use entry::{Entry, Standing};
pub use house::{Desk, DeskHandler, House, JobRunner};
pub use listen::{AUDIENCE_MAX, Audience, Ear, Woken};
pub use locate::{Located, default_sandbox, locate};
pub use pump::Permit;
pub use reply::{json, not_found, problem};
pub use travel::{Hop, move_clock, one_hop, travel};
