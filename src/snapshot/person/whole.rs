//! The text form of people.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AddressText, BankText, DigipostUserText, EfakturaText, KrrText, NameText, VippsText};
use crate::consumer::{Mandate, MandateKey};
use crate::domain::person::Person;
use crate::snapshot::mandate::MandateText;
use crate::snapshot::merge::merge;

/// A person as text. A facet that is left out means: not registered there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct PersonText {
    /// The public name; may be left out where the address gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// National identity number; left out, the old one is kept or a synthetic one is minted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn: Option<String>,
    /// Registered name; left out, the old one is kept or one is made of the slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<NameText>,
    /// Date of birth, `YYYY-MM-DD`; left out, it is read from the identity number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Phone number, shown in international form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Postal address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<AddressText>,
    /// Entry in the eFaktura receiver registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub efaktura: Option<EfakturaText>,
    /// Vipps user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vipps: Option<VippsText>,
    /// Mandates that this person gave.
    #[serde(default)]
    pub mandates: Vec<MandateText>,
    /// Entry in the contact and reservation registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub krr: Option<KrrText>,
    /// Bank customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank: Option<BankText>,
    /// User of Digipost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digipost: Option<DigipostUserText>,
}

impl PersonText {
    /// The text of a person with the mandates of that person.
    pub fn of<'a>(
        person: &Person,
        mandates: impl Iterator<Item = (&'a MandateKey, &'a Mandate)>,
    ) -> Self {
        // Taken apart by name, so that a new facet does not compile until it has a text.
        let Person {
            slug,
            ssn,
            name,
            date_of_birth,
            phone,
            email,
            address,
            efaktura,
            vipps,
            krr,
            bank,
            digipost,
        } = person;
        Self {
            slug: Some(slug.to_string()),
            ssn: Some(ssn.as_str().to_owned()),
            name: Some(NameText::of(name)),
            date_of_birth: Some(date_of_birth.to_string()),
            phone: phone.as_ref().map(ToString::to_string),
            email: email.as_ref().map(ToString::to_string),
            address: address.as_ref().map(AddressText::of),
            efaktura: efaktura.as_ref().map(EfakturaText::of),
            vipps: vipps.as_ref().map(VippsText::of),
            mandates: mandates
                .map(|(key, mandate)| MandateText::of(key, mandate))
                .collect(),
            krr: krr.as_ref().map(KrrText::of),
            bank: bank.as_ref().map(BankText::of),
            digipost: digipost.as_ref().map(DigipostUserText::of),
        }
    }

    /// The document that a merge patch (RFC 7396) makes of this person, to be read as a text again.
    ///
    /// A new identity number brings its own date of birth, unless the patch gives one too.
    #[must_use]
    pub fn patched(&self, patch: Value) -> Value {
        let mut old = self.clone();
        if patch.get("ssn").is_some() && patch.get("date_of_birth").is_none() {
            old.date_of_birth = None;
        }
        let old = serde_json::to_value(old).expect("texts, numbers and lists are always JSON");
        merge(old, patch)
    }
}
