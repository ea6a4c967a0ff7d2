//! One consumer's book: what happens between consumers and the services, kept once for all of
//! them. Pure; knows the trade and no service.

pub mod actions;
mod agreement;
mod bank;
mod book;
mod claim;
mod later;
mod mailbox;
mod mandate;
mod notices;
mod presented;
mod register;
mod terms;
mod turn;

#[cfg(test)]
mod tests;

pub use agreement::{
    AgreementKey, AgreementType, BankAgreement, Ended, EndedBy, PaymentAgreement, UserAgreement,
};
pub use bank::{debit_day, run_at};
pub use book::{Book, BookEvent};
pub use claim::{Claim, ClaimId, ClaimState, Month};
pub use later::Later;
pub use mailbox::{Mail, MailInvoice, MailInvoiceState, MailNumber, MailboxOwner};
pub use mandate::{Mandate, MandateChange, MandateChangeKind, MandateKey};
pub use notices::planned;
pub use presented::{DocumentType, Presented, PresentedId, PresentedState, VippsStay};
pub use register::{Payment, PaymentEdit, PaymentNumber, PaymentState};
pub use terms::{PaymentOrder, TermsError, judge, offers, usable_accounts};
pub use turn::{CaseRef, Happening, Note, Turn};
