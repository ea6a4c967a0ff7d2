//! A refusal with what was found.

use uuid::Uuid;

use super::front::FrontKind;
use super::problems::ProblemKind;
use crate::domain::vipps::CorrelationKey;
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

    /// Whether its body carries an id: problems do, and what Entra refuses.
    #[must_use]
    pub fn is_correlated(self) -> bool {
        match self {
            Self::Problem(_)
            | Self::Front(
                FrontKind::UnknownClient | FrontKind::WrongSecret | FrontKind::TokenServer,
            ) => true,
            Self::Front(
                FrontKind::MissingSubscriptionKey
                | FrontKind::InvalidSubscriptionKey
                | FrontKind::RateLimited
                | FrontKind::MissingAccessToken
                | FrontKind::InvalidAccessToken
                | FrontKind::ExpiredAccessToken
                | FrontKind::NoRoute
                | FrontKind::NoMethod
                | FrontKind::TooLarge,
            ) => false,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Problem(kind) => kind.row().text,
            Self::Front(kind) => kind.text(),
        }
    }
}

/// How a refusal is written, as the sandbox has it set; what is refused before any sandbox looked
/// is written without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Manner {
    /// The id that it carries, and under which key.
    pub correlation: Option<(CorrelationKey, Uuid)>,
    /// A status that no document has for the operation gives way to one that is documented.
    pub strict_statuses: bool,
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
    /// How it is written.
    pub manner: Manner,
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
            manner: Manner::default(),
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
