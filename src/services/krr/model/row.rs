//! A person as an answer shows one.

use std::sync::Arc;

use crate::domain::krr::KrrStatus;
use crate::domain::person::Person;

/// What a caller may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rights {
    /// E-mail address and phone.
    pub(super) contact: bool,
    /// Whether somebody can be notified; who sees that is not told of data that are of no use.
    pub(super) status: bool,
    /// In which language to write.
    pub(super) language: bool,
    /// The mailbox.
    pub(super) mailbox: bool,
    /// Its certificate.
    pub(super) certificate: bool,
}

impl Rights {
    /// Nothing but what everybody sees.
    pub(super) const NONE: Self = Self {
        contact: false,
        status: false,
        language: false,
        mailbox: false,
        certificate: false,
    };
}

/// A person, and what of the person is shown; the values are the person's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number, as it was asked for.
    pub id: String,
    /// The state of the entry, as it is told.
    pub status: KrrStatus,
    /// The person, where something of one is shown.
    pub person: Option<Arc<Person>>,
    /// Whether the reservation is told.
    pub reservation: bool,
    /// Whether the person can be notified, if that is told.
    pub notifiable: Option<bool>,
    /// The e-mail address, if it is shown.
    pub email: Option<ShownChannel>,
    /// The phone, if it is shown.
    pub mobile: Option<ShownChannel>,
    /// Whether the language is shown.
    pub language: bool,
    /// Whether the mailbox is shown.
    pub mailbox: bool,
    /// What stands where the certificate belongs.
    pub certificate: ShownCertificate,
    /// The strings of mailbox and certificate are there, and empty.
    pub empty_strings: bool,
}

/// How an e-mail address or a phone is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownChannel {
    /// With its days.
    pub dated: bool,
    /// Others gave the same one.
    pub shared: bool,
}

/// What stands where a certificate belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownCertificate {
    /// Nothing.
    None,
    /// The mailbox's.
    Right,
    /// That of the other provider's mailboxes.
    OtherMailbox,
    /// One that has expired.
    Expired,
    /// One that is not good yet.
    NotYetValid,
    /// Something else.
    Garbage,
}

impl Row {
    /// Somebody of whom nothing is known but a state.
    pub(super) fn bare(id: String, status: KrrStatus) -> Self {
        Self {
            id,
            status,
            person: None,
            reservation: false,
            notifiable: None,
            email: None,
            mobile: None,
            language: false,
            mailbox: false,
            certificate: ShownCertificate::None,
            empty_strings: false,
        }
    }
}
