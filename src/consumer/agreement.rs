//! Agreements by which invoices go from a mailbox into a bank.

use jiff::Timestamp;

use crate::domain::account::AccountNumber;
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
    /// When it was withdrawn; a withdrawn one is kept and can be renewed.
    pub ended: Option<Timestamp>,
}

/// An agreement by which a person sends invoices from Digipost to a bank's due-date register: the
/// first way. One for each person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAgreement {
    /// The bank.
    pub bank: Bank,
    /// The account that payments are debited from.
    pub account: AccountNumber,
    /// Since when it holds.
    pub since: Timestamp,
    /// The bank ended it, which Digipost learns with the next payment only.
    pub ended_at_bank: Option<Timestamp>,
}
