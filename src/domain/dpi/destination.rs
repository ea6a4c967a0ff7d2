//! Where messages end: the mailboxes and the printer, and what a mailbox is called.

use super::letter::MailboxAddress;
use crate::domain::credentials::computed;
use crate::domain::identity::OrgNumber;
use crate::domain::person::{MailboxProvider, Person};
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// Who takes letters in for people.
    pub enum Destination {
        /// The mailboxes of Digipost.
        Digipost "digipost",
        /// The mailboxes of e-Boks.
        Eboks "eboks",
        /// The print service.
        Printer "printer",
    }
}

impl Destination {
    /// Its organisation number (Digdir: KRR, attributes; DPI: complete examples).
    #[must_use]
    pub fn number(self) -> &'static str {
        match self {
            Self::Digipost => "984661185",
            Self::Eboks => "922020175",
            Self::Printer => "974761076",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Digipost => "Digipost",
            Self::Eboks => "e-Boks",
            Self::Printer => "the print service",
        }
    }

    /// Whose number it is.
    #[must_use]
    pub fn of_number(number: &OrgNumber) -> Option<Self> {
        let mut all = Self::WORDS.iter().map(|(it, _)| *it);
        all.find(|it| it.number() == number.as_str())
    }

    /// Whose mailboxes these are; none where letters are printed.
    #[must_use]
    pub fn provider(self) -> Option<MailboxProvider> {
        match self {
            Self::Digipost => Some(MailboxProvider::Digipost),
            Self::Eboks => Some(MailboxProvider::Eboks),
            Self::Printer => None,
        }
    }
}

/// The address of the mailbox that a person has at a provider: the one at Digipost stands in the
/// cast, that at e-Boks is ten digits computed from the names of sandbox and person.
#[must_use]
pub fn mailbox_address(
    sandbox: &Slug,
    person: &Person,
    provider: MailboxProvider,
) -> Option<MailboxAddress> {
    let text = match provider {
        MailboxProvider::Digipost => person.digipost.as_ref()?.address.as_str().to_owned(),
        MailboxProvider::Eboks => {
            let seed = computed(sandbox, &person.slug, "eboks").as_u128();
            format!("{:010}", seed % 10_000_000_000)
        }
    };
    MailboxAddress::parse(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_destination_has_a_number_of_its_own_that_leads_back() {
        for (destination, _) in Destination::WORDS {
            let number = OrgNumber::parse(destination.number()).unwrap();
            assert_eq!(Destination::of_number(&number), Some(*destination));
        }
        let other = OrgNumber::parse("980858073").unwrap();
        assert_eq!(Destination::of_number(&other), None);
    }
}
