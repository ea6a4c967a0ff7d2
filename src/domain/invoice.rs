//! What the router knows of an invoice, whatever format it arrived in.

use jiff::civil::Date;

use crate::domain::money::Ore;

/// Whether money is asked for or given back; in UBL the root element decides it, not a type code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// A claim on the consumer.
    Invoice,
    /// A claim taken back, wholly or in part.
    CreditNote,
}

/// Which family of UBL the document was written in; it decides where some facts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UblFormat {
    /// Peppol BIS Billing 3.0.
    PeppolBis30,
    /// EHF 3.0, the Norwegian name of BIS Billing 3.0, with Forward Billing 3.0.
    Ehf30,
    /// EHF 2.0, withdrawn but still sent by old systems.
    Ehf20,
}

/// An invoice or credit note with what routing, payment and print need of it.
///
/// Nothing here has been checked against a channel's rules: KID and account are as written, the
/// payable amount may be zero or negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Invoice or credit note.
    pub kind: DocumentKind,
    /// The seller's document number.
    pub number: String,
    /// The day the document was issued.
    pub issue_date: Date,
    /// The day payment is due; credit notes seldom have one.
    pub due_date: Option<Date>,
    /// ISO 4217 code as written, for example `NOK`.
    pub currency: String,
    /// What is left to pay, after prepayment and rounding.
    pub payable: Ore,
    /// The tax total in the document's currency.
    pub tax: Option<Ore>,
    /// Whether the sums inside the document agree with each other.
    pub amounts: AmountCheck,
    /// The remittance reference as written: a KID, free text, or absent.
    pub payment_reference: Option<String>,
    /// The payee's account as written: a plain Norwegian number or an IBAN.
    pub account: Option<String>,
    /// Who sells.
    pub supplier: Party,
    /// Who shall pay.
    pub customer: Party,
    /// What the document says of the consumer outside the usual party details.
    pub consumer_marks: ConsumerMarks,
    /// The seller's own picture of the invoice, when one is embedded and marked as such.
    pub image: Option<Attachment>,
    /// Every other embedded file, in document order.
    pub attachments: Vec<Attachment>,
    /// The family the document was written in.
    pub format: UblFormat,
}

/// Seller or buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Registered name, else trading name.
    pub name: Option<String>,
    /// Organisation number as written, without a `NO` prefix and `MVA` suffix; unchecked.
    pub org_number: Option<String>,
    /// Postal address.
    pub address: Option<Address>,
    /// Telephone of the contact, as written.
    pub phone: Option<String>,
    /// E-mail of the contact, as written.
    pub email: Option<String>,
}

/// A postal address; any part may be missing, and print wants them all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Street and number.
    pub line1: Option<String>,
    /// Second address line.
    pub line2: Option<String>,
    /// Postal code as written.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2 country code as written.
    pub country: Option<String>,
}

/// What a document says of its consumer in the special places the Norwegian formats invented.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConsumerMarks {
    /// National identity number as written (EHF 2: prefix `pid:`).
    pub ssn: Option<String>,
    /// Telephone (EHF 2: prefix `phone:`).
    pub phone: Option<String>,
    /// E-mail (EHF 2: prefix `email:`).
    pub email: Option<String>,
    /// eFaktura reference of the withdrawn kind (EHF 2: prefix `reference:`, or the id of the
    /// `elektroniskB2Cfaktura` document reference).
    pub reference: Option<String>,
    /// Date of birth (EHF 3 energy profile).
    pub date_of_birth: Option<Date>,
    /// Whether the document calls its customer a consumer by any of the known marks.
    pub is_marked: bool,
}

/// A file embedded in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name as written, else the reference's id.
    pub filename: String,
    /// Media type as written, for example `application/pdf`.
    pub media_type: String,
    /// The file itself, decoded.
    pub bytes: Vec<u8>,
}

/// Whether the document's sums agree; direct debit demands that they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountCheck {
    /// Every sum that could be checked holds.
    Consistent,
    /// The first sum, in document order of calculation, that does not hold.
    Inconsistent {
        /// What the parts add up to.
        expected: Ore,
        /// What the document states.
        found: Ore,
        /// Which amount it is, for example `PayableAmount`.
        what: &'static str,
    },
}

impl UblFormat {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::PeppolBis30, Self::Ehf30, Self::Ehf20];

    /// The name of this format at the router (Maventa: AutoXChange REST API, formats).
    #[must_use]
    pub fn as_maventa(self) -> &'static str {
        match self {
            Self::PeppolBis30 | Self::Ehf30 => "PEPPOLBIS30",
            Self::Ehf20 => "EHF20",
        }
    }
}

impl Invoice {
    /// Whether this is a credit note.
    pub fn is_credit_note(&self) -> bool {
        self.kind == DocumentKind::CreditNote
    }
}
