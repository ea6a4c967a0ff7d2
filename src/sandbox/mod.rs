//! One isolated world and the lock around it: clock, agenda, cast, book, services, records.

mod acting;
mod agenda;
mod callers;
mod cases;
mod casting;
mod clock;
mod commands;
mod diff;
mod exchange;
mod grants;
mod guard;
mod headers;
mod journal;
mod models;
mod news;
mod outcome;
mod passwords;
mod presence;
mod recipe;
mod register;
mod sandboxes;
mod snapshot;
mod staging;
mod tokens;
mod trouble;
mod wiring;
mod world;

pub use agenda::{Agenda, Due, Job};
pub use callers::{Callers, TakenElsewhere};
pub use cases::{CaseEvent, CaseFile, Cases};
pub use casting::{CastingError, Recast};
pub use clock::{Backwards, Clock, Mode, wall_now};
pub use commands::{Command, CommandLog, Input, Mark};
pub use diff::{Change, diff};
pub use exchange::{
    EXCHANGE_HEADER, Pending, RULE_HEADER, Step, Via, Visit, begin, refuse, resume,
};
pub use guard::{GUARD_SETTING, Untaken, untaken};
pub use headers::Headers;
pub use journal::{Body, Entry, Exchange, Journal, Record, Trouble};
pub use models::{Models, Resident};
pub use news::{Held, News};
pub use outcome::{Outcome, Shape, Stream};
pub use presence::Stay;
pub use recipe::{Recipe, RecipeError};
pub use sandboxes::{Gate, Room, Sandbox, Sandboxes};
pub use snapshot::{SnapshotError, restore, snapshot};
pub use world::{Fired, Ran, World};
