//! Why a part of a scenario does not fit: where, what was found, what was expected.

use std::fmt;

use crate::wire::json::nearest;

/// Something in a scenario that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Where it stands, such as `rule[0].when.nth`.
    pub path: String,
    /// What was found and expected.
    pub reason: String,
    /// What was probably meant, or what to do.
    pub hint: Option<String>,
}

impl Objection {
    /// A value that does not fit.
    pub fn new(path: &str, found: &str, expected: &str) -> Self {
        let found: String = found.chars().take(80).collect();
        Self::because(path, format!("found `{found}`, expected {expected}"))
    }

    /// Something that does not fit for a reason of its own.
    pub fn because(path: &str, reason: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            reason: reason.into(),
            hint: None,
        }
    }

    /// A name that nothing has.
    pub fn unknown<'a>(
        path: &str,
        found: &str,
        what: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let objection = Self::new(path, found, what);
        match nearest(found, known) {
            Some(near) => objection.hint(format!("did you mean `{near}`?")),
            None => objection,
        }
    }

    /// Adds what was probably meant, or what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, within something else.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.path = if self.path.is_empty() {
            outer.to_owned()
        } else {
            format!("{outer}.{}", self.path)
        };
        self
    }
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}
