//! Invoices that were put in front of a consumer.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// The id of a presented invoice in the book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PresentedId(pub String);

words! {
    /// The title under which an invoice is presented (MPS: `EfakturaAtgService` v1,
    /// `documentType`).
    pub enum DocumentType {
        /// Invoice.
        Invoice "INVOICE",
        /// Credit note.
        CreditNote "CREDIT_NOTE",
        /// Reminder.
        Reminder "REMINDER",
        /// Collection notice.
        CollectionNotice "COLLECTION_NOTICE",
        /// Dunning letter.
        Dunning "DUNNING",
        /// Payment request.
        PaymentRequest "PAYMENT_REQUEST",
        /// Warning before enforcement.
        EnforcementWarning "ENFORCEMENT_WARNING",
    }
}

/// An invoice as the consumer sees it in the netbank, and in Vipps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presented {
    /// Who sees it.
    pub consumer: Slug,
    /// The service that presented it.
    pub service: &'static str,
    /// That service's id.
    pub service_id: String,
    /// Organisation number of the issuer.
    pub issuer: String,
    /// Name shown to the consumer.
    pub brand: String,
    /// Title.
    pub document_type: DocumentType,
    /// KID as sent.
    pub kid: Option<String>,
    /// Account to credit.
    pub account: String,
    /// Amount in øre.
    pub amount: Ore,
    /// Smallest amount that may be paid, in øre.
    pub minimum_amount: Option<Ore>,
    /// Due date.
    pub due_date: Date,
    /// Where the document itself is shown.
    pub url: String,
    /// When it appeared in the netbank.
    pub presented_at: Timestamp,
    /// Shown in Vipps too; decided on delivery.
    pub in_vipps: bool,
}
