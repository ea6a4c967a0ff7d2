//! `sandkasse schema`: the JSON Schema of scenarios.

use std::io::{self, Write};

use super::verdict::{CliError, Verdict};
use crate::scenario;

/// Prints the schema.
///
/// # Errors
/// [`CliError`] when nobody takes it.
pub fn schema() -> Result<Verdict, CliError> {
    write!(io::stdout(), "{}", scenario::schema())?;
    Ok(Verdict::Fine)
}
