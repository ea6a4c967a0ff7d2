//! `sandkasse completions`: what a shell needs to complete our command line.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::verdict::{CliError, Verdict};
use crate::settings::Arguments;

/// Prints the completions of a shell.
///
/// # Errors
/// [`CliError`] when nobody takes them.
pub fn completions(shell: Shell) -> Result<Verdict, CliError> {
    // Into memory first: the generator takes a writer that fails for a bug of its own.
    let mut script = Vec::new();
    generate(shell, &mut Arguments::command(), "sandkasse", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Verdict::Fine)
}
