//! One isolated world and the lock around it: clock, agenda, cast, book, services, records.

mod agenda;
mod cases;
mod clock;
mod diff;
mod exchange;
mod journal;
mod models;
mod outcome;
mod recipe;
mod sandboxes;
mod snapshot;
mod wiring;
mod world;

pub use agenda::{Agenda, Due, Job};
pub use cases::{CaseEvent, CaseFile, Cases};
pub use clock::{Backwards, Clock, Mode, wall_now};
pub use diff::{Change, diff};
pub use exchange::{
    EXCHANGE_HEADER, Pending, RULE_HEADER, Step, Via, Visit, begin, refuse, resume,
};
pub use journal::{Body, Entry, Exchange, Journal, Record};
pub use models::{Models, Resident};
pub use outcome::{Outcome, Shape};
pub use recipe::{Recipe, RecipeError};
pub use sandboxes::{Gate, Room, Sandbox, Sandboxes};
pub use snapshot::{SnapshotError, restore, snapshot};
pub use world::{Fired, Ran, World};
