//! The due-date registers of banks: payments that wait for their day.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::mailbox::MailNumber;
use crate::domain::account::AccountNumber;
use crate::domain::digipost::Bank;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The number of a payment in a bank's due-date register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaymentNumber(pub u64);

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
    /// What became of it.
    pub state: PaymentState,
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
