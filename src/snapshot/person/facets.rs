//! The text forms of a person's facets, both ways.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::account::AccountNumber;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::identity::OrgNumber;
use crate::domain::money::Ore;
use crate::domain::person::{
    Address, BankFacet, EfakturaAgreement, EfakturaFacet, PersonName, VippsFacet,
};
use crate::snapshot::text::{NORWAY, TextError, country, free_text, parsed, yes};

/// Longest text that a register of people is taken to hold in one field.
///
/// The keys of a look-up are shorter (WSDL EfakturaAtgService v1), registered names may not be.
const LONGEST: usize = 200;

/// A person's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct NameText {
    /// Given names.
    pub first: String,
    /// Family name.
    pub last: String,
}

impl NameText {
    pub(super) fn of(name: &PersonName) -> Self {
        Self {
            first: name.first.clone(),
            last: name.last.clone(),
        }
    }

    pub(super) fn read(&self) -> Result<PersonName, TextError> {
        Ok(PersonName {
            first: free_text("name.first", &self.first, LONGEST)?,
            last: free_text("name.last", &self.last, LONGEST)?,
        })
    }
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct AddressText {
    /// Street and number.
    pub line1: String,
    /// Second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
    /// Postal code, four digits in Norway.
    pub postal_code: String,
    /// Postal town.
    pub city: String,
    /// Country, two letters (ISO 3166-1); without it Norway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

impl AddressText {
    pub(super) fn of(address: &Address) -> Self {
        Self {
            line1: address.line1.clone(),
            line2: address.line2.clone(),
            postal_code: address.postal_code.clone(),
            city: address.city.clone(),
            country: Some(address.country.clone()),
        }
    }

    pub(super) fn read(&self) -> Result<Address, TextError> {
        let line2 = self.line2.as_deref();
        let address = Address {
            line1: free_text("address.line1", &self.line1, LONGEST)?,
            line2: line2
                .map(|text| free_text("address.line2", text, LONGEST))
                .transpose()?,
            postal_code: free_text("address.postal_code", &self.postal_code, 20)?,
            city: free_text("address.city", &self.city, LONGEST)?,
            country: country("address.country", self.country.as_deref())?,
        };
        let code = &address.postal_code;
        let four_digits = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
        if address.country == NORWAY && !four_digits {
            let expected = "four digits, as Norwegian postal codes have";
            return Err(TextError::new("address.postal_code", code, expected));
        }
        Ok(address)
    }
}

/// An entry in the eFaktura receiver registry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct EfakturaText {
    /// The identifier, nine digits; left out, the old one is kept or one is minted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// Yes to All; left out, no: a consent is never assumed.
    #[serde(default)]
    pub yes_to_all: bool,
    /// Organisation numbers of issuers that this person reserved against.
    #[serde(default)]
    pub blocked_issuers: Vec<String>,
    /// Old agreements with single issuers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<EfakturaAgreementText>,
}

/// An old agreement between a consumer and one issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct EfakturaAgreementText {
    /// Organisation number of the issuer.
    pub issuer: String,
    /// The issuer's reference for the person, 1 to 32 characters.
    pub reference: String,
    /// Whom the reference belongs to, nine digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_provider: Option<String>,
}

impl EfakturaText {
    pub(super) fn of(facet: &EfakturaFacet) -> Self {
        let issuers = facet.blocked_issuers.iter();
        let agreement = |agreement: &EfakturaAgreement| EfakturaAgreementText {
            issuer: agreement.issuer.to_string(),
            reference: agreement.reference.clone(),
            content_provider: agreement.content_provider.clone(),
        };
        Self {
            identifier: Some(facet.identifier.to_string()),
            yes_to_all: facet.yes_to_all,
            blocked_issuers: issuers.map(ToString::to_string).collect(),
            agreements: facet.agreements.iter().map(agreement).collect(),
        }
    }

    /// Reads the facet; `identifier` gives one where the text has none.
    pub(super) fn read(
        &self,
        identifier: impl FnOnce() -> Result<EfakturaIdentifier, TextError>,
    ) -> Result<EfakturaFacet, TextError> {
        let identifier = match &self.identifier {
            Some(text) => {
                let expected = "an eFaktura identifier";
                parsed(
                    "efaktura.identifier",
                    text,
                    expected,
                    EfakturaIdentifier::parse,
                )?
            }
            None => identifier()?,
        };
        let blocked = self.blocked_issuers.iter().enumerate();
        let blocked = blocked
            .map(|(index, text)| issuer(&format!("efaktura.blocked_issuers[{index}]"), text));
        let agreements = self.agreements.iter().enumerate();
        let agreements =
            agreements.map(|(index, text)| text.read(&format!("efaktura.agreements[{index}]")));
        Ok(EfakturaFacet {
            identifier,
            yes_to_all: self.yes_to_all,
            blocked_issuers: blocked.collect::<Result<_, _>>()?,
            agreements: agreements.collect::<Result<_, _>>()?,
        })
    }
}

impl EfakturaAgreementText {
    fn read(&self, field: &str) -> Result<EfakturaAgreement, TextError> {
        if let Some(text) = &self.content_provider {
            let nine_digits = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
            if !nine_digits {
                let field = format!("{field}.content_provider");
                return Err(TextError::new(&field, text, "nine digits"));
            }
        }
        Ok(EfakturaAgreement {
            issuer: issuer(&format!("{field}.issuer"), &self.issuer)?,
            reference: free_text(&format!("{field}.reference"), &self.reference, 32)?,
            content_provider: self.content_provider.clone(),
        })
    }
}

fn issuer(field: &str, text: &str) -> Result<OrgNumber, TextError> {
    parsed(field, text, "an organisation number", OrgNumber::parse)
}

/// What Vipps knows of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct VippsText {
    /// eFaktura is activated in the app; left out, yes.
    #[serde(default = "yes")]
    pub active: bool,
    /// Invoices are displayed in the app; left out, yes.
    #[serde(default = "yes")]
    pub display: bool,
    /// Vipps rejects invoices to this person; left out, no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blacklisted: bool,
}

impl VippsText {
    pub(super) fn of(facet: &VippsFacet) -> Self {
        let VippsFacet {
            active,
            display,
            blacklisted,
        } = *facet;
        Self {
            active,
            display,
            blacklisted,
        }
    }

    pub(super) fn read(&self) -> VippsFacet {
        let Self {
            active,
            display,
            blacklisted,
        } = *self;
        VippsFacet {
            active,
            display,
            blacklisted,
        }
    }
}

/// A bank account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct BankText {
    /// The bank's name; left out, a bank of the sandbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account, 11 digits; left out, the old one is kept or one is minted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What stands on the account, in øre; left out, 100 000 kroner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_ore: Option<i64>,
}

impl BankText {
    pub(super) fn of(facet: &BankFacet) -> Self {
        Self {
            name: Some(facet.name.clone()),
            account: Some(facet.account.as_str().to_owned()),
            balance_ore: Some(facet.balance.get()),
        }
    }

    /// Reads the facet; `account` gives one where the text has none.
    pub(super) fn read(
        &self,
        account: impl FnOnce() -> Result<AccountNumber, TextError>,
    ) -> Result<BankFacet, TextError> {
        let name = self.name.as_deref().unwrap_or("Sandkassebanken");
        Ok(BankFacet {
            name: free_text("bank.name", name, LONGEST)?,
            account: match &self.account {
                Some(text) => parsed(
                    "bank.account",
                    text,
                    "an account number",
                    AccountNumber::parse,
                )?,
                None => account()?,
            },
            balance: Ore::new(self.balance_ore.unwrap_or(10_000_000)),
        })
    }
}
