//! `sandkasse check`: whether files hold what they should, without playing them.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::verdict::{CliError, Named, Verdict, named};
use crate::domain::mint::Mint;
use crate::http::default_sandbox;
use crate::scenario::{CastFile, LibraryError};
use crate::settings::Check;

/// The cast file, which stands beside scenarios and is none.
const CAST: &str = "people.toml";

/// Says everything that is wrong with the files, each with file, line and field.
///
/// # Errors
/// [`CliError`] when the cast cannot be read, or nobody takes what is said.
pub fn check(check: &Check) -> Result<Verdict, CliError> {
    let (casts, paths) = casts(&check.paths);
    let is_cast_only = paths.is_empty() && !check.paths.is_empty();
    let Named {
        cast,
        mut files,
        mut wrong,
    } = named(&paths, &check.cast)?;
    if is_cast_only {
        files.clear();
    }
    for folder in &casts {
        wrong.extend(cast_of(folder).err());
    }
    let mut fine = 0_usize;
    for file in files {
        let said = match file.prepare(&cast) {
            Ok(scenario) => file.missing(&scenario),
            Err(said) => said,
        };
        fine += usize::from(said.is_empty());
        wrong.extend(said);
    }
    let mut out = io::stdout().lock();
    for error in &wrong {
        writeln!(out, "{error}")?;
    }
    if !casts.is_empty() {
        writeln!(
            out,
            "{} checked",
            count(casts.len(), "cast file", "cast files")
        )?;
    }
    if wrong.is_empty() {
        writeln!(out, "{} fine", count(fine, "scenario", "scenarios"))?;
        return Ok(Verdict::Fine);
    }
    let problems = count(wrong.len(), "problem", "problems");
    writeln!(
        out,
        "{problems}; {} fine",
        count(fine, "scenario", "scenarios")
    )?;
    Ok(Verdict::Failed)
}

/// Folders with a cast file in them, and the paths that are not a cast file themselves.
fn casts(paths: &[PathBuf]) -> (BTreeSet<PathBuf>, Vec<PathBuf>) {
    let mut casts = BTreeSet::new();
    let mut others = Vec::new();
    for path in paths {
        if path.is_file() && path.file_name().is_some_and(|name| name == CAST) {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            casts.insert(folder.unwrap_or(Path::new(".")).to_owned());
            continue;
        }
        if path.join(CAST).is_file() {
            casts.insert(path.clone());
        }
        others.push(path.clone());
    }
    (casts, others)
}

fn cast_of(folder: &Path) -> Result<(), LibraryError> {
    CastFile::read(folder)?.build(&default_sandbox(), &mut Mint::new(1))?;
    Ok(())
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
