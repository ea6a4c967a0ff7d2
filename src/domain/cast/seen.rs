//! People of the cast as one service sees them.

use std::sync::Arc;

use super::members::Cast;
use crate::domain::digipost::DigipostAddress;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::identity::NationalId;
use crate::domain::krr::EboksAddress;
use crate::domain::person::Person;
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;

/// People as one service sees them.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    cast: &'a Cast,
    service: &'static str,
}

impl<'a> Seen<'a> {
    pub(super) fn of(cast: &'a Cast, service: &'static str) -> Self {
        Self { cast, service }
    }

    /// Which service looks.
    #[must_use]
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Everybody, in order of their names.
    pub fn people(&self) -> impl Iterator<Item = &'a Person> + use<'a> {
        self.cast.people.values().map(AsRef::as_ref)
    }

    /// A person by name.
    #[must_use]
    pub fn person(&self, slug: &Slug) -> Option<&'a Person> {
        self.cast.people.get(slug).map(AsRef::as_ref)
    }

    /// The person with a national identity number.
    #[must_use]
    pub fn by_ssn(&self, ssn: &NationalId) -> Option<&'a Person> {
        self.person(self.cast.by_ssn.get(ssn)?)
    }

    /// The same, to be kept.
    #[must_use]
    pub fn shared_by_ssn(&self, ssn: &NationalId) -> Option<&'a Arc<Person>> {
        self.cast.people.get(self.cast.by_ssn.get(ssn)?)
    }

    /// Whether others gave the contact register this e-mail address too.
    #[must_use]
    pub fn shares_email(&self, email: &EmailAddress) -> bool {
        self.cast.contacts.shares_email(email)
    }

    /// Whether others gave the contact register this phone too.
    #[must_use]
    pub fn shares_phone(&self, phone: &PhoneNumber) -> bool {
        self.cast.contacts.shares_phone(phone)
    }

    /// The person with an eFaktura identifier.
    #[must_use]
    pub fn by_identifier(&self, identifier: &EfakturaIdentifier) -> Option<&'a Person> {
        self.person(self.cast.by_identifier.get(identifier)?)
    }

    /// The person with a mailbox of this name at Digipost.
    #[must_use]
    pub fn by_digipost_address(&self, address: &DigipostAddress) -> Option<&'a Person> {
        self.person(self.cast.by_digipost_address.get(&address.folded())?)
    }

    /// The person whose mailbox at e-Boks has this address, given or computed, chosen or not.
    #[must_use]
    pub fn by_eboks_address(&self, address: &EboksAddress) -> Option<&'a Person> {
        self.person(self.cast.by_eboks.owner(address)?)
    }
}
