//! The text form of people.

mod facets;
mod read;
mod whole;

pub use facets::{
    AddressText, BankText, EfakturaAgreementText, EfakturaText, KrrText, NameText, VippsText,
};
pub use whole::PersonText;
