//! The library: scenario files by name, those that the binary carries and those of a folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, File, include_dir};

use super::cast_file::CastFile;
use super::objection::Objection;
use super::plan::Prepared;
use super::script::{Scenario, Step};
use super::source::{LibraryError, Source, unreadable};
use crate::domain::slug::Slug;

/// What the binary carries.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// The cast, which is no scenario.
const CAST: &str = "people.toml";

/// Largest scenario file, in bytes.
pub const SCENARIO_MAX: usize = 1024 * 1024;

/// Scenario files by name, the stem of the file.
#[derive(Debug, Clone, Default)]
pub struct Library {
    shelf: BTreeMap<Slug, Arc<ScenarioFile>>,
}

/// A scenario's file, not looked into yet.
#[derive(Debug)]
pub struct ScenarioFile {
    /// Its name.
    pub name: Slug,
    /// Where it is, for people.
    pub path: String,
    text: Cow<'static, str>,
    /// The folder that files named in it are looked for in.
    folder: Folder,
}

#[derive(Debug)]
enum Folder {
    Embedded(PathBuf),
    OnDisk(PathBuf),
}

impl Library {
    /// The scenarios that the binary carries.
    ///
    /// # Errors
    /// Never in a released binary: a test reads the same files.
    pub fn embedded() -> Result<Self, LibraryError> {
        let mut library = Self::default();
        for file in files_below(&EMBEDDED) {
            let path = file.path();
            let text = file.contents_utf8().ok_or_else(|| not_utf8(path))?;
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            library.put(ScenarioFile {
                name: name_of(path)?,
                path: path.display().to_string(),
                text: Cow::Borrowed(text),
                folder: Folder::Embedded(folder),
            })?;
        }
        Ok(library)
    }

    /// The embedded scenarios and those of a folder and of the folders in it; one of the folder
    /// stands in the place of the embedded one with the same name.
    ///
    /// # Errors
    /// [`LibraryError`] when a file cannot be read, or two have one name.
    pub fn read(dir: &Path) -> Result<Self, LibraryError> {
        let mut own = Self::default();
        for path in toml_files(dir)? {
            own.put(ScenarioFile::read(&path)?)?;
        }
        let mut library = Self::embedded()?;
        library.shelf.extend(own.shelf);
        Ok(library)
    }

    /// The scenarios in files and folders, as named on a command line, and what is wrong with the
    /// others: a file that cannot be read, a folder without scenarios, a name that is taken.
    #[must_use]
    pub fn of_paths(paths: &[PathBuf]) -> (Self, Vec<LibraryError>) {
        let mut library = Self::default();
        let mut wrong = Vec::new();
        for path in paths {
            let files = if path.is_dir() {
                toml_files(path).and_then(|files| {
                    let reason = "no scenario in this folder; expected files ending in .toml";
                    let none = unreadable(&path.display().to_string(), reason);
                    if files.is_empty() {
                        Err(none)
                    } else {
                        Ok(files)
                    }
                })
            } else {
                Ok(vec![path.clone()])
            };
            match files {
                Ok(files) => {
                    let mut put = |file: &PathBuf| library.put(ScenarioFile::read(file)?);
                    wrong.extend(files.iter().filter_map(|file| put(file).err()));
                }
                Err(error) => wrong.push(error),
            }
        }
        (library, wrong)
    }

    /// A scenario's file by name.
    #[must_use]
    pub fn get(&self, name: &Slug) -> Option<&Arc<ScenarioFile>> {
        self.shelf.get(name)
    }

    /// Every file, in order of names.
    pub fn list(&self) -> impl Iterator<Item = &Arc<ScenarioFile>> {
        self.shelf.values()
    }

    fn put(&mut self, file: ScenarioFile) -> Result<(), LibraryError> {
        if let Some(other) = self.shelf.get(&file.name) {
            let reason = format!(
                "has the same name as {}; expected each scenario once, wherever its file is",
                other.path
            );
            return Err(unreadable(&file.path, &reason));
        }
        self.shelf.insert(file.name.clone(), Arc::new(file));
        Ok(())
    }
}

impl ScenarioFile {
    /// Reads a file of this machine.
    ///
    /// # Errors
    /// [`LibraryError`] when it cannot be read, is too large, or its name is none for a scenario.
    pub fn read(path: &Path) -> Result<Self, LibraryError> {
        let shown = path.display().to_string();
        let failed = |error: std::io::Error| unreadable(&shown, &error.to_string());
        let file = std::fs::File::open(path).map_err(failed)?;
        let most = u64::try_from(SCENARIO_MAX).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() > SCENARIO_MAX {
            let reason = format!("found more than {SCENARIO_MAX} bytes, expected at most as many");
            return Err(unreadable(&shown, &reason));
        }
        let text = String::from_utf8(bytes).map_err(|_| not_utf8(path))?;
        Ok(Self {
            name: name_of(path)?,
            path: shown,
            text: Cow::Owned(text),
            folder: Folder::OnDisk(path.parent().unwrap_or(Path::new("")).to_owned()),
        })
    }

    /// A scenario that somebody sent; files that it names are those that the binary carries.
    #[must_use]
    pub fn posted(name: Slug, text: String) -> Self {
        Self {
            path: format!("{name}.toml"),
            name,
            text: Cow::Owned(text),
            folder: Folder::Embedded(PathBuf::new()),
        }
    }

    /// The scenario in it, as written.
    ///
    /// # Errors
    /// [`LibraryError`] when it is not TOML, or has a field that no scenario has.
    pub fn parse(&self) -> Result<Scenario, LibraryError> {
        let source = self.source();
        let reader = toml::Deserializer::parse(&self.text).map_err(|it| source.broken(&it))?;
        serde_path_to_error::deserialize(reader)
            .map_err(|error| source.unfit(&error.path().to_string(), error.inner()))
    }

    /// The scenario in it, held against the tables and the cast.
    ///
    /// # Errors
    /// Every [`LibraryError`] with file, line and field.
    pub fn prepare(&self, cast: &CastFile) -> Result<Prepared, Vec<LibraryError>> {
        let written = self.parse().map_err(|error| vec![error])?;
        Prepared::read(self.name.clone(), written, cast).map_err(|wrong| {
            let source = self.source();
            wrong
                .into_iter()
                .map(|Objection { path, reason, hint }| source.wrong(&path, reason, hint))
                .collect()
        })
    }

    /// Whether it is one that the binary carries.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        matches!(self.folder, Folder::Embedded(_))
    }

    /// Line and column of a part of it, such as `expect[2].has.channel`, as far as it is written.
    #[must_use]
    pub fn place_of(&self, path: &str) -> Option<(usize, usize)> {
        self.source().wrong(path, String::new(), None).place
    }

    /// The files that a scenario names and that are not there.
    #[must_use]
    pub fn missing(&self, scenario: &Prepared) -> Vec<LibraryError> {
        let source = self.source();
        let steps = scenario.written.steps.iter().enumerate();
        let missing = |(index, step): (usize, &Step)| {
            let reason = self.beside(step.body_file.as_deref()?).err()?;
            Some(source.wrong(&format!("step[{index}].body_file"), reason, None))
        };
        steps.filter_map(missing).collect()
    }

    /// A file that the scenario names, looked for beside it and in the folders above it.
    ///
    /// # Errors
    /// What was looked for and where.
    pub fn beside(&self, name: &str) -> Result<Vec<u8>, String> {
        let name = Path::new(name);
        let is_plain = name
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !is_plain {
            return Err(format!(
                "found `{}`, expected a path below the folder of the scenario",
                name.display()
            ));
        }
        let found = match &self.folder {
            Folder::Embedded(folder) => folder.ancestors().find_map(|folder| {
                let file = EMBEDDED.get_file(folder.join(name))?;
                Some(file.contents().to_vec())
            }),
            Folder::OnDisk(folder) => {
                // Two levels are enough for files that stories in sub-folders share.
                folder.ancestors().take(3).find_map(|folder| {
                    #[expect(clippy::disallowed_methods, reason = "a reader of scenario files")]
                    std::fs::read(folder.join(name)).ok()
                })
            }
        };
        found.ok_or_else(|| {
            format!(
                "no file `{}` beside {} or in the folders above it",
                name.display(),
                self.path
            )
        })
    }

    fn source(&self) -> Source {
        Source {
            name: self.path.clone(),
            text: self.text.to_string(),
        }
    }
}

fn files_below<'a>(dir: &'a Dir<'a>) -> Vec<&'a File<'a>> {
    let is_scenario = |file: &&File<'_>| {
        let path = file.path();
        path.extension().is_some_and(|end| end == "toml") && path != Path::new(CAST)
    };
    let mut files: Vec<&File<'_>> = dir.files().filter(is_scenario).collect();
    files.extend(dir.dirs().flat_map(files_below));
    files
}

/// The scenario files of a folder and of the folders in it, in order of paths.
fn toml_files(dir: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed =
            |error: std::io::Error| unreadable(&folder.display().to_string(), &error.to_string());
        let entries = std::fs::read_dir(&folder).map_err(failed)?;
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let path = entry.path();
            // A link to a folder could lead round in a circle.
            if kind.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml")
                && path.file_name().is_none_or(|name| name != CAST)
            {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn name_of(path: &Path) -> Result<Slug, LibraryError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Slug::parse(&stem).map_err(|error| {
        let reason = format!("{error}; the name of the file is the name of the scenario");
        unreadable(&path.display().to_string(), &reason)
    })
}

fn not_utf8(path: &Path) -> LibraryError {
    let reason = "found a byte that is not UTF-8; save it as UTF-8";
    unreadable(&path.display().to_string(), reason)
}
