//! Who a consumer is, and what the consumer chose.

use jiff::civil::Date;

use super::account::AccountNumber;
use super::digipost::{DigipostAddress, Language};
use super::efaktura::EfakturaIdentifier;
use super::email::EmailAddress;
use super::identity::{NationalId, OrgNumber};
use super::money::Ore;
use super::phone::PhoneNumber;
use super::slug::Slug;

pub use super::krr::{KrrFacet, KrrStatus, MailboxProvider};

/// A consumer of the cast. A facet that is `None` means: not registered there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The public name of this person.
    pub slug: Slug,
    /// National identity number.
    pub ssn: NationalId,
    /// First and last name as registered.
    pub name: PersonName,
    /// Date of birth as registered.
    pub date_of_birth: Date,
    /// Phone number, if known.
    pub phone: Option<PhoneNumber>,
    /// E-mail address, if known.
    pub email: Option<EmailAddress>,
    /// Postal address, if known.
    pub address: Option<Address>,
    /// Entry in the eFaktura receiver registry.
    pub efaktura: Option<EfakturaFacet>,
    /// Vipps user.
    pub vipps: Option<VippsFacet>,
    /// Entry in the contact and reservation registry.
    pub krr: Option<KrrFacet>,
    /// Bank customer.
    pub bank: Option<BankFacet>,
    /// User of Digipost.
    pub digipost: Option<DigipostUser>,
}

/// A person's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Given names.
    pub first: String,
    /// Family name.
    pub last: String,
}

/// A postal address as registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Second line, if any.
    pub line2: Option<String>,
    /// Postal code, four digits in Norway.
    pub postal_code: String,
    /// Postal town.
    pub city: String,
    /// Country, two letters (ISO 3166-1).
    pub country: String,
}

/// What the eFaktura receiver registry holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfakturaFacet {
    /// The identifier that all issuers use.
    pub identifier: EfakturaIdentifier,
    /// Yes to All ("Ja takk til alle", JTTA): accepts eFaktura from every issuer.
    pub yes_to_all: bool,
    /// Issuers that this consumer reserved against.
    pub blocked_issuers: Vec<OrgNumber>,
    /// Agreements with single issuers, a legacy of the time before Yes to All.
    pub agreements: Vec<EfakturaAgreement>,
}

/// An old agreement between a consumer and one issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EfakturaAgreement {
    /// The issuer.
    pub issuer: OrgNumber,
    /// The issuer's reference for this consumer (`eFakturareferanse`), 1 to 32 characters.
    pub reference: String,
    /// The content provider that the reference belongs to, nine digits.
    pub content_provider: Option<String>,
}

/// What Vipps knows of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VippsFacet {
    /// eFaktura is activated in the app.
    pub active: bool,
    /// Invoices are displayed in the app.
    pub display: bool,
    /// Invoices to this person are rejected (Vipps: invoice API problems,
    /// `/recipient-blacklisted`).
    pub blacklisted: bool,
}

/// A person's account at Digipost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigipostUser {
    /// The name of the mailbox.
    pub address: DigipostAddress,
    /// In use; a closed account gets nothing.
    pub active: bool,
    /// In which language the person reads it.
    pub language: Language,
}

/// A bank account of a consumer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankFacet {
    /// The bank's name.
    pub name: String,
    /// The account.
    pub account: AccountNumber,
    /// What stands on it, in øre.
    pub balance: Ore,
}
