//! Digipost in the trade's words: who has an account there, as a recipient, a sender or a bank.

mod account;
mod address;
mod bank;
mod document;
mod naming;

pub use account::{
    AccountId, BrokerCertificate, DigipostAccount, GivenCertificate, Language, Right,
};
pub use address::DigipostAddress;
pub use bank::{Bank, BankRow, BankWay};
pub use document::{AuthenticationLevel, DocumentUuid, SensitivityLevel};
pub use naming::free_address;
