//! What is asked of the register, and what it answers.

use super::row::Row;
use super::wish::Wish;
use crate::domain::krr::{KrrLanguage, KrrSettings};
use crate::domain::maskinporten::Bearer;
use crate::services::krr::faults::Fault;

/// Most persons that a look-up asks for, and that a page of changes has (Digdir: KRR, REST
/// look-up).
pub(in crate::services::krr) const PERSONS_MAX: usize = 1000;

/// As whom the register looks at the cast.
pub(super) const SERVICE: &str = "krr";

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What stands in front of the operation.
    pub gate: Gate,
    /// The access token, as far as it can be judged without the state.
    pub bearer: Bearer,
    /// What it asks; a message that is wrong by itself is refused after the token was looked at.
    pub ask: Result<Ask, Box<Fault>>,
    /// A member of the body that no document has, which the strict profile refuses.
    pub unknown_member: Option<String>,
    /// With what a scenario wants it refused, before anything is judged.
    pub armed: Option<Box<Fault>>,
    /// What a scenario makes of the answer.
    pub wish: Option<Wish>,
}

/// What a token has to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing; none is looked at.
    Open,
    /// Any part of the register.
    LookUp,
    /// The log of changes.
    Changes,
    /// A person's own entry.
    Own,
    /// A person's own language.
    Language,
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Persons by their numbers.
    LookUp(LookUp),
    /// What changed.
    Changes(ChangesAsk),
    /// The print service's certificate, which needs no token.
    Print,
    /// The entry of the person whose token it is.
    Own,
    /// The same person chooses a language.
    Language(LanguageAsk),
}

/// The version of a look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The first, which answers for everybody who was asked for.
    V1,
    /// The second, which leaves out whom the register does not know, unless asked to tell.
    V2,
}

/// A look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// In which version.
    pub version: Version,
    /// The numbers, as they were sent.
    pub persons: Vec<String>,
    /// Whoever is not registered is answered for, too.
    pub include_unknown: bool,
}

/// A look into the log of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChangesAsk {
    /// From which number.
    pub from: u64,
}

/// A choice of language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageAsk {
    /// Which one.
    pub language: KrrLanguage,
}

/// A good answer, with what its form depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The settings in force, as a scenario wants them.
    pub settings: KrrSettings,
    /// How it is signed where that was asked for.
    pub signing: Signing,
    /// What it says.
    pub answer: Answer,
}

/// How an answer is signed (`Accept: application/jose`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// As it should.
    Right,
    /// The signature does not hold.
    Broken,
    /// The certificate is not in the header.
    WithoutCertificate,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Persons who were asked for.
    Persons(Vec<Row>),
    /// A page of changes.
    Changes(Page),
    /// The person whose token it is.
    Own(Box<Row>),
    /// The print service's certificate.
    Print,
}

/// A page of the log of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The persons, as they are now, one a change.
    pub rows: Vec<Row>,
    /// The number asked from.
    pub from: u64,
    /// The number of the last change on the page.
    pub until: u64,
    /// The number of the last change of all.
    pub last: u64,
}
