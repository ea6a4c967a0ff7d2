//! From a person's text to the person, with numbers for whatever was left out.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::PersonText;
use crate::consumer::{Mandate, MandateKey};
use crate::domain::cast::Cast;
use crate::domain::digipost::free_address;
use crate::domain::email::EmailAddress;
use crate::domain::identity::NationalId;
use crate::domain::mint::Mint;
use crate::domain::person::{Person, PersonName};
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;
use crate::snapshot::text::{TextError, date, national_id, parsed, same_slug, title_words};
use crate::snapshot::{mandate, minting};

impl PersonText {
    /// Reads the person that stands (or shall stand) in the cast under `slug`, and the mandates.
    ///
    /// What is left out is absent, but numbers: those of `old` are kept as long as their facet is
    /// there, else new ones are minted that nobody in the cast has.
    ///
    /// # Errors
    /// [`TextError`] for the first value that does not fit. Whether a given number belongs to
    /// somebody else is not asked here; [`Cast::put_person`] says so.
    pub fn into_parts(
        self,
        slug: &Slug,
        old: Option<&Person>,
        cast: &Cast,
        mint: &mut Mint,
    ) -> Result<(Person, BTreeMap<MandateKey, Mandate>), TextError> {
        same_slug(self.slug.as_deref(), slug)?;
        let name = match &self.name {
            Some(text) => text.read()?,
            None => name_from(slug),
        };
        let (phone, email) = (self.phone.as_deref(), self.email.as_deref());
        let phone = phone.map(|text| parsed("phone", text, "a phone number", PhoneNumber::parse));
        let email = email.map(|text| parsed("email", text, "an address", EmailAddress::parse));
        let (phone, email) = (phone.transpose()?, email.transpose()?);
        let address = self.address.as_ref().map(|text| text.read()).transpose()?;
        let krr = self.krr.as_ref().map(|text| text.read()).transpose()?;
        let (ssn, date_of_birth) = identity(&self, old, cast, mint)?;
        let old_identifier = old.and_then(|old| Some(old.efaktura.as_ref()?.identifier.clone()));
        let old_account = old.and_then(|old| Some(old.bank.as_ref()?.account.clone()));
        let efaktura = self.efaktura.as_ref().map(|text| {
            text.read(|| {
                old_identifier
                    .or_else(|| minting::efaktura_identifier(cast, mint))
                    .ok_or_else(|| none_left("efaktura.identifier"))
            })
        });
        let efaktura = efaktura.transpose()?;
        let bank = self.bank.as_ref().map(|text| {
            text.read(|| {
                old_account
                    .or_else(|| minting::account(&[], cast, mint))
                    .ok_or_else(|| none_left("bank.account"))
            })
        });
        let bank = bank.transpose()?;
        let old_address = old.and_then(|old| Some(old.digipost.as_ref()?.address.clone()));
        let digipost = self.digipost.as_ref().map(|text| {
            text.read(|| {
                old_address
                    .or_else(|| free_address(&name, cast, mint))
                    .ok_or_else(|| none_left("digipost.address"))
            })
        });
        let digipost = digipost.transpose()?;
        let own_account = bank.as_ref().map(|bank| &bank.account);
        let mandates = mandate::read_all(self.mandates, slug, own_account)?;
        let person = Person {
            slug: slug.clone(),
            ssn,
            name,
            date_of_birth,
            phone,
            email,
            address,
            efaktura,
            vipps: self.vipps.as_ref().map(|text| text.read()),
            krr,
            bank,
            digipost,
        };
        Ok((person, mandates))
    }
}

/// Number and birth date, which must tell the same: nobody's documents disagree here.
fn identity(
    text: &PersonText,
    old: Option<&Person>,
    cast: &Cast,
    mint: &mut Mint,
) -> Result<(NationalId, Date), TextError> {
    let born_text = text.date_of_birth.as_deref();
    let born = born_text
        .map(|text| date("date_of_birth", text))
        .transpose()?;
    let ssn = match (&text.ssn, old) {
        (Some(text), _) => national_id("ssn", text)?,
        (None, Some(old)) => old.ssn.clone(),
        (None, None) => minting::national_id(born, cast, mint).ok_or_else(|| {
            let expected = "a day from 1854 to 2039, for which identity numbers are left";
            TextError::new("date_of_birth", born_text.unwrap_or_default(), expected)
        })?,
    };
    let told = ssn.birth_date();
    if let Some(other) = born.filter(|born| *born != told) {
        let expected = format!(
            "`{told}`, the birth date in the identity number {}",
            ssn.masked()
        );
        return Err(TextError::new(
            "date_of_birth",
            &other.to_string(),
            expected,
        ));
    }
    Ok((ssn, told))
}

fn name_from(slug: &Slug) -> PersonName {
    let mut words = title_words(slug);
    let last = words.pop().unwrap_or_default();
    if words.is_empty() {
        return PersonName {
            first: last,
            last: "Sandkasse".to_owned(),
        };
    }
    PersonName {
        first: words.join(" "),
        last,
    }
}

fn none_left(field: &str) -> TextError {
    TextError::new(
        field,
        "",
        "a number of your own, for none is left to be minted",
    )
}
