//! An invoice as an ISP sent it, and how far it came.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::kinds::InvoiceKind;
use crate::consumer::PresentedId;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;
use crate::services::vipps::faults::ProblemKind;

words! {
    /// What a payment is recognised by.
    pub enum PaymentKind {
        /// KID.
        Kid "kid",
        /// A message.
        Message "message",
    }
    /// By what a recipient was looked up.
    pub enum IdentKind {
        /// National identity number.
        Nin "nin-no",
        /// Phone number with country code, without a plus.
        Msisdn "msisdn",
    }
}

/// How an invoice is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// KID or message.
    pub kind: PaymentKind,
    /// The KID or the message.
    pub value: String,
    /// The account to credit, 11 digits.
    pub account: String,
}

/// A document that the sender keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its address; https.
    pub url: String,
    /// Its media type.
    pub mime_type: String,
}

/// Something attached, in one or more media types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its title.
    pub title: String,
    /// Where it is, in the order of sending.
    pub documents: Vec<Document>,
}

/// What was sent (Vipps: invoice API, swagger, invoiceIn); the recipient token stands for the
/// person and is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// How it is paid.
    pub payment: Payment,
    /// Which kind.
    pub kind: InvoiceKind,
    /// When it is due.
    pub due: Timestamp,
    /// How much, in øre.
    pub amount: Ore,
    /// The least that may be paid, in øre.
    pub min_amount: Option<Ore>,
    /// What it is about.
    pub subject: String,
    /// Who issues it, 1 to 40 characters.
    pub issuer_name: Option<String>,
    /// The invoice itself, in one or more media types.
    pub documents: Vec<Document>,
    /// What is attached.
    pub attachments: Vec<Attachment>,
    /// A picture.
    pub icon_url: Option<String>,
    /// Whatever the sender wants to keep with it; nobody else sees it.
    pub metadata: BTreeMap<String, String>,
}

/// How a recipient was named when the recipient token was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ident {
    /// Kind of number.
    pub kind: IdentKind,
    /// The number.
    pub value: String,
}

/// Who gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person.
    pub person: Slug,
    /// As which they were looked up.
    pub ident: Ident,
    /// When.
    pub resolved_at: Timestamp,
}

/// Why an invoice was rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Which problem.
    pub kind: ProblemKind,
    /// In words, with what was found.
    pub detail: String,
}

/// How far an invoice came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It waits for its validation.
    Created,
    /// The validation failed.
    Rejected(Vec<Problem>),
    /// Its sender took it back before it was anybody's.
    Revoked,
    /// It is its recipient's; the consumers' book knows the rest.
    Presented(PresentedId),
}

/// An invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// What was sent; whoever is shown it shares it.
    pub content: Arc<Content>,
    /// The ISP that sent it.
    pub isp: Slug,
    /// Who gets it.
    pub recipient: Recipient,
    /// When it was sent.
    pub created: Timestamp,
    /// How far it came.
    pub stage: Stage,
    /// How often its state changed, without what the book counts.
    pub revision: u32,
    /// When that was last.
    pub changed: Timestamp,
}
