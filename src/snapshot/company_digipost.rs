//! The text form of a company's account at Digipost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::company_mps::ActsForText;
use super::text::{TextError, one_of};
use crate::crypto::Certificate;
use crate::domain::cast::Cast;
use crate::domain::company::Company;
use crate::domain::digipost::{
    AccountId, Bank, BrokerCertificate, DigipostAccount, GivenCertificate, Right,
};
use crate::domain::slug::Slug;

/// The word for a broker that uploaded no certificate.
const NONE: &str = "none";
/// The word for a broker whose certificate was revoked.
const REVOKED: &str = "revoked";
/// Longest certificate in characters; those of the usual authorities have about 2 000.
const LONGEST: usize = 16_384;

/// A company's account at Digipost, with the number in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct DigipostAccountText {
    /// `X-Digipost-UserId` of what it signs, and `sender-id` of what it sends; left out, the old
    /// one is kept, or it is computed from the names of sandbox and company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broker_id: Option<u64>,
    /// What its signatures are verified with: a certificate in PEM, `none` as long as none was
    /// uploaded, or `revoked`; left out, the one whose key `sandkasse certs` writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// For whom it signs beside its own company: `all`, or a list of organisation numbers; left
    /// out, for nobody.
    #[serde(default)]
    pub acts_for: ActsForText,
    /// What it may do that not everybody may; left out, `print`, `direct_print` and
    /// `pre_encrypt`.
    #[serde(default = "usual_rights")]
    pub rights: Vec<String>,
    /// Most letters in a calendar month; left out, as many as it likes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters_a_month: Option<u32>,
    /// The bank that it is, such as `dnb`; left out, it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
}

fn usual_rights() -> Vec<String> {
    let rights = [Right::Print, Right::DirectPrint, Right::PreEncrypt];
    rights.map(|right| right.as_str().to_owned()).to_vec()
}

impl DigipostAccountText {
    /// The text of a facet; `cast` says what is in force, without it only what was given is said.
    pub(super) fn of(company: &Company, cast: Option<&Cast>) -> Option<Self> {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let DigipostAccount {
            given_id,
            certificate,
            acts_for,
            rights,
            letters_a_month,
            bank,
        } = company.digipost.as_ref()?;
        let in_force = cast.and_then(|cast| cast.digipost_account(company));
        Some(Self {
            broker_id: in_force.or(*given_id).map(AccountId::get),
            certificate: match certificate {
                BrokerCertificate::Usual => None,
                BrokerCertificate::Given(given) => Some(given.pem.as_ref().to_owned()),
                BrokerCertificate::Missing => Some(NONE.to_owned()),
                BrokerCertificate::Revoked => Some(REVOKED.to_owned()),
            },
            acts_for: ActsForText::of(acts_for),
            rights: rights.iter().map(|it| it.as_str().to_owned()).collect(),
            letters_a_month: *letters_a_month,
            bank: bank.map(|bank| bank.as_str().to_owned()),
        })
    }

    /// Reads the facet of the company `slug`; `old` is the number that somebody gave before.
    pub(super) fn read(
        &self,
        old: Option<AccountId>,
        slug: &Slug,
        cast: &Cast,
    ) -> Result<DigipostAccount, TextError> {
        let bank = self.bank.as_deref();
        let bank = bank.map(|text| one_of("digipost.bank", text, Bank::WORDS));
        Ok(DigipostAccount {
            given_id: self.id(old, AccountId::computed(cast.sandbox(), slug))?,
            certificate: self.certificate()?,
            acts_for: self.acts_for.read("digipost.acts_for")?,
            rights: self.rights()?,
            letters_a_month: self.letters_a_month,
            bank: bank.transpose()?,
        })
    }

    /// Left out, it is the old one; one that is the computed one is not given.
    fn id(
        &self,
        old: Option<AccountId>,
        computed: AccountId,
    ) -> Result<Option<AccountId>, TextError> {
        let Some(number) = self.broker_id else {
            return Ok(old);
        };
        let id = AccountId::new(number).ok_or_else(|| {
            let expected = "a number from 1 to 9223372036854775807";
            TextError::new("digipost.broker_id", &number.to_string(), expected)
        })?;
        Ok((id != computed).then_some(id))
    }

    fn certificate(&self) -> Result<BrokerCertificate, TextError> {
        match self.certificate.as_deref() {
            None => Ok(BrokerCertificate::Usual),
            Some(NONE) => Ok(BrokerCertificate::Missing),
            Some(REVOKED) => Ok(BrokerCertificate::Revoked),
            Some(pem) => given(pem).map(BrokerCertificate::Given),
        }
    }

    fn rights(&self) -> Result<Vec<Right>, TextError> {
        let mut rights = Vec::new();
        for (index, text) in self.rights.iter().enumerate() {
            let field = format!("digipost.rights[{index}]");
            let right = one_of(&field, text, Right::WORDS)?;
            if rights.contains(&right) {
                return Err(TextError::new(&field, text, "each right once"));
            }
            rights.push(right);
        }
        Ok(rights)
    }
}

/// Reads a certificate; whatever stands beside it in the text, a private key even, is not kept.
fn given(text: &str) -> Result<GivenCertificate, TextError> {
    let refused = |why: &str| {
        // The rest of it says nothing to anybody, and may be a secret.
        let first = text.trim_start().lines().next().unwrap_or_default();
        let expected = format!("`none`, `revoked` or a certificate in PEM ({why})");
        TextError::new("digipost.certificate", first, expected)
    };
    if text.len() > LONGEST {
        return Err(refused("this is longer than 16384 characters"));
    }
    let certificate = Certificate::parse(text).map_err(|error| refused(&error.to_string()))?;
    Ok(GivenCertificate {
        pem: certificate.pem().into(),
        key: certificate.key_pkcs1().into(),
    })
}
