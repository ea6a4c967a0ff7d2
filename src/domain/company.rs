//! Who sends invoices, and which agreements they hold.

use jiff::civil::Date;

use super::account::AccountNumber;
use super::credentials::{GivenKeys, GivenLogin};
use super::digipost::DigipostAccount;
use super::email::EmailAddress;
use super::giro::CustomerUnit;
use super::identity::OrgNumber;
use super::kid::KidStructures;
use super::maskinporten::{Delegation, MaskinportenClient, Scope};
use super::slug::Slug;
use super::vipps::VippsAccount;
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
    /// User at MPS, and what MPS holds against the company.
    pub mps: Option<MpsFacet>,
    /// Account at Digipost.
    pub digipost: Option<DigipostAccount>,
    /// Client of Vipps, and what Vipps holds against the company.
    pub vipps: Option<VippsAccount>,
    /// Accounts that KAR, the banks' register, knows as the company's, beside those of its
    /// `AvtaleGiro` agreements.
    pub accounts: Vec<AccountNumber>,
    /// Client of Maskinporten.
    pub maskinporten: Option<MaskinportenClient>,
    /// Rights to act for it with a scope, delegated in Altinn, beside that of [`DpiFacet`].
    pub delegations: Vec<Delegation>,
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
    /// Id of the agreement in OCR files: nine digits (MPS: OCR giro, system specification).
    pub agreement_id: String,
    /// How its KIDs are divided, one to three ways.
    pub kids: KidStructures,
    /// Who gets mandates and OCR files (MPS: Roles, data receiver); they need not be in the cast.
    pub data_receivers: Vec<CustomerUnit>,
    /// Who gets the list of what was rejected (MPS: Roles, list receiver).
    pub list_receivers: Vec<ListReceiver>,
    /// A notice by e-mail is offered.
    pub notification_by_email: bool,
    /// A notice on paper is offered.
    pub notification_by_print: bool,
    /// The bank agreement names the provider's customer id.
    pub bank_agreement: bool,
}

impl AvtaleGiroAgreement {
    /// An agreement in force that divides KIDs in one way or several, under its usual id, and of
    /// which nobody is told.
    #[must_use]
    pub fn on(account: AccountNumber, kids: impl Into<KidStructures>) -> Self {
        Self {
            status: AgreementStatus::Active,
            agreement_id: Self::usual_id(&account),
            account,
            kids: kids.into(),
            data_receivers: Vec::new(),
            list_receivers: Vec::new(),
            notification_by_email: false,
            notification_by_print: false,
            bank_agreement: true,
        }
    }

    /// The id of an agreement that nobody gave one: the last nine digits of its account.
    #[must_use]
    pub fn usual_id(account: &AccountNumber) -> String {
        account.as_str().chars().skip(2).collect()
    }
}

/// Where lists go (MPS: Receipt lists).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListReceiver {
    /// To the files of a customer unit.
    Unit(CustomerUnit),
    /// By e-mail.
    Mail(EmailAddress),
}

impl ListReceiver {
    /// The unit or the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unit(unit) => unit.as_str(),
            Self::Mail(address) => address.as_str(),
        }
    }
}

/// Rights for digital post to citizens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DpiFacet {
    /// The company has its own agreement with Digdir.
    pub digdir_agreement: bool,
    /// It delegated the right to send in Altinn, to [`ACCESS_PROVIDER`].
    pub altinn_delegation: bool,
    /// It has an agreement with the access point; a sender has one if it sends by itself.
    pub access_point: bool,
}

impl Default for DpiFacet {
    fn default() -> Self {
        Self {
            digdir_agreement: false,
            altinn_delegation: false,
            access_point: true,
        }
    }
}

/// The organisation that sends digital post for customers of the router: Visma Software
/// International AS (Maventa: Consumer Invoicing (Norway), DPI).
pub const ACCESS_PROVIDER: &str = "980858073";

words! {
    /// In which way a user sends to MPS (MPS: Roles; eFaktura: Developer pages).
    pub enum MpsRole {
        /// Hands in invoices and claims itself.
        Submitter "submitter",
        /// Software that registers issuers and sends for them, MPS being the submitter.
        Erp "erp",
        /// An integrator that sends with MPS as the submitter.
        IssuerViaMps "issuer_via_mps",
    }
}

/// A company's user at MPS. A user belongs to one company, and a company has at most one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MpsFacet {
    /// User name and password that were given instead of computed.
    pub login: GivenLogin,
    /// What files know the company by, as sender and as receiver; `None`, it has nothing to do
    /// with files (MPS: Roles).
    pub customer_unit: Option<CustomerUnit>,
    /// In which ways the user sends; each once.
    pub roles: Vec<MpsRole>,
    /// For whom it sends beside the company itself.
    pub acts_for: ActsFor,
    /// It may send `AvtaleGiro` claims (MPS: EfakturaAtgService v1, code 3101).
    pub avtalegiro: bool,
    /// As an issuer via MPS it has to name its service provider, and may not when this is false
    /// (eFaktura: Issuer via MPS, codes 5009 and 5010).
    pub names_service_provider: bool,
    /// The company is black-listed as an issuer.
    pub black_listed: Option<BlackListing>,
}

/// For whom a user of MPS sends; always for its own company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActsFor {
    /// For every issuer.
    All,
    /// For its own company and these; empty, for its own company only.
    Listed(Vec<OrgNumber>),
}

/// The days on which an issuer stands on the black list of MPS (MPS: EfakturaAtgService v1,
/// getBlackList).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlackListing {
    /// First day, in Norway.
    pub from: Date,
    /// Last day; `None` as long as nobody ends it.
    pub until: Option<Date>,
}

impl BlackListing {
    /// Whether it is in force on a day.
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

impl Company {
    /// Whether another organisation may act for it with a scope.
    #[must_use]
    pub fn has_delegated(&self, scope: &Scope, supplier: &OrgNumber) -> bool {
        let is_to_provider = supplier.as_str() == ACCESS_PROVIDER;
        let is_dpi = scope.as_str() == Scope::DPI_SEND && is_to_provider;
        let named = |it: &Delegation| it.scope == *scope && it.supplier == *supplier;
        (is_dpi && self.dpi.altinn_delegation) || self.delegations.iter().any(named)
    }

    /// Whether the company's user at MPS sends for an issuer, given by its number as sent.
    #[must_use]
    pub fn sends_to_mps_for(&self, issuer: &str) -> bool {
        self.mps.as_ref().is_some_and(|facet| {
            self.org_number.as_str() == issuer
                || match &facet.acts_for {
                    ActsFor::All => true,
                    ActsFor::Listed(numbers) => {
                        numbers.iter().any(|number| number.as_str() == issuer)
                    }
                }
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_black_listing_holds_from_its_first_day_to_its_last() {
        let (from, until) = (date(2026, 3, 2), Some(date(2026, 3, 4)));
        let march =
            |listing: BlackListing| [1, 2, 4, 5].map(|day| listing.holds_on(date(2026, 3, day)));
        assert_eq!(
            march(BlackListing { from, until }),
            [false, true, true, false]
        );
        assert_eq!(
            march(BlackListing { from, until: None }),
            [false, true, true, true]
        );
    }
}
