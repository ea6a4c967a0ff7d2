//! A message as its sender wrote it, the same for version 7 and 8 (Digipost: schemas api_v7.xsd and
//! api_v8.xsd, message).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::digipost::{AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::domain::money::Ore;
use crate::services::digipost::model::people::Identifier;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The sender's own id of it.
    pub message_id: Option<String>,
    /// For whom the broker sends.
    pub sender: SentFor,
    /// To whom; `None`, straight to print or to nobody.
    pub recipient: Option<Recipient>,
    /// How it is printed where no mailbox takes it.
    pub print: Option<PrintDetails>,
    /// When it shall be seen.
    pub delivery_time: Option<Timestamp>,
    /// The primary document, behind it the attachments.
    pub documents: Vec<Document>,
    /// It is printed when it was not read by then.
    pub print_if_unread: Option<PrintIfUnread>,
}

/// For whom a broker sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SentFor {
    /// For itself.
    Broker,
    /// For the account of this number, which may be none.
    Account(i64),
    /// For an organisation of this number, or another id.
    Organization(String),
}

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// To whomever this leads to, as in identification.
    Known(Identifier),
    /// Addresses of e-mail.
    Email(Vec<String>),
    /// A participant of the Peppol network.
    Peppol(PeppolAddress),
}

/// A participant of the Peppol network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeppolAddress {
    /// Which register the id is from.
    pub scheme: String,
    /// The id.
    pub endpoint: String,
}

/// How a message is printed. Paper, colour and priority change nothing in a sandbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintDetails {
    /// To whom.
    pub to: PrintAddress,
    /// Where it returns to.
    pub back_to: PrintAddress,
    /// A letter that cannot be delivered is shredded; otherwise it returns.
    pub shred: bool,
}

/// A name and an address on paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintAddress {
    /// The name.
    pub name: String,
    /// Up to four lines of street and place.
    pub lines: Vec<String>,
    /// Where it is.
    pub place: PrintPlace,
}

/// Where an address on paper is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrintPlace {
    /// In Norway.
    Norway {
        /// Postal code.
        postal_code: String,
        /// Postal town.
        city: String,
    },
    /// Abroad: name or code of the country.
    Abroad(String),
}

/// Printing of what nobody reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintIfUnread {
    /// When it is looked after.
    pub after: Timestamp,
    /// How it is printed.
    pub details: PrintDetails,
}

/// A document of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The sender's id of it; the stepwise flow gives one to a document without.
    pub uuid: Option<DocumentUuid>,
    /// What it is called.
    pub subject: Option<String>,
    /// Its file type as sent.
    pub file_type: String,
    /// The sender wants to know when it is opened.
    pub opening_receipt: bool,
    /// Notice by SMS.
    pub sms: Option<SmsNotice>,
    /// Notice by e-mail.
    pub email: Option<EmailNotice>,
    /// How its reader must have logged in.
    pub authentication: AuthenticationLevel,
    /// Whether notices tell of it.
    pub sensitivity: SensitivityLevel,
    /// Its content comes encrypted.
    pub encrypted: bool,
    /// What kind of technical attachment it is, if it is one.
    pub technical_type: Option<String>,
    /// The name of its data type.
    pub data_type: Option<String>,
    /// What is to be paid, if it is an invoice.
    pub invoice: Option<InvoicePart>,
}

/// What makes a document an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoicePart {
    /// KID as sent.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// Account to credit, as sent.
    pub account: String,
    /// Due date as it stands there, whatever zone stands behind it.
    pub due_date: Date,
    /// The data type says that it is debt collection.
    pub is_collection: bool,
}

impl InvoicePart {
    /// What the subject begins with of an invoice that is debt collection (Digipost: API
    /// reference).
    pub const COLLECTION: &'static str = "[INKASSO] ";
}

/// Notice by SMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsNotice {
    /// Number and text instead of the usual ones.
    pub overrides: Option<(String, String)>,
    /// When.
    pub at: Vec<Timestamp>,
    /// So many hours after delivery.
    pub after_hours: Vec<u32>,
}

/// Notice by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailNotice {
    /// To which address.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// When.
    pub at: Vec<Timestamp>,
}
