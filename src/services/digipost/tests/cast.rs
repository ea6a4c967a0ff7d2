//! Companies of a cast that have accounts at Digipost.

use crate::domain::company::{ActsFor, Company, DpiFacet, RegistrationNumber};
use crate::domain::digipost::{AccountId, BrokerCertificate, DigipostAccount};
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;

/// A verified company of Norway that does nothing anywhere else.
pub(super) fn company(
    slug: &str,
    name: &str,
    number: OrgNumber,
    digipost: Option<DigipostAccount>,
) -> Company {
    Company {
        slug: Slug::parse(slug).unwrap(),
        org_number: RegistrationNumber::Norwegian(number),
        name: name.to_owned(),
        country: "NO".to_owned(),
        verified: true,
        municipality: false,
        maventa: None,
        avtalegiro: Vec::new(),
        dpi: DpiFacet::default(),
        mps: None,
        digipost,
        vipps: None,
        accounts: Vec::new(),
        maskinporten: None,
        delegations: Vec::new(),
    }
}

/// An account with the usual certificate and no rights, which acts for nobody else.
pub(super) fn account(id: Option<AccountId>) -> DigipostAccount {
    DigipostAccount {
        given_id: id,
        certificate: BrokerCertificate::Usual,
        acts_for: ActsFor::Listed(Vec::new()),
        rights: Vec::new(),
        letters_a_month: None,
        bank: None,
    }
}
