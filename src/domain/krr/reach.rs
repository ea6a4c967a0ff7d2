//! What of a person stands in the register, wherever the value itself is kept.

use super::eboks::EboksAddress;
use super::entry::{KrrFacet, MailboxProvider};
use crate::domain::email::EmailAddress;
use crate::domain::person::Person;
use crate::domain::phone::PhoneNumber;

impl Person {
    /// The e-mail address in the register, if the entry is in use and has one.
    #[must_use]
    pub fn registered_email(&self) -> Option<&EmailAddress> {
        let entry = self.entry_in_use()?;
        self.email.as_ref().filter(|_| entry.email.registered)
    }

    /// The mobile phone in the register, if the entry is in use and has one.
    #[must_use]
    pub fn registered_phone(&self) -> Option<&PhoneNumber> {
        let entry = self.entry_in_use()?;
        self.phone.as_ref().filter(|_| entry.mobile.registered)
    }

    /// The digital mailbox in the register: whose it is, and its address there. Whoever chose
    /// Digipost without an account has none.
    #[must_use]
    pub fn registered_mailbox(&self) -> Option<(MailboxProvider, String)> {
        let provider = self.entry_in_use()?.mailbox?;
        Some((provider, self.address_at(provider)?))
    }

    /// The address of a mailbox of this person, chosen or not.
    #[must_use]
    pub fn address_at(&self, provider: MailboxProvider) -> Option<String> {
        match provider {
            MailboxProvider::Digipost => Some(self.digipost.as_ref()?.address.to_string()),
            MailboxProvider::Eboks => {
                let given = self.krr.as_ref().and_then(|it| it.eboks_address.clone());
                let address = given.unwrap_or_else(|| EboksAddress::computed(&self.ssn));
                Some(address.to_string())
            }
        }
    }

    /// Whether the register would say something else of one than of the other.
    #[must_use]
    pub fn differs_in_register(&self, other: &Self) -> bool {
        let told = |person: &Self| {
            (
                person.krr.clone(),
                person.registered_email().cloned(),
                person.registered_phone().cloned(),
                person.registered_mailbox(),
            )
        };
        self.ssn != other.ssn || told(self) != told(other)
    }

    fn entry_in_use(&self) -> Option<&KrrFacet> {
        self.krr.as_ref().filter(|entry| entry.is_in_use())
    }
}
