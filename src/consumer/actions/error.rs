//! Why a deed was not done: what was found, what was expected, what to do.

use super::table::{ACTIONS, Action, find};
use crate::domain::slug::Slug;

/// Most characters of a caller's text that an error repeats.
const SHOWN: usize = 80;

/// Why a deed was not done; nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// No row of the table has this name.
    #[error("no action is called `{found}`")]
    UnknownAction {
        /// The name, shortened.
        found: String,
    },
    /// Nobody of the cast has this name.
    #[error("no person of the cast is called `{found}`")]
    UnknownPerson {
        /// The name.
        found: Slug,
    },
    /// The deed has no such field.
    #[error("{found}: `{action}` has no field of this name")]
    UnknownField {
        /// The deed.
        action: &'static str,
        /// The name, shortened.
        found: String,
    },
    /// The deed lacks a field.
    #[error("{field}: found nothing, expected {expected}, which `{action}` needs")]
    Missing {
        /// The deed.
        action: &'static str,
        /// The field, or the fields of which one is needed.
        field: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A value that does not fit its field.
    #[error("{field}: found `{found}`, expected {expected}")]
    Value {
        /// The field.
        field: &'static str,
        /// The value, shortened.
        found: String,
        /// What belongs there.
        expected: String,
    },
    /// No invoice of this id was presented to anybody.
    #[error("invoice: found `{found}`, expected {expected}; {hint}")]
    UnknownInvoice {
        /// The id, shortened.
        found: String,
        /// What belongs there.
        expected: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// No bank has a claim of this id.
    #[error("claim: found `{found}`, expected {expected}; {hint}")]
    UnknownClaim {
        /// The id, shortened.
        found: String,
        /// What belongs there.
        expected: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// No document of this number or id lies in a mailbox.
    #[error("mail: found `{found}`, expected {expected}; {hint}")]
    UnknownMail {
        /// The number or id, shortened.
        found: String,
        /// What belongs there.
        expected: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// No bank has a payment of this number.
    #[error("payment: found `{found}`, expected {expected}; {hint}")]
    UnknownPayment {
        /// The number, shortened.
        found: String,
        /// What belongs there.
        expected: &'static str,
        /// What to do.
        hint: &'static str,
    },
    /// The deed is one, but not now, or not for this person.
    #[error(transparent)]
    Refused(Box<Refusal>),
}

/// The world does not allow a deed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{action}` cannot be done: found {found}, expected {expected}; {hint}")]
pub struct Refusal {
    /// The deed.
    pub action: &'static str,
    /// What stood there.
    pub found: String,
    /// What has to stand there.
    pub expected: String,
    /// What to do.
    pub hint: String,
}

impl ActionError {
    /// The names among which the right one may be, for a wrong name of a deed or a field.
    #[must_use]
    pub fn known(&self) -> Vec<&'static str> {
        match self {
            Self::UnknownAction { .. } => ACTIONS.iter().map(|row| row.name).collect(),
            Self::UnknownField { action, .. } => {
                let fields = find(action).map_or(&[][..], |row| row.fields);
                fields.iter().map(|field| field.name).collect()
            }
            Self::UnknownPerson { .. }
            | Self::Missing { .. }
            | Self::Value { .. }
            | Self::UnknownInvoice { .. }
            | Self::UnknownClaim { .. }
            | Self::UnknownMail { .. }
            | Self::UnknownPayment { .. }
            | Self::Refused(_) => Vec::new(),
        }
    }

    /// No invoice was presented under an id.
    #[must_use]
    pub fn unknown_invoice(found: &str) -> Self {
        Self::UnknownInvoice {
            found: shown(found),
            expected: "the id of an invoice that a service of this sandbox took",
            hint: "an id is the router's, or that of the transaction at MPS",
        }
    }

    /// An invoice is known, but nobody was shown it.
    #[must_use]
    pub fn not_presented(found: &str) -> Self {
        Self::UnknownInvoice {
            found: shown(found),
            expected: "one that was presented in the netbank",
            hint: "look at its timeline: it may wait for the clock, or have gone another way",
        }
    }

    /// No claim came to a bank under an id.
    #[must_use]
    pub fn unknown_claim(found: &str) -> Self {
        Self::UnknownClaim {
            found: shown(found),
            expected: "the id of a claim that came to the payer's bank",
            hint: "look at its timeline: claims go to the banks once a day, at about 17:00",
        }
    }

    /// No document lies in a mailbox under a number or id.
    #[must_use]
    pub fn unknown_mail(found: &str) -> Self {
        Self::UnknownMail {
            found: shown(found),
            expected: "the number of a letter in a mailbox, or the id that its sender gave it",
            hint: "the person's `mailbox` lists them",
        }
    }

    /// No payment came to a bank under a number.
    #[must_use]
    pub fn unknown_payment(found: &str) -> Self {
        Self::UnknownPayment {
            found: shown(found),
            expected: "the number of a payment in a bank's due-date register",
            hint: "the person's `payments` list them",
        }
    }

    pub(super) fn unknown(action: &str) -> Self {
        let found = shown(action);
        Self::UnknownAction { found }
    }

    pub(super) fn missing(action: &'static Action, field: &str) -> Self {
        let row = action.fields.iter().find(|row| row.name == field);
        Self::Missing {
            action: action.name,
            field: field.to_owned(),
            expected: row.map_or("a value", |row| row.kind.expected()),
        }
    }
}

/// A caller's text, short enough for an error.
pub(super) fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
