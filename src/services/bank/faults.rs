//! What the bank refuses: a table. No code of a bank is public, so codes and texts are ours.

use crate::consumer::TermsError;
use crate::services::Spoken;

macro_rules! faults {
    ($(
        $(#[$doc:meta])* $variant:ident $code:literal $status:literal $rule:expr, $text:literal;
    )+) => {
        /// A kind of refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FaultKind { $($(#[$doc])* $variant,)+ }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in answers.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
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
    /// The message cannot be read, or a value in it.
    Message "INVALID_REQUEST" 400 Some("BANK-MESSAGE"),
        "expected XML or JSON with the fields of the operation";
    /// Neither XML nor JSON.
    MediaType "UNSUPPORTED_MEDIA_TYPE" 415 Some("BANK-MEDIA-TYPE"),
        "expected application/xml or application/json";
    /// Something else than XML or JSON is wanted.
    NotAcceptable "NOT_ACCEPTABLE" 406 Some("BANK-MEDIA-TYPE"),
        "expected an Accept header that takes application/xml or application/json";
    /// More than is taken.
    TooLarge "REQUEST_TOO_LARGE" 413 Some("BANK-MESSAGE"), "expected a smaller message";
    /// No operation has this address.
    NoAddress "NOT_FOUND" 404 None, "expected the address of an operation";
    /// The operation has another method.
    NoMethod "METHOD_NOT_ALLOWED" 405 None, "expected the method of the operation";
    /// No bank of this name.
    UnknownBank "UNKNOWN_BANK" 404 Some("BANK-UNKNOWN-BANK"),
        "expected a bank-identifier of a bank that has an agreement with Digipost";
    /// Nobody of this number.
    UnknownUser "UNKNOWN_USER" 404 Some("BANK-UNKNOWN-USER"),
        "expected the identity number of a person whom the bank knows";
    /// The bank offers the other way only.
    NotOffered "NOT_OFFERED" 403 Some("BANK-NOT-OFFERED"),
        "expected a bank that takes payments from Digipost (option 1)";
    /// No agreement is in force.
    AgreementGone "AGREEMENT_GONE" 403 Some("BANK-AGREEMENT"),
        "expected an agreement that is in force at the bank";
    /// The account is not the person's, or cannot be used.
    AccountClosed "ACCOUNT_NOT_USABLE" 409 Some("BANK-ACCOUNT"),
        "expected an account of the person at the bank that payments can be made from";
    /// The same is in the register already.
    Duplicate "DUPLICATE_PAYMENT" 409 Some("BANK-DUPLICATE"),
        "expected a payment that the bank does not have yet";
    /// The due date is over, and the bank minds; it does when a scenario asks for it only.
    PastDueDate "PAST_DUE_DATE" 409 None, "expected a due date to come";
    /// The payment is in the register, and the answer was lost.
    Lost "TIMEOUT" 504 None,
        "the answer was lost, as a scenario asked; the payment may be in the register";
    /// The bank fails.
    Server "SERVER_ERROR" 500 None,
        "the bank failed, as a scenario asked; the request may be sent again";
}

/// A refusal with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub kind: FaultKind,
    /// What was found.
    pub found: String,
}

impl Fault {
    /// Puts the two together.
    #[must_use]
    pub fn new(kind: FaultKind, found: impl Into<String>) -> Self {
        let found = found.into();
        Self { kind, found }
    }
}

impl From<TermsError> for Fault {
    fn from(error: TermsError) -> Self {
        let kind = match &error {
            TermsError::NotOffered { .. } => FaultKind::NotOffered,
            TermsError::NoAgreement { .. } => FaultKind::AgreementGone,
            TermsError::NoAccount { .. } => FaultKind::AccountClosed,
            TermsError::Duplicate { .. } => FaultKind::Duplicate,
        };
        Self::new(kind, error.to_string())
    }
}

impl Spoken for Fault {
    fn rule(&self) -> Option<&'static str> {
        self.kind.rule()
    }

    fn why(&self) -> String {
        let text = self.kind.text();
        match self.kind {
            FaultKind::Server | FaultKind::Lost => text.to_owned(),
            FaultKind::Message
            | FaultKind::MediaType
            | FaultKind::NotAcceptable
            | FaultKind::TooLarge
            | FaultKind::NoAddress
            | FaultKind::NoMethod
            | FaultKind::UnknownBank
            | FaultKind::UnknownUser
            | FaultKind::NotOffered
            | FaultKind::AgreementGone
            | FaultKind::AccountClosed
            | FaultKind::Duplicate
            | FaultKind::PastDueDate => format!("{text}; found {}", self.found),
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
        }
    }
}
