//! What the sibling services are asked, and what they answer.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{
    CancelAnswer, EfakturaStatus, Issuer, Listed, NoticeTo, Opened, Port, Receiver, TransactionId,
};
use crate::consumer::DocumentType;
use crate::domain::money::Ore;

/// A request to one of the sibling services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// Which service.
    pub port: Port,
    /// What it is asked.
    pub ask: SiblingAsk,
}

/// What a sibling service is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiblingAsk {
    /// `createIssuer`: organisation number, name, rules.
    CreateIssuer(String, Option<String>, Vec<BrandRule>),
    /// `getIssuer`.
    GetIssuer(String),
    /// `deleteIssuer`.
    DeleteIssuer(String),
    /// `addBrandAgreementRule`.
    AddRule(String, BrandRule),
    /// `deleteBrandAgreementRule`.
    DeleteRule(String, BrandRule),
    /// `addInvoices`.
    AddInvoices(Consignment),
    /// `getInvoiceStatus`: issuer and invoice.
    InvoiceStatus(String, Which),
    /// `getConsignmentStatus`.
    ConsignmentStatus(String),
    /// `cancelInvoice`.
    CancelInvoice(TransactionId),
    /// `cancelConsignment`.
    CancelConsignment(String),
    /// `getCancellableInvoice`.
    Cancellable(Search),
    /// `getBlackList`.
    BlackList,
    /// `validateSecuritySignature`.
    Signature(Opened),
}

/// A brand agreement rule as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrandRule {
    /// Billing account, eleven characters of any kind.
    pub account: String,
    /// Where the customer's reference stands in the KID, such as `KID[1-6]`.
    pub position: String,
}

impl BrandRule {
    /// Whether its position is one: `KID[1-6]`, one or two digits on each side, the second number
    /// the greater, counted from 1.
    #[must_use]
    pub fn has_good_position(&self) -> bool {
        let number = |text: &str| {
            let fits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            text.parse::<u8>().ok().filter(|_| fits)
        };
        let inner = self.position.strip_prefix("KID[");
        inner
            .and_then(|rest| rest.strip_suffix(']')?.split_once('-'))
            .and_then(|(first, last)| Some((number(first)?, number(last)?)))
            .is_some_and(|(first, last)| 0 < first && first < last)
    }
}

/// Invoices of one issuer that are sent together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consignment {
    /// What the sender calls it.
    pub id: Option<String>,
    /// Organisation number of the service provider, where one is named.
    pub service_provider: Option<String>,
    /// Organisation number of the issuer.
    pub issuer: String,
    /// What is in it.
    pub invoices: Vec<Invoice>,
}

/// An invoice of a consignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// The issuer's number.
    pub number: String,
    /// Who shall see it, if somebody is named.
    pub receiver: Option<Receiver>,
    /// The title it is presented under.
    pub document_type: DocumentType,
    /// Payment reference as sent.
    pub kid: Option<String>,
    /// Account to credit as sent, eleven characters of any kind.
    pub account: String,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: Date,
    /// Time zone that came with the due date.
    pub due_date_zone: Option<String>,
    /// Smallest amount that may be paid, in øre.
    pub minimum_amount: Option<Ore>,
    /// Name shown to the receiver.
    pub brand: String,
    /// Where the document is shown.
    pub url: String,
    /// Where a forced notice goes.
    pub notice: Option<NoticeTo>,
}

/// How an invoice is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// By the issuer's number.
    Number(String),
    /// By the id that MPS gave.
    Id(TransactionId),
}

/// What `getCancellableInvoice` looks for; everything given must fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Organisation number of the issuer.
    pub issuer: String,
    /// The issuer's number.
    pub number: Option<String>,
    /// Payment reference.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Option<Ore>,
    /// Due date.
    pub due_date: Option<Date>,
}

/// A good answer of a sibling service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiblingReply {
    /// An issuer, by its number.
    Issuer(String, IssuerAnswer),
    /// Something was done about this issuer.
    Done(String),
    /// Whether this issuer had the rule that is gone now.
    RuleDeleted(String, bool),
    /// What MPS calls the invoices, in the order sent.
    Added(Vec<(String, TransactionId)>),
    /// Where an invoice of this issuer stands; `None` when there is none.
    InvoiceStatus(String, Option<Standing>),
    /// Where a consignment stands.
    ConsignmentStatus(ConsignmentAnswer),
    /// What became of the wish to cancel an invoice.
    InvoiceCancelled(TransactionId, CancelAnswer),
    /// What became of the wish to cancel a consignment.
    ConsignmentCancelled(String, CancelAnswer),
    /// Invoices that could be cancelled.
    Cancellable(Vec<Found>),
    /// Who is shut out.
    BlackList(Vec<Listed>),
    /// What a signature says.
    Signature(String),
}

/// What is told of an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerAnswer {
    /// Somebody else holds it.
    Other,
    /// The caller holds it; active in the banks from this instant.
    Own(Issuer, Timestamp),
}

/// Where an invoice stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The issuer's number.
    pub number: String,
    /// The id that MPS gave.
    pub id: TransactionId,
    /// Where it stands.
    pub status: EfakturaStatus,
    /// Why it was rejected: one to four characters.
    pub code: Option<String>,
    /// The same in words.
    pub text: Option<String>,
}

/// Where a consignment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsignmentAnswer {
    /// What the sender calls it.
    pub id: String,
    /// How far it is, in the word of the wire.
    pub status: &'static str,
    /// How many invoices it holds.
    pub count: usize,
    /// Its invoices; empty while nothing is known of them.
    pub invoices: Vec<Standing>,
}

/// An invoice that could be cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The id that MPS gave.
    pub id: TransactionId,
    /// The issuer's number.
    pub number: String,
    /// Payment reference.
    pub kid: Option<String>,
    /// Amount in øre.
    pub amount: Ore,
    /// Due date.
    pub due_date: Date,
}

#[cfg(test)]
mod tests {
    use super::BrandRule;

    #[test]
    fn a_reference_stands_between_two_places_of_the_kid() {
        for (text, expected) in [
            ("KID[1-6]", true),
            ("KID[01-06]", true),
            ("KID[9-10]", true),
            ("KID[6-1]", false),
            ("KID[6-6]", false),
            ("KID[0-6]", false),
            ("KID[1-100]", false),
            ("KID[1-]", false),
            ("KID[1-6", false),
            ("kid[1-6]", false),
            ("1-6", false),
            ("", false),
        ] {
            let rule = BrandRule {
                account: String::new(),
                position: text.to_owned(),
            };
            assert_eq!(rule.has_good_position(), expected, "{text}");
        }
    }
}
