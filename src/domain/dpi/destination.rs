//! Where messages end: the mailboxes and the printer.

use crate::domain::identity::OrgNumber;
use crate::domain::person::MailboxProvider;
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
            Self::Digipost => MailboxProvider::Digipost.org_number(),
            Self::Eboks => MailboxProvider::Eboks.org_number(),
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
