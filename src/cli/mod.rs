//! The verbs of the command line that do their work and end, one file a verb.

mod certs;
mod check;
mod completions;
mod run;
mod schema;
mod verdict;

pub use certs::certs;
pub use check::check;
pub use completions::completions;
pub use run::run;
pub use schema::schema;
pub use verdict::{CliError, Verdict};
