//! Who sends invoices, and which agreements they hold.

use super::account::AccountNumber;
use super::credentials::GivenKeys;
use super::identity::OrgNumber;
use super::slug::Slug;
use crate::domain::words::words;

/// A company of the cast.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// The public name of this company.
    pub slug: Slug,
    /// Registration number.
    pub org_number: RegistrationNumber,
    /// Registered name.
    pub name: String,
    /// Country, two letters (ISO 3166-1).
    pub country: String,
    /// Verified by the router; an unverified company may not send.
    pub verified: bool,
    /// A municipality, which alone may use digital post to citizens.
    pub municipality: bool,
    /// Account at the reference router.
    pub maventa: Option<MaventaFacet>,
    /// `AvtaleGiro` agreements, one per account.
    pub avtalegiro: Vec<AvtaleGiroAgreement>,
    /// Rights for digital post to citizens.
    pub dpi: DpiFacet,
}

/// A registration number: a checked Norwegian one, or a foreign one as it was given.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegistrationNumber {
    /// Nine digits with a control digit.
    Norwegian(OrgNumber),
    /// Anything from another country.
    Foreign(String),
}

impl RegistrationNumber {
    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Norwegian(number) => number.as_str(),
            Self::Foreign(text) => text,
        }
    }

    /// The Norwegian number, if it is one.
    #[must_use]
    pub fn norwegian(&self) -> Option<&OrgNumber> {
        match self {
            Self::Norwegian(number) => Some(number),
            Self::Foreign(_) => None,
        }
    }
}

words! {
    /// State of the main vendor agreement (Maventa: Consumer Invoicing (Norway), The main vendor
    /// agreement).
    pub enum B2cnoStatus {
        /// Nobody holds an agreement.
        Free "FREE",
        /// Another provider holds one.
        Reserved "RESERVED",
        /// Live.
        Active "ACTIVE",
        /// Something broke.
        Fault "FAULT",
        /// Something broke.
        Error "ERROR",
    }
}

/// A company's account at the reference router.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaventaFacet {
    /// Keys that were given instead of computed.
    pub keys: GivenKeys,
    /// The vendor key stands on the list of allowed signers.
    pub signer_allowed: bool,
    /// State of the main vendor agreement.
    pub b2cno: B2cnoStatus,
    /// Route order set by support for the whole account; empty means the built-in one.
    pub default_route_order: Vec<String>,
}

words! {
    /// State of an `AvtaleGiro` agreement at the router.
    pub enum AgreementStatus {
        /// Not in force.
        Inactive "INACTIVE",
        /// In force.
        Active "ACTIVE",
        /// Waits for a signature or for MPS.
        Pending "PENDING",
    }
}

/// An `AvtaleGiro` agreement of a company on one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvtaleGiroAgreement {
    /// The account that direct debits are credited to.
    pub account: AccountNumber,
    /// State at the router.
    pub status: AgreementStatus,
    /// Digits in the KID, control digit included.
    pub kid_length: u8,
    /// First and last position of the mandate reference in the KID, counted from 1, inclusive.
    pub reference_position: (u8, u8),
    /// A notice by e-mail is offered.
    pub notification_by_email: bool,
    /// A notice on paper is offered.
    pub notification_by_print: bool,
    /// The bank agreement names the provider's customer id.
    pub bank_agreement: bool,
}

/// Rights for digital post to citizens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DpiFacet {
    /// The company has its own agreement with Digdir.
    pub digdir_agreement: bool,
    /// It delegated the right to send in Altinn.
    pub altinn_delegation: bool,
}
