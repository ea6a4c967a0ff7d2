//! A message that the access point took, and how far it came.

use jiff::Timestamp;
use jiff::civil::Date;

use super::complaint::Complaint;
use super::package::Package;
use super::wish::Wish;
use crate::consumer::{CaseRef, MailNumber};
use crate::domain::calendar::at_local;
use crate::domain::dpi::{
    Body, Destination, DigitalLetter, Fingerprint, Header, Kanal, SendingUnit,
};
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;
use crate::domain::words::words;

words! {
    /// How far the access point is with a message (DPI: OpenAPI of the access points).
    pub enum Status {
        /// It has it.
        Created "OPPRETTET",
        /// It sent it on.
        Sent "SENDT",
        /// It cannot send it on.
        Failed "FEILET",
    }
}

/// A status with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusLine {
    /// Which one.
    pub status: Status,
    /// The words beside it (`beskrivelse`).
    pub text: String,
    /// Since when.
    pub at: Timestamp,
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shipment {
    /// Who, to whom, which, when.
    pub header: Header,
    /// The organisation that answers for it.
    pub sender: SendingUnit,
    /// That organisation in the cast.
    pub company: Slug,
    /// What the message says of its package.
    pub fingerprint: Fingerprint,
    /// What it is.
    pub body: Body,
    /// Its receipts come under this channel.
    pub kanal: Option<Kanal>,
    /// Whose certificate signed the message, if that says so.
    pub signer: Option<OrgNumber>,
    /// Its package.
    pub package: Package,
    /// When it came.
    pub received: Timestamp,
    /// How far the access point is with it.
    pub statuses: Vec<StatusLine>,
    /// What a scenario wants to become of it.
    pub wish: Option<Wish>,
    /// What became of it where it arrived.
    pub outcome: Outcome,
}

/// What became of a message where it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    OnItsWay,
    /// It never arrives.
    Lost,
    /// It was not taken, for this.
    Refused(Complaint),
    /// It lies in a mailbox: the letter, then its attachments.
    InMailbox(Vec<MailNumber>),
    /// It is printed; posted from this instant on.
    Printed {
        /// When it was ready to post, if it is.
        posted: Option<Timestamp>,
    },
}

impl Shipment {
    /// Where it goes; none where no mailbox and no printer has the number.
    #[must_use]
    pub fn destination(&self) -> Option<Destination> {
        Destination::of_number(&self.header.receiver)
    }

    /// The letter, if it is for a mailbox.
    #[must_use]
    pub fn letter(&self) -> Option<&DigitalLetter> {
        match &self.body {
            Body::Digital(letter) => Some(letter),
            Body::Print(_) => None,
        }
    }

    /// The letter in the mailbox, without its attachments.
    #[must_use]
    pub fn mail(&self) -> Option<MailNumber> {
        match &self.outcome {
            Outcome::InMailbox(mails) => mails.first().copied(),
            Outcome::OnItsWay | Outcome::Lost | Outcome::Refused(_) | Outcome::Printed { .. } => {
                None
            }
        }
    }

    /// What it is called in case files.
    #[must_use]
    pub fn case(&self) -> CaseRef {
        CaseRef::of("dpi", &self.header.message.to_string())
    }
}

/// From when the recipient sees a letter: what the sender wants, else now.
pub(super) fn visible_from(letter: &DigitalLetter, now: Timestamp) -> Timestamp {
    let day = |date: Date| at_local(date, 0, 0);
    let wanted = letter.visible_at.or_else(|| letter.visible_on.map(day));
    wanted.map_or(now, |at| at.max(now))
}
