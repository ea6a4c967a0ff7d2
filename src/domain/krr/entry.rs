//! What the register holds of a person.

use jiff::ToSpan;
use jiff::civil::Date;

use super::eboks::EboksAddress;
use crate::domain::words::words;

words! {
    /// The state of an entry in the contact and reservation registry (Digdir: KRR).
    pub enum KrrStatus {
        /// In use.
        Active "AKTIV",
        /// Never registered.
        NotRegistered "IKKE_REGISTRERT",
        /// Deleted.
        Deleted "SLETTET",
    }
    /// A provider of digital mailboxes.
    pub enum MailboxProvider {
        /// Digipost.
        Digipost "digipost",
        /// e-Boks.
        Eboks "eboks",
    }
    /// The language in which a person wants to be written to (Digdir: KRR, attributes).
    pub enum KrrLanguage {
        /// Bokmål.
        Bokmaal "nb",
        /// Nynorsk.
        Nynorsk "nn",
        /// English.
        English "en",
        /// Northern Sámi.
        Sami "se",
    }
}

impl MailboxProvider {
    /// Organisation number, as the register names the provider (Digdir: KRR, attributes).
    #[must_use]
    pub fn org_number(self) -> &'static str {
        match self {
            Self::Digipost => "984661185",
            Self::Eboks => "922020175",
        }
    }
}

/// An entry in the contact and reservation registry. The e-mail address and phone number in it are
/// the person's own, the address at Digipost is that of the person's account there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KrrFacet {
    /// State of the entry.
    pub status: KrrStatus,
    /// Reserved against digital communication.
    pub reserved: bool,
    /// When that was chosen.
    pub reserved_on: Option<Date>,
    /// When contact data were last entered or changed.
    pub updated: Option<Date>,
    /// When the contact data were last verified.
    pub verified: Option<Date>,
    /// The e-mail address.
    pub email: KrrChannel,
    /// The mobile phone.
    pub mobile: KrrChannel,
    /// In which language to write.
    pub language: Option<KrrLanguage>,
    /// When the language was chosen.
    pub language_updated: Option<Date>,
    /// The chosen digital mailbox.
    pub mailbox: Option<MailboxProvider>,
    /// The address of the mailbox at e-Boks; `None`, the one that is computed.
    pub eboks_address: Option<EboksAddress>,
}

/// One way to reach a person: whether the entry has it, and days of its own instead of the entry's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KrrChannel {
    /// The entry has what the person has.
    pub registered: bool,
    /// When it was entered or changed.
    pub updated: Option<Date>,
    /// When the person last confirmed it.
    pub verified: Option<Date>,
    /// When it was proved with a code.
    pub validated: Option<Date>,
}

impl Default for KrrChannel {
    fn default() -> Self {
        Self {
            registered: true,
            updated: None,
            verified: None,
            validated: None,
        }
    }
}

impl Default for KrrFacet {
    fn default() -> Self {
        Self {
            status: KrrStatus::Active,
            reserved: false,
            reserved_on: None,
            updated: None,
            verified: None,
            email: KrrChannel::default(),
            mobile: KrrChannel::default(),
            language: None,
            language_updated: None,
            mailbox: None,
            eboks_address: None,
        }
    }
}

impl KrrFacet {
    /// An entry of somebody who registers today.
    #[must_use]
    pub fn registered_on(today: Date) -> Self {
        Self {
            updated: Some(today),
            verified: Some(today),
            ..Self::default()
        }
    }

    /// When one way was entered or changed.
    #[must_use]
    pub fn updated_of(&self, channel: &KrrChannel) -> Option<Date> {
        channel.updated.or(self.updated)
    }

    /// When one way was last confirmed.
    #[must_use]
    pub fn verified_of(&self, channel: &KrrChannel) -> Option<Date> {
        channel.verified.or(self.verified)
    }

    /// Whether one way was entered or confirmed less than 18 calendar months ago, and so may be
    /// used to notify (Digdir: KRR, the rule of 18 months). Of which nobody says when, it may.
    #[must_use]
    pub fn is_fresh(&self, channel: &KrrChannel, today: Date) -> bool {
        let days = [self.updated_of(channel), self.verified_of(channel)];
        let mut known = days.into_iter().flatten().peekable();
        known.peek().is_none()
            || known.any(|day| day.checked_add(18.months()).is_ok_and(|end| today < end))
    }

    /// Whether the entry is in use.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.status == KrrStatus::Active
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn contact_data_are_fresh_until_the_day_on_which_they_are_18_months_old() {
        let entry = |updated, verified| KrrFacet {
            updated,
            verified,
            ..KrrFacet::default()
        };
        let (old, young) = (Some(date(2024, 9, 2)), Some(date(2024, 9, 3)));
        let today = date(2026, 3, 2);
        for (updated, verified, fresh) in [
            (old, old, false),
            (old, None, false),
            (young, old, true),
            (old, young, true),
            (None, young, true),
            (None, None, true),
        ] {
            let entry = entry(updated, verified);
            assert_eq!(entry.is_fresh(&entry.email, today), fresh, "{entry:?}");
        }
        // A month that is shorter ends the span on its last day.
        let entry = entry(Some(date(2024, 8, 31)), None);
        assert!(entry.is_fresh(&entry.email, date(2026, 2, 27)));
        assert!(!entry.is_fresh(&entry.email, date(2026, 2, 28)));
    }

    #[test]
    fn a_channel_has_days_of_its_own() {
        let entry = KrrFacet {
            verified: Some(date(2023, 1, 1)),
            mobile: KrrChannel {
                verified: Some(date(2026, 1, 1)),
                ..KrrChannel::default()
            },
            ..KrrFacet::default()
        };
        let today = date(2026, 3, 2);
        assert!(entry.is_fresh(&entry.mobile, today));
        assert!(!entry.is_fresh(&entry.email, today));
    }
}
