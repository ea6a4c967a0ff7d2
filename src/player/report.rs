//! The report that people read.

use std::fmt;

use super::has::Mismatch;
use super::play::{Ending, Failure, Played};

/// How a report is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Style {
    /// With colours, for a terminal.
    pub colour: bool,
    /// Further arguments of the command that repeats a scenario, such as `--scenarios DIR`.
    pub arguments: String,
}

/// A scenario that was played, for people: one line, and what is wrong where something is.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    played: &'a Played,
    style: &'a Style,
}

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const FAINT: &str = "\x1b[2m";
const PLAIN: &str = "\x1b[0m";

impl<'a> Report<'a> {
    /// The report about a scenario.
    #[must_use]
    pub fn of(played: &'a Played, style: &'a Style) -> Self {
        Self { played, style }
    }

    /// The command that plays it again.
    fn command(&self) -> String {
        let file = &self.played.file;
        let which = if file.is_built_in() {
            format!("--filter {}", file.name)
        } else {
            quoted(&file.path)
        };
        let (seed, arguments) = (self.played.seed, &self.style.arguments);
        format!("sandkasse run {which} --seed {seed}{arguments}")
    }

    fn paint(&self, colour: &str, text: &str) -> String {
        if self.style.colour {
            format!("{colour}{text}{PLAIN}")
        } else {
            text.to_owned()
        }
    }

    /// One failure; a story that was told right before is not told again.
    fn failure(
        &self,
        f: &mut fmt::Formatter<'_>,
        failure: &Failure,
        before: Option<&Failure>,
    ) -> fmt::Result {
        let path = clean(&self.played.file.path);
        match failure.place {
            Some((line, column)) => write!(f, "  {path}:{line}:{column}")?,
            None => write!(f, "  {path}")?,
        }
        writeln!(f, ": {}", clean(&failure.what))?;
        for Mismatch {
            path,
            expected,
            found,
        } in &failure.mismatches
        {
            let path = if path.is_empty() {
                String::new()
            } else {
                format!("{path}: ")
            };
            let (expected, found) = (clean(expected), clean(found));
            writeln!(
                f,
                "    {}expected {}",
                clean(&path),
                self.paint(GREEN, &expected)
            )?;
            let indent = " ".repeat(path.chars().count());
            writeln!(f, "    {indent}found    {}", self.paint(RED, &found))?;
        }
        if before.is_some_and(|before| before.story == failure.story) {
            return writeln!(f, "    what happened: see above");
        }
        if !failure.story.is_empty() {
            writeln!(f, "    what happened:")?;
            for line in &failure.story {
                writeln!(f, "      {}", self.paint(FAINT, &clean(line)))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Played {
            file,
            title,
            seed,
            passed,
            took,
            ending,
        } = self.played;
        let mark = match ending {
            Ending::Met => self.paint(GREEN, "✓"),
            Ending::Failed(_) | Ending::Unreadable(_) => self.paint(RED, "✗"),
        };
        write!(f, "{mark} {}", file.name)?;
        if !title.is_empty() {
            write!(f, "  {}", clean(title))?;
        }
        let told = format!(
            "(seed {seed}, {passed:#} in the sandbox, {} ms)",
            took.as_millis()
        );
        match ending {
            Ending::Met => writeln!(f, "  {}", self.paint(FAINT, &told)),
            Ending::Failed(failures) => {
                writeln!(f, "  {}", self.paint(FAINT, &told))?;
                let before = std::iter::once(None).chain(failures.iter().map(Some));
                let mut all = failures.iter().zip(before);
                all.try_for_each(|(failure, before)| self.failure(f, failure, before))?;
                writeln!(f, "    again: {}", self.command())
            }
            Ending::Unreadable(wrong) => {
                writeln!(f, "  could not be read")?;
                wrong
                    .iter()
                    .try_for_each(|error| writeln!(f, "  {}", clean(&error.to_string())))
            }
        }
    }
}

/// Without characters that would steer a terminal.
fn clean(text: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    text.chars().map(plain).collect()
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}
