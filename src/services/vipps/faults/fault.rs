//! A refusal with what was found.

use super::front::FrontKind;
use super::problems::ProblemKind;
use crate::services::Spoken;

/// A kind of refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The backend's.
    Problem(ProblemKind),
    /// Of what stands in front of it.
    Front(FrontKind),
}

impl FaultKind {
    /// The refusal that a scenario calls so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let problem = ProblemKind::parse(name).map(Self::Problem);
        problem.or_else(|| FrontKind::parse(name).map(Self::Front))
    }

    /// HTTP status.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Problem(kind) => kind.row().status,
            Self::Front(kind) => kind.status(),
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Problem(kind) => kind.row().text,
            Self::Front(kind) => kind.text(),
        }
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
    /// Seconds until another try may succeed.
    pub wait_s: Option<u32>,
}

impl Fault {
    /// A problem of the backend.
    #[must_use]
    pub fn problem(kind: ProblemKind, found: impl Into<String>) -> Self {
        Self::of(FaultKind::Problem(kind), found)
    }

    /// A refusal in front of it.
    #[must_use]
    pub fn front(kind: FrontKind, found: impl Into<String>) -> Self {
        Self::of(FaultKind::Front(kind), found)
    }

    /// A refusal of either.
    #[must_use]
    pub fn of(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
            wait_s: None,
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        match self.kind {
            FaultKind::Problem(kind) => kind.row().rule,
            FaultKind::Front(kind) => kind.rule(),
        }
    }

    fn why(&self) -> String {
        let Self { kind, found, .. } = self;
        match found.as_str() {
            "" => kind.text().to_owned(),
            found => format!("{}; found {found}", kind.text()),
        }
    }
}
