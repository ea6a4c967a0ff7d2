//! What left the house for people: mails and prints, as typed facts; rendering is done on reading.

use jiff::Timestamp;
use jiff::civil::Date;

use super::blob::BlobKey;
use super::digipost::Language;
use super::email::EmailAddress;
use super::invoice::Address;
use super::money::Ore;

/// A letter of either kind in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its id in the outbox.
    pub id: String,
    /// When it left, in sandbox time.
    pub sent_at: Timestamp,
    /// The invoice or letter it is about, by the id of its case; `None` for a list of MPS.
    pub invoice: Option<String>,
    /// How and to whom it went.
    pub to: Delivery,
    /// What it says.
    pub content: LetterContent,
    /// Files that go with it.
    pub files: Vec<LetterFile>,
}

/// How a letter travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// By e-mail.
    Mail(EmailAddress),
    /// On paper, to this name and address.
    Print {
        /// Name of the addressee.
        name: String,
        /// Postal address.
        address: Address,
    },
}

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterContent {
    /// An invoice for the consumer.
    Invoice(LetterFacts),
    /// Word to the sender that every route failed.
    AllRoutesFailed {
        /// The sender's invoice number.
        number: String,
        /// One line a closed way.
        reasons: Vec<String>,
    },
    /// Word to a payee of what MPS rejected of its orders.
    Rejections {
        /// What the list is called, such as `L00202`.
        list: String,
        /// What it says, a line each.
        lines: Vec<String>,
    },
    /// Word from Digipost to the owner of a mailbox.
    Mailbox(MailboxNotice),
    /// Something that a sender has Digipost print or mail: documents, or a notice in words of the
    /// sender's own.
    Posted {
        /// Name of the sender.
        sender: String,
        /// What it is called.
        subject: String,
        /// The sender's words, if there are any.
        text: Option<String>,
    },
}

/// What Digipost writes about a letter in a mailbox. What is sensitive shows in the mailbox only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxNotice {
    /// It reminds of an invoice that waits; otherwise it tells that a letter came.
    pub reminds: bool,
    /// In which language.
    pub language: Language,
    /// Name of the sender.
    pub sender: Option<String>,
    /// What the letter is called.
    pub subject: Option<String>,
    /// Amount to pay with an invoice, in øre.
    pub amount: Option<Ore>,
    /// Due date of an invoice.
    pub due_date: Option<Date>,
}

/// What the reader of an invoice must see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFacts {
    /// Name of the sender.
    pub sender: String,
    /// The sender's invoice number.
    pub number: String,
    /// Amount to pay, in øre (or the hundredth of another currency).
    pub amount: Ore,
    /// Currency code.
    pub currency: String,
    /// Due date, if there is one.
    pub due_date: Option<Date>,
    /// Payment reference as written.
    pub kid: Option<String>,
    /// Account as written.
    pub account: Option<String>,
}

/// A file that goes with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFile {
    /// File name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Where its bytes are.
    pub blob: BlobKey,
}
