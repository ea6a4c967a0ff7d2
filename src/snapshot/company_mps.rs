//! The text form of a company's user at MPS.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company::key;
use super::text::{TextError, customer_unit, one_of, parsed, yes};
use crate::domain::cast::Cast;
use crate::domain::company::{ActsFor, BlackListing, Company, MpsFacet, MpsRole};
use crate::domain::credentials::{GivenLogin, MpsLogin};
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;

/// The word for every issuer.
const ALL: &str = "all";

/// A company's user at MPS, with user name and password in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct MpsText {
    /// `Username` of the security header; what is left out is kept, or computed from the names of
    /// sandbox and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// `Password` of the security header, or what its digest is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// What files know the company by, eight digits; left out, it has nothing to do with files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_unit: Option<String>,
    /// In which ways it sends: `submitter`, `erp`, `issuer_via_mps`; left out, `submitter`.
    #[serde(default = "submitter")]
    pub roles: Vec<String>,
    /// For whom it sends beside its own company: `all`, or a list of organisation numbers; left
    /// out, for nobody.
    #[serde(default)]
    pub acts_for: ActsForText,
    /// It may send claims; left out, yes.
    #[serde(default = "yes")]
    pub avtalegiro: bool,
    /// As an issuer via MPS it has to name its service provider; left out, no, and then it may
    /// not.
    #[serde(default)]
    pub names_service_provider: bool,
    /// The company is black-listed as an issuer; left out, it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub black_listed: Option<BlackListingText>,
}

/// For whom somebody sends beside its own company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`all` or a list of organisation numbers")]
pub enum ActsForText {
    /// `all`.
    Word(String),
    /// Organisation numbers.
    Listed(Vec<String>),
}

impl Default for ActsForText {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

/// The days on which an issuer stands on the black list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct BlackListingText {
    /// First day, such as `2026-03-02`.
    pub from: String,
    /// Last day; left out, nobody ends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

fn submitter() -> Vec<String> {
    vec![MpsRole::Submitter.as_str().to_owned()]
}

impl MpsText {
    /// The text of a facet; `cast` says what is in force, without it only what was given is said.
    pub(super) fn of(company: &Company, cast: Option<&Cast>) -> Option<Self> {
        let MpsFacet {
            login,
            customer_unit,
            roles,
            acts_for,
            avtalegiro,
            names_service_provider,
            black_listed,
        } = company.mps.as_ref()?;
        let in_force = cast.and_then(|cast| cast.mps_login(company));
        let (user, password) = match in_force {
            Some(MpsLogin { user, password }) => (Some(user), Some(password)),
            None => (login.user.clone(), login.password.clone()),
        };
        Some(Self {
            user,
            password,
            customer_unit: customer_unit.as_ref().map(ToString::to_string),
            roles: roles.iter().map(|role| role.as_str().to_owned()).collect(),
            acts_for: ActsForText::of(acts_for),
            avtalegiro: *avtalegiro,
            names_service_provider: *names_service_provider,
            black_listed: black_listed.map(|listing| BlackListingText {
                from: listing.from.to_string(),
                until: listing.until.map(|day| day.to_string()),
            }),
        })
    }

    /// Reads the facet of the company `slug`; `old` is what somebody gave before.
    pub(super) fn read(
        &self,
        old: GivenLogin,
        slug: &Slug,
        cast: &Cast,
    ) -> Result<MpsFacet, TextError> {
        let computed = GivenLogin::default().or_computed(cast.sandbox(), slug);
        let listing = self.black_listed.as_ref();
        let unit = self.customer_unit.as_deref();
        let unit = unit.map(|text| customer_unit("mps.customer_unit", text));
        Ok(MpsFacet {
            login: GivenLogin {
                user: key("mps.user", &self.user, old.user, &computed.user)?,
                password: key(
                    "mps.password",
                    &self.password,
                    old.password,
                    &computed.password,
                )?,
            },
            customer_unit: unit.transpose()?,
            roles: self.roles()?,
            acts_for: self.acts_for.read("mps.acts_for")?,
            avtalegiro: self.avtalegiro,
            names_service_provider: self.names_service_provider,
            black_listed: listing.map(BlackListingText::read).transpose()?,
        })
    }

    fn roles(&self) -> Result<Vec<MpsRole>, TextError> {
        let mut roles = Vec::new();
        for (index, text) in self.roles.iter().enumerate() {
            let field = format!("mps.roles[{index}]");
            let role = one_of(&field, text, MpsRole::WORDS)?;
            if roles.contains(&role) {
                return Err(TextError::new(&field, text, "each role once"));
            }
            roles.push(role);
        }
        Ok(roles)
    }
}

impl ActsForText {
    pub(super) fn of(whom: &ActsFor) -> Self {
        match whom {
            ActsFor::All => Self::Word(ALL.to_owned()),
            ActsFor::Listed(numbers) => {
                let numbers = numbers.iter().map(|number| number.as_str().to_owned());
                Self::Listed(numbers.collect())
            }
        }
    }

    pub(super) fn read(&self, field: &str) -> Result<ActsFor, TextError> {
        let texts = match self {
            Self::Word(word) if word == ALL => return Ok(ActsFor::All),
            Self::Word(word) => {
                let expected = "`all` or a list of organisation numbers";
                return Err(TextError::new(field, word, expected));
            }
            Self::Listed(texts) => texts,
        };
        let mut numbers = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let field = format!("{field}[{index}]");
            let number = parsed(&field, text, "an organisation number", OrgNumber::parse)?;
            if numbers.contains(&number) {
                return Err(TextError::new(&field, text, "each number once"));
            }
            numbers.push(number);
        }
        Ok(ActsFor::Listed(numbers))
    }
}

impl BlackListingText {
    fn read(&self) -> Result<BlackListing, TextError> {
        let day = |name: &str, text: &str| {
            let field = format!("mps.black_listed.{name}");
            parsed(
                &field,
                text,
                "a day such as `2026-03-02`",
                str::parse::<Date>,
            )
        };
        let from = day("from", &self.from)?;
        let until = self.until.as_deref().map(|text| day("until", text));
        let until = until.transpose()?;
        if let Some(until) = until.filter(|until| *until < from) {
            let expected = format!("{from} or later, the day on which it begins");
            let field = "mps.black_listed.until";
            return Err(TextError::new(field, &until.to_string(), expected));
        }
        Ok(BlackListing { from, until })
    }
}
