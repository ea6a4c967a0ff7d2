//! Agreements by which invoices go from a mailbox into a bank.

use jiff::{Timestamp, ToSpan};

use crate::domain::account::AccountNumber;
use crate::domain::calendar::local_date;
use crate::domain::digipost::Bank;
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// What an agreement between a user of Digipost and a company is about (Digipost:
    /// user-agreements API).
    pub enum AgreementType {
        /// The user's invoices are shown in the bank.
        InvoiceBank "invoice-bank",
        /// Receipts of payments from the user's accounts.
        ReceiptAccounts "account-num-for-receipts",
        /// The user's messages are fetched.
        FetchMessages "fetch-messages",
    }
}

/// By what an agreement is known: one of a type between a person and a company.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgreementKey {
    /// The user.
    pub person: Slug,
    /// The company that holds it; of type `invoice-bank`, the bank.
    pub holder: Slug,
    /// What it is about.
    pub about: AgreementType,
}

/// An agreement that lets a company see what a user of Digipost has there: of type `invoice-bank`
/// the second way of invoices into the bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAgreement {
    /// Keys and values, as given.
    pub attributes: Vec<(String, String)>,
    /// Since when it holds.
    pub since: Timestamp,
    /// How it ended; one that ended is kept and can be renewed.
    pub ended: Option<Ended>,
}

/// How an agreement with a company ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: EndedBy,
}

words! {
    /// By whom an agreement ended.
    pub enum EndedBy {
        /// The user withdrew it.
        User "user",
        /// The company that held it gave it up.
        Holder "holder",
        /// The user closed the account at Digipost, which gives it back when it is reopened in time
        /// (Digipost: availability of invoices).
        Closing "closing",
    }
}

/// What Digipost knows of how a person sends invoices to a bank's due-date register: the first way.
/// One for each person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAgreement {
    /// The bank.
    pub bank: Bank,
    /// The account that payments are debited from.
    pub account: AccountNumber,
    /// Since when it holds.
    pub since: Timestamp,
    /// When the person closed the account at Digipost; it rests until that is reopened.
    pub rests: Option<Timestamp>,
}

/// What a bank knows of that: whether it takes payments of a person from Digipost (Digipost: bank
/// payment API, CreateAgreement). One for each person and bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankAgreement {
    /// Since when it holds.
    pub since: Timestamp,
    /// When it ended at the bank, which Digipost learns with the next payment only.
    pub ended: Option<Timestamp>,
}

/// Months for which an account that was closed can be reopened with all its agreements (Digipost:
/// availability of invoices).
const REOPENED_MONTHS: i64 = 3;

/// Whether what rests since an instant comes back when the account is reopened.
#[must_use]
pub(super) fn comes_back(since: Timestamp, now: Timestamp) -> bool {
    let day = local_date(since);
    let last = day.saturating_add(REOPENED_MONTHS.months());
    local_date(now) <= last
}
