//! What scenarios may want of an answer, beside refusals.

use std::collections::BTreeSet;

use crate::domain::words::words;

words! {
    /// What a person is in an answer, whatever the person is in truth.
    pub enum PersonWish {
        /// Reserved against digital communication.
        Reserved "reserved",
        /// Without a digital mailbox.
        NoMailbox "noMailbox",
        /// With contact data that are too old.
        ExpiredContact "expiredContact",
        /// With an e-mail address that is too old.
        ExpiredEmail "expiredEmail",
        /// With a phone that is too old.
        ExpiredMobile "expiredMobile",
        /// Deleted.
        Deleted "deleted",
        /// Not registered, and told so in the first version, or where that is asked for.
        NotRegistered "notRegistered",
        /// In the strings of mailbox and certificate there is nothing.
        EmptyStrings "emptyStrings",
        /// Chooses a mailbox at e-Boks as soon as the answer is out.
        MovesToEboks "movesToEboks",
        /// Reserves as soon as the answer is out.
        ReservesLater "reservesLater",
    }

    /// What stands in the place of a certificate.
    pub enum CertificateWish {
        /// Nothing.
        Missing "mailboxWithoutCertificate",
        /// One that has expired.
        Expired "certificateExpired",
        /// One that is not good yet.
        NotYetValid "certificateNotYetValid",
        /// That of the other provider's mailboxes.
        OtherMailbox "certificateOfOtherMailbox",
        /// Something else.
        Garbage "certificateGarbage",
    }

    /// What the token seems to open.
    pub enum RightsWish {
        /// Contact data alone.
        ContactOnly "contactScopeOnly",
        /// Mailboxes alone.
        MailboxOnly "mailboxScopeOnly",
    }

    /// What becomes of the answer as a whole.
    pub enum AnswerWish {
        /// Persons in another order than they were asked for.
        Shuffled "shuffled",
        /// A signed answer whose signature does not hold.
        BrokenSignature "badJoseSignature",
        /// A signed answer without the certificate.
        WithoutX5c "joseWithoutX5c",
        /// Instants with minutes in their offset.
        FullTimes "timesFull",
        /// Instants in UTC with milliseconds.
        FractionTimes "timesFraction",
    }

    /// What becomes of a page of changes.
    pub enum ChangesWish {
        /// Its first change is missing.
        Gap "changeFeedGap",
        /// It says that it ended where it began, so that it comes again.
        Repeat "changeFeedRepeat",
        /// It is empty, and more is to come.
        EmptyPage "changeFeedEmptyPage",
    }
}

/// What a scenario wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desire {
    /// Of persons.
    Person(PersonWish),
    /// Of their certificates.
    Certificate(CertificateWish),
    /// Of the caller's token.
    Rights(RightsWish),
    /// Of the answer.
    Answer(AnswerWish),
    /// Of a page of changes.
    Changes(ChangesWish),
}

impl Desire {
    /// What a scenario calls so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let person = PersonWish::parse(name).map(Self::Person);
        person
            .or_else(|| CertificateWish::parse(name).map(Self::Certificate))
            .or_else(|| RightsWish::parse(name).map(Self::Rights))
            .or_else(|| AnswerWish::parse(name).map(Self::Answer))
            .or_else(|| ChangesWish::parse(name).map(Self::Changes))
    }
}

/// What a scenario wants, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What.
    pub what: Desire,
    /// The places in the request of those it is about; empty, it is about everybody.
    pub rows: Vec<usize>,
}

impl Wish {
    /// Whom of those who were asked for it is about; nothing, everybody.
    pub(super) fn among<'a>(&self, persons: &'a [String]) -> Option<BTreeSet<&'a str>> {
        if self.rows.is_empty() {
            return None;
        }
        let named = self.rows.iter().filter_map(|row| persons.get(*row));
        Some(named.map(String::as_str).collect())
    }
}
