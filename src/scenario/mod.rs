//! What testers write in files: the cast, and stories with the trouble in them.
//!
//! Reads TOML and says where it is wrong; knows the trade, its text forms and the services'
//! tables, never a service's state or the world.

mod cast_file;
pub mod catalogue;
mod director;
mod library;
mod objection;
pub mod plan;
mod quirk;
mod schema;
pub mod script;
mod source;

#[cfg(test)]
mod tests;

pub use cast_file::CastFile;
pub use director::{Armed, Director, Question, Verdict};
pub use library::{Library, SCENARIO_MAX, ScenarioFile};
pub use objection::Objection;
pub use plan::Prepared;
pub use quirk::quirks;
pub use schema::schema;
pub use source::{LibraryError, place};
