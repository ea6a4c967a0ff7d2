//! Claims that lie at the payers' banks until their due dates (`AvtaleGiro`).

use jiff::Timestamp;
use jiff::civil::Date;

use super::mandate::MandateKey;
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The id of a claim in the book: that of the service which handed it over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimId(pub String);

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
