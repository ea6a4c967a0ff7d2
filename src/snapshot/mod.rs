//! The text form of what all services share: people, companies and mandates, as the admin API,
//! the cast file and snapshots write them.
//!
//! Imports the trade, serde and the reader of certificates, no service and no wire.

mod book;
mod claim;
mod company;
mod company_avtalegiro;
mod company_digipost;
mod company_maskinporten;
mod company_mps;
mod company_vipps;
mod letter;
mod mailbox;
mod mandate;
mod merge;
mod minting;
mod person;
mod routing;
mod settings;
mod table;
mod text;
pub mod written;

#[cfg(test)]
mod tests;

pub use book::BookText;
pub use company::{CompanyText, DpiText, MaventaText};
pub use company_avtalegiro::{AvtaleGiroText, KidStructureText};
pub use company_digipost::DigipostAccountText;
pub use company_maskinporten::{ClientKeyText, DelegationText, MaskinportenText};
pub use company_mps::{ActsForText, BlackListingText, MpsText};
pub use company_vipps::{IppText, IspText, VippsAccountText};
pub use mandate::MandateText;
pub use merge::merge;
pub use person::{
    AddressText, BankText, DigipostUserText, EfakturaAgreementText, EfakturaText, KrrText,
    NameText, PersonText, VippsText,
};
pub use settings::{setting_text, setting_value};
pub use table::table;
pub use text::TextError;
