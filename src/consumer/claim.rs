//! Claims that lie at the payers' banks until their due dates (`AvtaleGiro`).

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::bank;
use super::mandate::MandateKey;
use super::presented::PresentedId;
use crate::domain::account::AccountNumber;
use crate::domain::calendar::local_date;
use crate::domain::id::Id;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The id of a claim in the book: that of the service which handed it over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimId(pub Id);

impl ClaimId {
    /// The id of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(Id::of(text))
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A claim that was handed to the payer's bank, which debits the payer on the due date under a
/// mandate (MPS: AvtaleGiro, payment claims).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The service that handed it over; the claim's id is this service's.
    pub service: &'static str,
    /// The payer.
    pub payer: Slug,
    /// The mandate under which it is debited.
    pub mandate: MandateKey,
    /// Account that is debited; `None` when the mandate does not say.
    pub payer_account: Option<AccountNumber>,
    /// Account of the payee.
    pub payee_account: AccountNumber,
    /// Name of the payee as the payer reads it.
    pub payee: String,
    /// KID of the claim, which differs from the mandate's in the variable part.
    pub kid: Kid,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date as sent; money moves on this day or on the next bank day.
    pub due_date: Date,
    /// The payer's bank sends a notice.
    pub notice: bool,
    /// When it came to the bank.
    pub received_at: Timestamp,
    /// The invoice that its payer was shown as a copy of it, and which follows it.
    pub copy: Option<PresentedId>,
    /// The bank finds too little on the account, whatever stands there.
    pub uncovered: bool,
    /// What became of it.
    pub state: ClaimState,
}

/// What became of a claim at the payer's bank.
///
/// Nothing of it but a payment shows to the payee, and that in files only (MPS: AvtaleGiro, OCR
/// giro).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimState {
    /// Waits for its due date.
    Waiting,
    /// The payer stopped this one payment.
    Stopped {
        /// When.
        at: Timestamp,
    },
    /// The payee took it back in time.
    Cancelled {
        /// When.
        at: Timestamp,
    },
    /// Debited.
    Paid {
        /// When.
        at: Timestamp,
    },
    /// There was too little on the account.
    NoCover {
        /// When.
        at: Timestamp,
    },
    /// The mandate's limit for the month was too low, for this claim or for all together.
    OverLimit {
        /// When.
        at: Timestamp,
    },
    /// There was no mandate any more.
    NoMandate {
        /// When.
        at: Timestamp,
    },
    /// Debited, and paid back to the payer.
    Reversed {
        /// When.
        at: Timestamp,
    },
}

/// A calendar month in Norway, for which a mandate's limit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of an instant.
    #[must_use]
    pub fn of(at: Timestamp) -> Self {
        let date = local_date(at);
        Self {
            year: date.year(),
            month: date.month(),
        }
    }
}

impl Claim {
    /// The day on which the bank debits it: the due date or the next bank day, and never one whose
    /// run was over when the claim came (MPS: AvtaleGiro; that late ones are taken at all is ours).
    #[must_use]
    pub fn debit_day(&self) -> Date {
        bank::debit_day(self.due_date, self.received_at)
    }
}

impl ClaimState {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stopped { .. } => "stopped",
            Self::Cancelled { .. } => "cancelled",
            Self::Paid { .. } => "paid",
            Self::NoCover { .. } => "no-cover",
            Self::OverLimit { .. } => "over-limit",
            Self::NoMandate { .. } => "no-mandate",
            Self::Reversed { .. } => "reversed",
        }
    }

    /// Since when it is so.
    #[must_use]
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::Waiting => None,
            Self::Stopped { at }
            | Self::Cancelled { at }
            | Self::Paid { at }
            | Self::NoCover { at }
            | Self::OverLimit { at }
            | Self::NoMandate { at }
            | Self::Reversed { at } => Some(at),
        }
    }
}
