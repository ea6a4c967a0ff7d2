//! What a document package turned out to hold: all that can be said of its bytes alone.

use jiff::civil::Date;

use super::complaint::Complaint;
use crate::domain::blob::BlobKey;
use crate::domain::dpi::{Destination, Fingerprint};
use crate::domain::identity::OrgNumber;
use crate::domain::money::Ore;

/// A package as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// How many bytes it had, encrypted.
    pub bytes: u64,
    /// The digest of these bytes.
    pub fingerprint: Fingerprint,
    /// Whose key opened it, if one did.
    pub by: Option<Destination>,
    /// What is in it, as far as it was read.
    pub opened: Option<Opened>,
    /// What is wrong with it by itself, in the order in which it was looked for.
    pub complaints: Vec<Complaint>,
}

/// What is in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Whose certificate signed it, if that says so.
    pub signer: Option<OrgNumber>,
    /// Who sends, as the manifest says.
    pub sender: Option<OrgNumber>,
    /// Which mailbox it is for, as the manifest says.
    pub address: Option<String>,
    /// The main document, then the attachments.
    pub files: Vec<PackedFile>,
}

/// A document in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedFile {
    /// Its name.
    pub name: String,
    /// What the manifest calls it.
    pub title: Option<String>,
    /// Its media type, as the manifest says.
    pub media_type: String,
    /// Its bytes.
    pub content: BlobKey,
    /// How many they are.
    pub bytes: u64,
    /// What is to be paid, if it is an invoice out of which a payment can be filled in.
    pub invoice: Option<FoundInvoice>,
}

/// What a mailbox fills a payment in with (Digdir: DPI, EHF invoices).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundInvoice {
    /// The payment reference.
    pub kid: String,
    /// How much, in øre.
    pub amount: Ore,
    /// The account in its Norwegian form.
    pub account: String,
    /// When.
    pub due_date: Date,
}
