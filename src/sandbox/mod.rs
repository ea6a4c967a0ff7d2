//! One isolated world and the lock around it: clock, agenda, cast, book, services, records.

mod agenda;
mod cases;
mod clock;
mod commands;
mod exchange;
mod journal;
mod models;
mod news;
mod outcome;
mod recipe;
mod sandboxes;
mod snapshot;
mod wiring;
mod world;

pub use agenda::{Agenda, Due, Job};
pub use cases::{CaseEvent, CaseFile, Cases};
pub use clock::{Backwards, Clock, Mode, wall_now};
pub use commands::{Command, CommandLog, Input, Mark};
pub use exchange::{
    EXCHANGE_HEADER, Pending, RULE_HEADER, Step, Via, Visit, begin, refuse, resume,
};
pub use journal::{Body, Entry, Exchange, Headers, Journal, Record};
pub use models::{Models, Resident};
pub use news::{Held, News};
pub use outcome::{Outcome, Shape, Stream};
pub use recipe::{Recipe, RecipeError};
pub use sandboxes::{Gate, Room, Sandbox, Sandboxes};
pub use snapshot::snapshot;
pub use world::{Fired, Ran, World};
