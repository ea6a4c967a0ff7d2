//! How a verb ended or why it could not begin, and what a command line names.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::scenario::{CastFile, Library, LibraryError, ScenarioFile};
use crate::settings::CastSource;
use crate::startup;

/// How a verb ended, as an exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is fine: 0.
    Fine,
    /// Something is not as expected: 1.
    Failed,
    /// Something could not be read: 2.
    Unreadable,
}

/// Why a verb could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The cast or a scenario cannot be read.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The output cannot be written; transparent, so that a closed pipe is told from others.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file cannot be written.
    #[error("cannot write {path}: {cause}")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The report cannot be written down.
    #[error("the report cannot be written: {0}")]
    Report(String),
}

impl Verdict {
    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Failed => 1,
            Self::Unreadable => 2,
        }
    }
}

/// What a command line names.
pub(super) struct Named {
    /// Who is there.
    pub(super) cast: CastFile,
    /// The scenarios.
    pub(super) files: Vec<Arc<ScenarioFile>>,
    /// What could not be read.
    pub(super) wrong: Vec<LibraryError>,
}

/// The scenarios of these paths; without any, those of the library.
pub(super) fn named(paths: &[PathBuf], source: &CastSource) -> Result<Named, LibraryError> {
    let cast = startup::cast(source)?;
    let (library, wrong) = if paths.is_empty() {
        (startup::library(source)?, Vec::new())
    } else {
        Library::of_paths(paths)
    };
    let files = library.list().map(Arc::clone).collect();
    Ok(Named { cast, files, wrong })
}
