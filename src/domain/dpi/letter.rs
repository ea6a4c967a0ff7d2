//! A letter for a mailbox.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::notices::Notices;
use super::text::{OutOfBounds, Title, bounded};

/// A message for a mailbox (`digital`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigitalLetter {
    /// Whose mailbox.
    pub mailbox: MailboxAddress,
    /// How well somebody must have logged in to read it.
    pub level: SecurityLevel,
    /// The title that notifications may show.
    pub title: Title,
    /// Its language.
    pub language: Language,
    /// The day from which the recipient sees it.
    pub visible_on: Option<Date>,
    /// The moment from which the recipient sees it.
    pub visible_at: Option<Timestamp>,
    /// The sender wants to know when it is opened, and the recipient must agree to that.
    pub opening_receipt: bool,
    /// What the sender wants the recipient told.
    pub notices: Notices,
}

/// The address of a mailbox as the contact register gives it: `name.surname#A1B2` at Digipost, ten
/// digits at e-Boks. The schema sets no limit; here it is 1 to 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailboxAddress(String);

impl MailboxAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`OutOfBounds`] when it is empty or too long.
    pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
        bounded(text, 1, 200).map(Self)
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both name the same mailbox; the case of letters does not count.
    #[must_use]
    pub fn same_mailbox(&self, other: &Self) -> bool {
        self.0.to_lowercase() == other.0.to_lowercase()
    }
}

impl fmt::Display for MailboxAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How well somebody must have logged in (`sikkerhetsnivaa`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecurityLevel {
    /// 3.
    Substantial,
    /// 4.
    High,
}

impl SecurityLevel {
    /// The level of a number, if it is one.
    #[must_use]
    pub fn of_number(number: u64) -> Option<Self> {
        match number {
            3 => Some(Self::Substantial),
            4 => Some(Self::High),
            _ => None,
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> u64 {
        match self {
            Self::Substantial => 3,
            Self::High => 4,
        }
    }
}

/// A language, two letters (ISO 639-1) in the case they were written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Reads a language.
    ///
    /// # Errors
    /// [`OutOfBounds`] when it is not two letters from A to Z.
    pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
        if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(OutOfBounds::form(text, "two letters, for example `nb`"));
        }
        Ok(Self(text.to_owned()))
    }

    /// The letters as they were written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
