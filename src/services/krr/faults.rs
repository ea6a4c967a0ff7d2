//! What the register refuses: a table. No public document has the bodies; the statuses are those
//! that generated clients list (Digdir: KRR, REST look-up), and the usual ones.

use crate::domain::krr::ErrorForm;
use crate::services::Spoken;

macro_rules! faults {
    ($(
        $(#[$doc:meta])*
        $variant:ident $name:literal $status:literal $rule:expr, $text:literal;
    )+) => {
        /// A kind of refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name by which scenarios ask for it; ours.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// HTTP status.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            /// The rule that speaks, if one does.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                match self { $(Self::$variant => $rule),+ }
            }

            /// What was expected.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

faults! {
    /// There is no access token.
    MissingToken "missingToken" 401 Some("KRR-TOKEN"),
        "expected Authorization: Bearer and an access token of Maskinporten";
    /// The access token is none of this sandbox.
    InvalidToken "invalidToken" 401 Some("KRR-TOKEN"),
        "expected an access token of this sandbox's Maskinporten";
    /// The access token is over, or not good yet.
    TokenExpired "tokenExpired" 401 Some("KRR-TOKEN-LIFE"),
        "expected an access token that is good now";
    /// The access token is of another Maskinporten.
    WrongIssuer "wrongIssuer" 401 Some("KRR-ISSUER"),
        "expected an access token of the Maskinporten of this environment";
    /// The access token opens something else.
    MissingScope "missingScope" 403 Some("KRR-SCOPE"),
        "expected an access token with a scope of the register";
    /// The access token is no person's.
    NoUser "noUser" 403 Some("KRR-USER"),
        "expected an access token that is tied to a person";
    /// The body is no JSON.
    InvalidJson "invalidJson" 400 Some("KRR-JSON"),
        "expected a JSON object";
    /// A member is missing or of another type.
    InvalidMember "invalidMember" 400 Some("KRR-JSON"),
        "expected the documented members, of their types";
    /// A member that no document has.
    UnknownMember "unknownMember" 400 Some("KRR-UNKNOWN-MEMBER"),
        "expected no members but known ones";
    /// Nobody is asked for.
    NoPersons "noPersons" 400 Some("KRR-PERSONS"),
        "expected 1 to 1000 persons";
    /// More are asked for than are answered.
    TooManyPersons "tooManyPersons" 400 Some("KRR-PERSONS"),
        "expected 1 to 1000 persons";
    /// Something else than an identity number is asked for.
    MalformedNumber "malformedNumber" 400 Some("KRR-NUMBER"),
        "expected identity numbers of 11 digits whose control digits hold";
    /// A language that the register does not have.
    UnknownLanguage "unknownLanguage" 400 Some("KRR-LANGUAGE"),
        "expected nb, nn, en or se";
    /// The person has no entry in use.
    NoEntry "noEntry" 404 Some("KRR-ENTRY"),
        "expected a person whose entry is in use";
    /// No address of the register.
    NoRoute "noRoute" 404 None, "expected the address of an operation";
    /// The address has other methods.
    NoMethod "methodNotAllowed" 405 None, "expected a method that the address has";
    /// A larger body than is taken.
    TooLarge "tooLarge" 413 Some("KRR-BODY"), "expected a smaller body";
    /// The body is something else.
    MediaType "unsupportedMediaType" 415 Some("KRR-MEDIA-TYPE"),
        "expected Content-Type: application/json";
    /// More calls than are taken.
    TooManyRequests "tooManyRequests" 429 None, "expected fewer calls, as a scenario wanted";
    /// The register fails.
    Internal "internalError" 500 None, "the register failed, as a scenario wanted";
    /// Not simulated.
    NotSimulated "notSimulated" 501 None, "expected an operation that Sandkasse simulates";
    /// The register is down.
    Unavailable "krrUnavailable" 503 None, "the register is down, as a scenario wanted";
}

impl FaultKind {
    /// The refusal of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// A refusal with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
    /// In which shape the sandbox has refusals; what is refused before any sandbox looked has the
    /// usual one.
    pub form: ErrorForm,
}

impl Fault {
    /// A refusal.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        Self {
            kind,
            found: found.into(),
            form: ErrorForm::Spring,
        }
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let Self { kind, found, .. } = self;
        match found.as_str() {
            "" => kind.text().to_owned(),
            found => format!("{}; found {found}", kind.text()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules;

    #[test]
    fn every_rule_that_speaks_stands_in_the_catalogue() {
        for kind in FaultKind::ALL {
            let rule = kind.rule();
            assert!(rule.is_none_or(|id| rules::find(id).is_some()), "{rule:?}");
            assert_eq!(FaultKind::parse(kind.name()), Some(*kind));
        }
    }
}
