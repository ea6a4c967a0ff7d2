//! `sandkasse run`: plays scenarios in this process and reports.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::thread::available_parallelism;

use super::verdict::{CliError, Named, Verdict, named};
use crate::app;
use crate::player::{Ending, Played, Report, Style, junit, play_all};
use crate::scenario::{Library, ScenarioFile};
use crate::settings::{self, Run};

/// Plays what is named and tells of each in order.
///
/// # Errors
/// [`CliError`] when the cast cannot be read, a report cannot be written or nobody takes it.
pub fn run(run: &Run) -> Result<Verdict, CliError> {
    let Named {
        cast,
        mut files,
        wrong,
    } = named(&run.paths, &run.cast)?;
    let style = Style {
        colour: settings::colours(io::stdout().is_terminal()),
        arguments: arguments(run),
    };
    for error in &wrong {
        writeln!(io::stdout(), "{error}")?;
    }
    if let Some(text) = &run.filter {
        files.retain(|file| is_about(file, text));
    }
    if files.is_empty() && wrong.is_empty() {
        let text = run.filter.as_deref().unwrap_or_default();
        writeln!(io::stdout(), "no scenario has `{text}` in its name or path")?;
        return Ok(Verdict::Unreadable);
    }
    let at_once = available_parallelism().map_or(1, usize::from);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(at_once)
        .enable_all()
        .build()?;
    let library = Arc::new(Library::default());
    let house = app::house(Arc::new(cast), library, runtime.handle().clone());
    let house = Arc::new(house);
    let mut told = Told::new(&style, files.len());
    let playing = play_all(&house, files, run.seed, at_once, |played| {
        told.tell(played);
    });
    runtime.block_on(playing);
    let Told { all, broken, .. } = told;
    broken.map_or(Ok(()), Err)?;
    if let Some(path) = &run.junit {
        let text = junit(&all, &wrong, &style).map_err(CliError::Report)?;
        write_file(path, &text)?;
    }
    conclude(&all, wrong.len())
}

fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    std::fs::write(path, text).map_err(|cause| CliError::Write {
        path: path.to_owned(),
        cause,
    })
}

fn is_about(file: &ScenarioFile, text: &str) -> bool {
    file.name.as_str().contains(text) || file.path.contains(text)
}

/// What the command that repeats a scenario needs beside its name and seed.
fn arguments(run: &Run) -> String {
    let mut arguments = String::new();
    if let Some(folder) = &run.cast.scenarios {
        let _ = write!(arguments, " --scenarios '{}'", folder.display());
    }
    arguments
}

/// What has been told so far.
struct Told<'a> {
    style: &'a Style,
    total: usize,
    all: Vec<Played>,
    /// The output broke; what follows goes untold.
    broken: Option<io::Error>,
}

impl<'a> Told<'a> {
    fn new(style: &'a Style, total: usize) -> Self {
        let told = Self {
            style,
            total,
            all: Vec::new(),
            broken: None,
        };
        told.progress();
        told
    }

    fn tell(&mut self, played: Played) {
        self.clear();
        if self.broken.is_none() {
            let report = Report::of(&played, self.style);
            self.broken = write!(io::stdout(), "{report}").err();
        }
        self.all.push(played);
        self.progress();
    }

    /// How far it is, where somebody watches.
    fn progress(&self) {
        if io::stderr().is_terminal() && self.all.len() < self.total {
            let _ = write!(
                io::stderr(),
                "playing {} of {}",
                self.all.len() + 1,
                self.total
            );
        }
    }

    fn clear(&self) {
        if io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn conclude(all: &[Played], wrong: usize) -> Result<Verdict, CliError> {
    let count = |is: fn(&Ending) -> bool| all.iter().filter(|it| is(&it.ending)).count();
    let met = count(|ending| *ending == Ending::Met);
    let failed = count(|ending| matches!(ending, Ending::Failed(_)));
    let unreadable = all.len() - met - failed + wrong;
    let mut words = format!("{met} met");
    for (number, what) in [(failed, "failed"), (unreadable, "could not be read")] {
        if number > 0 {
            let _ = write!(words, ", {number} {what}");
        }
    }
    let total = all.len() + wrong;
    let what = if total == 1 { "scenario" } else { "scenarios" };
    writeln!(io::stdout(), "{total} {what}: {words}")?;
    Ok(if unreadable > 0 {
        Verdict::Unreadable
    } else if failed > 0 {
        Verdict::Failed
    } else {
        Verdict::Fine
    })
}
