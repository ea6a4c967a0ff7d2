//! Digital mailboxes: what lies in them, and what their owners did with it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;

use super::register::PaymentNumber;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AuthenticationLevel, Language, SensitivityLevel};
use crate::domain::money::Ore;
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;

/// The number of a document in a mailbox, by which its owner and the owner's bank know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MailNumber(pub u64);

impl fmt::Display for MailNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whose mailbox it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailboxOwner {
    /// A person of the cast.
    Person(Slug),
    /// A company of the cast.
    Company(Slug),
}

/// A document in a mailbox. Attachments are documents of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Whose it is.
    pub owner: MailboxOwner,
    /// Whose service holds the mailbox.
    pub provider: MailboxProvider,
    /// The service that delivered it.
    pub service: &'static str,
    /// That service's id of it.
    pub service_id: String,
    /// The company that sent it.
    pub sender: Slug,
    /// Name of the sender as the owner reads it.
    pub sender_name: String,
    /// What it is called.
    pub subject: String,
    /// Its file type, such as `pdf`.
    pub file_type: String,
    /// Its bytes.
    pub content: BlobKey,
    /// How its reader must have logged in.
    pub authentication: AuthenticationLevel,
    /// Whether notices tell of it.
    pub sensitivity: SensitivityLevel,
    /// When it came, or begins to be seen.
    pub delivered_at: Timestamp,
    /// When it was opened for the first time.
    pub opened_at: Option<Timestamp>,
    /// When its owner deleted it.
    pub deleted_at: Option<Timestamp>,
    /// The document that it is an attachment of.
    pub attached_to: Option<MailNumber>,
    /// What is to be paid, if it is an invoice.
    pub invoice: Option<MailInvoice>,
}

/// What is to be paid with an invoice in a mailbox (Digipost: schema api_v7.xsd, invoice). Neither
/// KID nor account need have good check digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailInvoice {
    /// KID as sent.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// Account to credit, as sent.
    pub account: String,
    /// Due date as sent.
    pub due_date: Date,
    /// What its owner made of it.
    pub state: MailInvoiceState,
}

/// What the owner of a mailbox made of an invoice in it. It does not follow the money (Digipost:
/// invoices in the bank).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailInvoiceState {
    /// Nothing yet.
    Unpaid,
    /// Added to the payments of a bank.
    Added {
        /// When.
        at: Timestamp,
        /// The payment in the bank's register, where the sandbox plays the bank.
        payment: Option<PaymentNumber>,
        /// The bank's own id of the payment, where a bank told one.
        payment_id: Option<String>,
    },
    /// Deleted by its owner.
    Deleted {
        /// When.
        at: Timestamp,
    },
}

impl MailInvoiceState {
    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Added { .. } => "added",
            Self::Deleted { .. } => "deleted",
        }
    }

    /// How Digipost shows it to the owner of the mailbox (Digipost: invoices in the bank; the words
    /// for what was not added are ours).
    #[must_use]
    pub fn shown(&self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Unpaid, Language::Bokmaal) => "Ikke betalt",
            (Self::Unpaid, Language::Nynorsk) => "Ikkje betalt",
            (Self::Unpaid, Language::English) => "Unpaid",
            (Self::Added { .. }, Language::Bokmaal) => "Lagt til betaling",
            (Self::Added { .. }, Language::Nynorsk) => "Lagd til betaling",
            (Self::Added { .. }, Language::English) => "Added to payments",
            (Self::Deleted { .. }, Language::Bokmaal) => "Slettet",
            (Self::Deleted { .. }, Language::Nynorsk) => "Sletta",
            (Self::Deleted { .. }, Language::English) => "Deleted",
        }
    }

    /// Since when it is so.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Unpaid => None,
            Self::Added { at, .. } | Self::Deleted { at } => Some(*at),
        }
    }
}

impl Mail {
    /// Whether its owner can see it: it came, and was not deleted.
    #[must_use]
    pub fn is_seen(&self, now: Timestamp) -> bool {
        self.delivered_at <= now && self.deleted_at.is_none()
    }

    /// The word of Digipost for where it stands, and by which way it reached its owner (Digipost:
    /// schema api_v7.xsd, document-status).
    #[must_use]
    pub fn in_short(&self, now: Timestamp) -> (&'static str, Option<&'static str>) {
        match self.delivered_at <= now {
            true => ("DELIVERED", Some("digipost")),
            false => ("NOT_DELIVERED", None),
        }
    }

    /// The invoice in it, if a bank that may see the owner's invoices sees this one. What was
    /// deleted before anybody took care of it is gone there too; what was added stays, without its
    /// content (Digipost: availability of invoices).
    #[must_use]
    pub fn in_bank(&self, now: Timestamp) -> Option<&MailInvoice> {
        let invoice = self.invoice.as_ref()?;
        let is_added = matches!(invoice.state, MailInvoiceState::Added { .. });
        let stays = self.deleted_at.is_none() || is_added;
        (self.delivered_at <= now && stays).then_some(invoice)
    }

    /// Whether it is an invoice that still waits for somebody to take care of it.
    #[must_use]
    pub fn is_unhandled(&self) -> bool {
        let state = self.invoice.as_ref().map(|invoice| &invoice.state);
        self.deleted_at.is_none() && state == Some(&MailInvoiceState::Unpaid)
    }
}

impl MailboxOwner {
    /// The name in the cast.
    #[must_use]
    pub fn slug(&self) -> &Slug {
        match self {
            Self::Person(slug) | Self::Company(slug) => slug,
        }
    }

    /// The name, if it is a person's.
    #[must_use]
    pub fn person(&self) -> Option<&Slug> {
        match self {
            Self::Person(slug) => Some(slug),
            Self::Company(_) => None,
        }
    }
}

impl fmt::Display for MailboxOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.slug().fmt(f)
    }
}
