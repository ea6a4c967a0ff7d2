//! The text form of people.

mod digipost;
mod facets;
mod krr;
mod read;
mod whole;

pub use digipost::DigipostUserText;
pub use facets::{AddressText, BankText, EfakturaAgreementText, EfakturaText, NameText, VippsText};
pub use krr::KrrText;
pub use whole::PersonText;
