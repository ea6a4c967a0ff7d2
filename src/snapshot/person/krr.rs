//! The text form of an entry in the contact and reservation registry.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::krr::{
    EboksAddress, KrrChannel, KrrFacet, KrrLanguage, KrrStatus, MailboxProvider,
};
use crate::snapshot::text::{TextError, date, one_of, yes};

/// An entry in the contact and reservation registry (Digdir: KRR).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct KrrText {
    /// `AKTIV`, `IKKE_REGISTRERT` or `SLETTET`; left out, `AKTIV`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Reserved against digital communication; left out, no.
    #[serde(default)]
    pub reserved: bool,
    /// When that was chosen, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved_on: Option<String>,
    /// When contact data were last entered or changed, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// When the contact data were last verified, `YYYY-MM-DD`; left out like `updated`, they count
    /// as fresh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
    /// The person's e-mail address is in the register; left out, yes.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub email: bool,
    /// When the e-mail address was entered or changed; left out, as `updated` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_updated: Option<String>,
    /// When the e-mail address was last verified; left out, as `verified` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<String>,
    /// When the e-mail address was proved with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_validated: Option<String>,
    /// The person's phone is in the register; left out, yes.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub mobile: bool,
    /// When the phone was entered or changed; left out, as `updated` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_updated: Option<String>,
    /// When the phone was last verified; left out, as `verified` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_verified: Option<String>,
    /// When the phone was proved with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_validated: Option<String>,
    /// In which language to write, `nb`, `nn`, `en` or `se`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When the language was chosen, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language_updated: Option<String>,
    /// The chosen mailbox, `digipost` or `eboks`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mailbox: Option<String>,
    /// The address of a mailbox at e-Boks, ten digits; left out, one computed of the identity
    /// number. That at Digipost stands in `digipost.address`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eboks_address: Option<String>,
}

impl Default for KrrText {
    fn default() -> Self {
        let bare = KrrFacet::default();
        Self {
            status: None,
            ..Self::of(&bare)
        }
    }
}

impl KrrText {
    pub(super) fn of(facet: &KrrFacet) -> Self {
        // Taken apart by name, so that a new field does not compile until it has a text.
        let KrrFacet {
            status,
            reserved,
            reserved_on,
            updated,
            verified,
            email,
            mobile,
            language,
            language_updated,
            mailbox,
            eboks_address,
        } = facet;
        let day = |date: &Option<Date>| date.map(|date| date.to_string());
        let channel = |channel: &KrrChannel| {
            let KrrChannel {
                registered,
                updated,
                verified,
                validated,
            } = channel;
            (*registered, day(updated), day(verified), day(validated))
        };
        let (email, email_updated, email_verified, email_validated) = channel(email);
        let (mobile, mobile_updated, mobile_verified, mobile_validated) = channel(mobile);
        Self {
            status: Some(status.as_str().to_owned()),
            reserved: *reserved,
            reserved_on: day(reserved_on),
            updated: day(updated),
            verified: day(verified),
            email,
            email_updated,
            email_verified,
            email_validated,
            mobile,
            mobile_updated,
            mobile_verified,
            mobile_validated,
            language: language.map(|language| language.as_str().to_owned()),
            language_updated: day(language_updated),
            mailbox: mailbox.map(|provider| provider.as_str().to_owned()),
            eboks_address: eboks_address.as_ref().map(ToString::to_string),
        }
    }

    pub(super) fn read(&self) -> Result<KrrFacet, TextError> {
        let status = match &self.status {
            Some(text) => one_of("krr.status", text, KrrStatus::WORDS)?,
            None => KrrStatus::Active,
        };
        let language = self.language.as_deref();
        let mailbox = self.mailbox.as_deref();
        let eboks_address = self.eboks_address.as_deref();
        Ok(KrrFacet {
            status,
            reserved: self.reserved,
            reserved_on: day("krr.reserved_on", self.reserved_on.as_deref())?,
            updated: day("krr.updated", self.updated.as_deref())?,
            verified: day("krr.verified", self.verified.as_deref())?,
            email: KrrChannel {
                registered: self.email,
                updated: day("krr.email_updated", self.email_updated.as_deref())?,
                verified: day("krr.email_verified", self.email_verified.as_deref())?,
                validated: day("krr.email_validated", self.email_validated.as_deref())?,
            },
            mobile: KrrChannel {
                registered: self.mobile,
                updated: day("krr.mobile_updated", self.mobile_updated.as_deref())?,
                verified: day("krr.mobile_verified", self.mobile_verified.as_deref())?,
                validated: day("krr.mobile_validated", self.mobile_validated.as_deref())?,
            },
            language: language
                .map(|text| one_of("krr.language", text, KrrLanguage::WORDS))
                .transpose()?,
            language_updated: day("krr.language_updated", self.language_updated.as_deref())?,
            mailbox: mailbox
                .map(|text| one_of("krr.mailbox", text, MailboxProvider::WORDS))
                .transpose()?,
            eboks_address: eboks_address.map(address).transpose()?,
        })
    }
}

fn day(field: &str, text: Option<&str>) -> Result<Option<Date>, TextError> {
    text.map(|text| date(field, text)).transpose()
}

fn address(text: &str) -> Result<EboksAddress, TextError> {
    EboksAddress::parse(text).ok_or_else(|| TextError::new("krr.eboks_address", text, "ten digits"))
}

/// What is left out when written.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands a reference over"
)]
fn is_yes(value: &bool) -> bool {
    *value
}
