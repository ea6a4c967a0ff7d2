//! The due-date registers of banks: payments that wait for their day.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::bank;
use super::mailbox::MailNumber;
use crate::domain::account::AccountNumber;
use crate::domain::digipost::Bank;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The number of a payment in a bank's due-date register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaymentNumber(pub u64);

impl PaymentNumber {
    /// The first one. Clients of the user-agreements API keep the id of a payment in 32 bits
    /// (Digipost: Java client for user agreements 2.1.0), so all of them have nine digits.
    pub const FIRST: Self = Self(500_000_001);
}

impl fmt::Display for PaymentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A payment in a bank's due-date register (Digipost: bank payment API, CreatePayment).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The bank.
    pub bank: Bank,
    /// Who pays.
    pub payer: Slug,
    /// The account that is debited.
    pub from: AccountNumber,
    /// The account that is credited, as sent.
    pub to: String,
    /// KID as sent.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// The day on which it shall be paid; money moves on it or on the next bank day.
    pub due_date: Date,
    /// Who sent the invoice, as told.
    pub issuer_name: Option<String>,
    /// The sender's id of the invoice, as told.
    pub invoice_id: Option<String>,
    /// The invoice in the payer's mailbox that it pays, if it came from there.
    pub mail: Option<MailNumber>,
    /// When it came to the bank.
    pub received_at: Timestamp,
    /// When the payer changed it in the bank for the last time.
    pub changed_at: Option<Timestamp>,
    /// What became of it.
    pub state: PaymentState,
}

/// What a payer may change of a payment in the bank (Digipost: invoices in the bank).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEdit {
    /// Amount in øre.
    pub amount: Ore,
    /// The account that is credited.
    pub to: String,
    /// The day on which it shall be paid.
    pub due_date: Date,
}

/// What became of a payment. Nothing of it shows in Digipost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentState {
    /// Waits for its day.
    Waiting,
    /// The payer stopped it in the bank.
    Stopped {
        /// When.
        at: Timestamp,
    },
    /// Paid.
    Paid {
        /// When.
        at: Timestamp,
    },
    /// There was too little on the account.
    NoCover {
        /// When.
        at: Timestamp,
    },
}

impl Payment {
    /// The day on which the bank carries it out: the due date or the next bank day, and never one
    /// whose run was over when it came or was changed. What came behind its due date is paid in the
    /// next run (ours: no document says what a bank makes of such a payment).
    #[must_use]
    pub fn debit_day(&self) -> Date {
        bank::debit_day(self.due_date, self.changed_at.unwrap_or(self.received_at))
    }
}

impl PaymentState {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stopped { .. } => "stopped",
            Self::Paid { .. } => "paid",
            Self::NoCover { .. } => "no-cover",
        }
    }

    /// Since when it is so.
    #[must_use]
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::Waiting => None,
            Self::Stopped { at } | Self::Paid { at } | Self::NoCover { at } => Some(at),
        }
    }
}
