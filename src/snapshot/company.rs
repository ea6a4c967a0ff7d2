//! The text form of companies.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company_avtalegiro::{AvtaleGiroText, agreements};
use super::company_digipost::DigipostAccountText;
use super::company_maskinporten::{DelegationText, MaskinportenText, delegations};
use super::company_mps::MpsText;
use super::company_vipps::{VippsAccountText, accounts};
use super::minting;
use super::text::{
    NORWAY, TextError, country, free_text, one_of, parsed, same_slug, title_words, yes,
};
use crate::domain::cast::Cast;
use crate::domain::company::{B2cnoStatus, Company, DpiFacet, MaventaFacet, RegistrationNumber};
use crate::domain::credentials::{GivenKeys, MaventaKeys};
use crate::domain::identity::OrgNumber;
use crate::domain::mint::Mint;
use crate::domain::routing::Route;
use crate::domain::slug::Slug;

/// A company as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct CompanyText {
    /// The public name; may be left out where the address gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// Registration number: an organisation number in Norway, elsewhere 1 to 20 letters, digits
    /// and hyphens; left out, the old one is kept or one is minted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orgnr: Option<String>,
    /// Registered name; left out, the old one is kept or one is made of the slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Country, two letters (ISO 3166-1); left out, Norway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Verified by the router; left out, yes.
    #[serde(default = "yes")]
    pub verified: bool,
    /// A municipality; left out, no.
    #[serde(default)]
    pub municipality: bool,
    /// Account at the reference router; left out, there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maventa: Option<MaventaText>,
    /// `AvtaleGiro` agreements, one per account.
    #[serde(default)]
    pub avtalegiro: Vec<AvtaleGiroText>,
    /// Rights for digital post to citizens; left out, none.
    #[serde(default)]
    pub dpi: DpiText,
    /// User at MPS; left out, there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mps: Option<MpsText>,
    /// Account at Digipost; left out, there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digipost: Option<DigipostAccountText>,
    /// Client of Vipps, and what Vipps holds against the company; left out, Vipps does not know
    /// it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vipps: Option<VippsAccountText>,
    /// Accounts that KAR, the banks' register, knows as the company's, beside those of its
    /// `AvtaleGiro` agreements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// Client of Maskinporten; left out, there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maskinporten: Option<MaskinportenText>,
    /// Rights to act for it with a scope, delegated in Altinn, beside `dpi.altinn_delegation`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delegations: Vec<DelegationText>,
}

/// A company's account at the reference router, with the keys in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct MaventaText {
    /// Sent as `client_id`; keys that are left out are kept, or computed from the names of
    /// sandbox and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_id: Option<String>,
    /// Sent as `client_secret`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_api_key: Option<String>,
    /// Sent as `vendor_api_key`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_api_key: Option<String>,
    /// The vendor key stands on the list of allowed signers; left out, yes.
    #[serde(default = "yes")]
    pub signer_allowed: bool,
    /// State of the main vendor agreement; left out, `FREE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b2cno: Option<String>,
    /// Route order of the whole account; empty means the built-in one.
    #[serde(default)]
    pub default_route_order: Vec<String>,
}

/// Rights for digital post to citizens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct DpiText {
    /// Own agreement with Digdir; left out, no.
    #[serde(default)]
    pub digdir_agreement: bool,
    /// Right to send delegated in Altinn; left out, no.
    #[serde(default)]
    pub altinn_delegation: bool,
    /// Agreement with the access point that takes digital post; left out, yes.
    #[serde(default = "yes")]
    pub access_point: bool,
}

impl Default for DpiText {
    fn default() -> Self {
        Self {
            digdir_agreement: false,
            altinn_delegation: false,
            access_point: true,
        }
    }
}

impl CompanyText {
    /// The text of a company with the credentials in force in its cast; without a cast only those
    /// are said that somebody gave.
    #[must_use]
    pub fn of(company: &Company, cast: Option<&Cast>) -> Self {
        // Taken apart by name, so that a new facet does not compile until it has a text.
        let Company {
            slug,
            org_number,
            name,
            country,
            verified,
            municipality,
            maventa,
            avtalegiro,
            dpi,
            mps: _,
            digipost: _,
            vipps: _,
            accounts,
            maskinporten: _,
            delegations,
        } = company;
        let keys = cast.and_then(|cast| cast.keys(company));
        Self {
            slug: Some(slug.to_string()),
            orgnr: Some(org_number.as_str().to_owned()),
            name: Some(name.clone()),
            country: Some(country.clone()),
            verified: *verified,
            municipality: *municipality,
            maventa: maventa
                .as_ref()
                .map(|facet| MaventaText::of(facet, keys.as_ref())),
            avtalegiro: avtalegiro
                .iter()
                .map(|agreement| AvtaleGiroText::of(agreement, cast.is_some()))
                .collect(),
            dpi: DpiText {
                digdir_agreement: dpi.digdir_agreement,
                altinn_delegation: dpi.altinn_delegation,
                access_point: dpi.access_point,
            },
            mps: MpsText::of(company, cast),
            digipost: DigipostAccountText::of(company, cast),
            vipps: VippsAccountText::of(company, cast),
            accounts: accounts.iter().map(|it| it.as_str().to_owned()).collect(),
            maskinporten: MaskinportenText::of(company, cast),
            delegations: delegations.iter().map(DelegationText::of).collect(),
        }
    }

    /// Reads the company that stands (or shall stand) in the cast under `slug`.
    ///
    /// Numbers and keys that are left out are those of `old` as long as their facet is there, else
    /// minted (numbers) or computed (keys). A key equal to the computed one counts as left out, so
    /// that a fork under another name gets its own.
    ///
    /// # Errors
    /// [`TextError`] for the first value that does not fit. Whether a given number belongs to
    /// somebody else is not asked here; [`Cast::put_company`] says so.
    pub fn into_company(
        self,
        slug: &Slug,
        old: Option<&Company>,
        cast: &Cast,
        mint: &mut Mint,
    ) -> Result<Company, TextError> {
        same_slug(self.slug.as_deref(), slug)?;
        let name = match (&self.name, old) {
            (Some(text), _) => free_text("name", text, 200)?,
            (None, Some(old)) => old.name.clone(),
            (None, None) => title_words(slug).join(" "),
        };
        let country = country("country", self.country.as_deref())?;
        let maventa = self.maventa.as_ref().map(|text| {
            let old = old.and_then(|old| Some(old.maventa.as_ref()?.keys.clone()));
            text.read(old.unwrap_or_default(), slug, cast)
        });
        let maventa = maventa.transpose()?;
        let mps = self.mps.as_ref().map(|text| {
            let old = old.and_then(|old| Some(old.mps.as_ref()?.login.clone()));
            text.read(old.unwrap_or_default(), slug, cast)
        });
        let mps = mps.transpose()?;
        let digipost = self.digipost.as_ref().map(|text| {
            let old = old.and_then(|old| old.digipost.as_ref()?.given_id);
            text.read(old, slug, cast)
        });
        let digipost = digipost.transpose()?;
        let vipps = self.vipps.as_ref().map(|text| {
            let old = old.and_then(|old| old.vipps.as_ref());
            text.read(old, slug, cast)
        });
        let vipps = vipps.transpose()?;
        let maskinporten = self.maskinporten.as_ref().map(|text| {
            let old = old.and_then(|old| old.maskinporten.as_ref()?.given_id.clone());
            text.read(old, slug, cast)
        });
        let maskinporten = maskinporten.transpose()?;
        let org_number = match (&self.orgnr, old) {
            (Some(text), _) => registration_number(text, &country)?,
            (None, Some(old)) if old.country == country => old.org_number.clone(),
            (None, _) => minted_number(&country, cast, mint)?,
        };
        if maskinporten.is_some() && org_number.norwegian().is_none() {
            let expected = "a Norwegian organisation number, for it has a client of Maskinporten";
            return Err(TextError::new("orgnr", org_number.as_str(), expected));
        }
        let old_agreements = old.map_or(&[][..], |old| &old.avtalegiro);
        let unit = mps.as_ref().and_then(|facet| facet.customer_unit.as_ref());
        let avtalegiro = agreements(&self.avtalegiro, old_agreements, unit, cast, mint)?;
        Ok(Company {
            slug: slug.clone(),
            org_number,
            name,
            country,
            verified: self.verified,
            municipality: self.municipality,
            maventa,
            avtalegiro,
            dpi: DpiFacet {
                digdir_agreement: self.dpi.digdir_agreement,
                altinn_delegation: self.dpi.altinn_delegation,
                access_point: self.dpi.access_point,
            },
            mps,
            digipost,
            vipps,
            accounts: accounts(&self.accounts)?,
            maskinporten,
            delegations: delegations(&self.delegations)?,
        })
    }
}

fn registration_number(text: &str, country: &str) -> Result<RegistrationNumber, TextError> {
    if country == NORWAY {
        let expected = "an organisation number";
        let number = parsed("orgnr", text, expected, OrgNumber::parse)?;
        return Ok(RegistrationNumber::Norwegian(number));
    }
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (1..=20).contains(&text.len()) && text.bytes().all(known) {
        Ok(RegistrationNumber::Foreign(text.to_owned()))
    } else {
        let expected = "1 to 20 letters, digits and hyphens";
        Err(TextError::new("orgnr", text, expected))
    }
}

fn minted_number(
    country: &str,
    cast: &Cast,
    mint: &mut Mint,
) -> Result<RegistrationNumber, TextError> {
    let number = if country == NORWAY {
        minting::org_number(cast, mint).map(RegistrationNumber::Norwegian)
    } else {
        minting::foreign_number(country, cast, mint).map(RegistrationNumber::Foreign)
    };
    number.ok_or_else(|| none_left("orgnr"))
}

impl MaventaText {
    fn of(facet: &MaventaFacet, keys: Option<&MaventaKeys>) -> Self {
        let given = &facet.keys;
        let shown = |given: &Option<String>, in_force: fn(&MaventaKeys) -> &String| {
            keys.map(in_force).cloned().or_else(|| given.clone())
        };
        Self {
            company_id: shown(&given.company_id, |keys| &keys.company_id),
            user_api_key: shown(&given.user_api_key, |keys| &keys.user_api_key),
            vendor_api_key: shown(&given.vendor_api_key, |keys| &keys.vendor_api_key),
            signer_allowed: facet.signer_allowed,
            b2cno: Some(facet.b2cno.as_str().to_owned()),
            default_route_order: facet.default_route_order.clone(),
        }
    }

    fn read(&self, old: GivenKeys, slug: &Slug, cast: &Cast) -> Result<MaventaFacet, TextError> {
        let computed = GivenKeys::default().or_computed(cast.sandbox(), slug);
        let b2cno = match &self.b2cno {
            Some(text) => one_of("maventa.b2cno", text, B2cnoStatus::WORDS)?,
            None => B2cnoStatus::Free,
        };
        for (index, text) in self.default_route_order.iter().enumerate() {
            if Route::parse(text).is_none() {
                let field = format!("maventa.default_route_order[{index}]");
                let expected = "one of `netbank`, `dpi`, `email`, `print`, `silent_failure`";
                return Err(TextError::new(&field, text, expected));
            }
        }
        Ok(MaventaFacet {
            keys: GivenKeys {
                company_id: key(
                    "maventa.company_id",
                    &self.company_id,
                    old.company_id,
                    &computed.company_id,
                )?,
                user_api_key: key(
                    "maventa.user_api_key",
                    &self.user_api_key,
                    old.user_api_key,
                    &computed.user_api_key,
                )?,
                vendor_api_key: key(
                    "maventa.vendor_api_key",
                    &self.vendor_api_key,
                    old.vendor_api_key,
                    &computed.vendor_api_key,
                )?,
            },
            signer_allowed: self.signer_allowed,
            b2cno,
            default_route_order: self.default_route_order.clone(),
        })
    }
}

/// Reads a credential: left out, it is the old one; one that is the computed one is not given.
pub(super) fn key(
    field: &str,
    given: &Option<String>,
    old: Option<String>,
    computed: &str,
) -> Result<Option<String>, TextError> {
    let Some(text) = given else {
        return Ok(old);
    };
    if !(1..=200).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let expected = "1 to 200 visible ASCII characters without blanks";
        return Err(TextError::new(field, text, expected));
    }
    Ok((text != computed).then(|| text.clone()))
}

pub(super) fn none_left(field: &str) -> TextError {
    TextError::new(
        field,
        "",
        "a number of your own, for none is left to be minted",
    )
}
