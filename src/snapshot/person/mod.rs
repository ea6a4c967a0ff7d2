//! The text form of people.

mod digipost;
mod facets;
mod read;
mod whole;

pub use digipost::DigipostUserText;
pub use facets::{
    AddressText, BankText, EfakturaAgreementText, EfakturaText, KrrText, NameText, VippsText,
};
pub use whole::PersonText;
