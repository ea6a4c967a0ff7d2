//! What the user-agreements API is asked, and what it answers.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::consumer::{AgreementType, MailInvoice, MailNumber};
use crate::domain::digipost::{AccountId, AuthenticationLevel};
use crate::domain::identity::NationalId;
use crate::domain::words::words;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementsAsk {
    /// The company that the agreement is with, as the path names it.
    pub sender: AccountId,
    /// What is asked of it.
    pub what: AgreementsWhat,
    /// What a scenario wants to become of it.
    pub wish: Option<AgreementsWish>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreementsWhat {
    /// To make an agreement, replace it or renew it.
    Put {
        /// The user.
        user: NationalId,
        /// What it is about.
        about: AgreementType,
        /// Keys and values.
        attributes: Vec<(String, String)>,
    },
    /// To read the agreement of a type.
    Get(NationalId, AgreementType),
    /// To read every agreement of a user with the sender.
    List(NationalId),
    /// To end the agreement of a type.
    Delete(NationalId, AgreementType),
    /// To end the agreement of an id.
    DeleteById(String),
    /// Who has an agreement of a type: all, or those with this wish for text messages.
    Owners(AgreementType, Option<bool>),
    /// What an agreement shows.
    Documents(WhichDocuments),
    /// How much an agreement shows; as plain text, or not.
    Count(WhichDocuments, bool),
    /// One document that an agreement of a type shows.
    Document(MailNumber, AgreementType),
    /// To say what became of the invoice in one.
    Update(MailNumber, AgreementType, InvoiceUpdate),
    /// A link to the content of one.
    Content(MailNumber, AgreementType),
}

/// Which documents are meant.
#[derive(Debug, Clone, PartialEq)]
pub struct WhichDocuments {
    /// Whose.
    pub user: NationalId,
    /// By which agreement.
    pub about: AgreementType,
    /// Which of them.
    pub filter: DocumentFilter,
}

/// Which documents of a user are meant; both ends of a span belong to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Invoices of this status.
    pub status: Option<InvoiceStatus>,
    /// Invoices due on this day or later.
    pub due_from: Option<Date>,
    /// Invoices due on this day or earlier.
    pub due_to: Option<Date>,
    /// What came at this instant or later.
    pub delivered_from: Option<Timestamp>,
    /// What came at this instant or earlier.
    pub delivered_to: Option<Timestamp>,
}

words! {
    /// What became of an invoice, as banks call it (Digipost: Java client for user agreements
    /// 2.1.0).
    pub enum InvoiceStatus {
        /// Nothing yet.
        Unpaid "unpaid",
        /// It was added to payments.
        Paid "paid",
        /// The user wants no more of it.
        Deleted "deleted",
    }
}

/// What a bank says became of an invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvoiceUpdate {
    /// Nothing, after all.
    Unpaid,
    /// It was added to payments.
    Paid {
        /// The bank's id of the payment.
        payment_id: String,
    },
    /// The user wants no more of it.
    Deleted,
}

words! {
    /// What a scenario may want to become of a request, other than to refuse it.
    pub enum AgreementsWish {
        /// The user withdraws the agreement just before.
        Withdrawn "agreementWithdrawn",
        /// It is too early to ask for owners.
        TooEarly "tooEarly",
        /// The answer ends before it says when owners may be asked for again.
        CutOff "ownersCutOff",
    }
}

/// What is said.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementsReply {
    /// The company that it was asked for.
    pub sender: AccountId,
    /// What.
    pub said: AgreementsSaid,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub enum AgreementsSaid {
    /// The agreement of this id is made.
    Made(String),
    /// One agreement.
    Agreement(AgreementShown),
    /// Agreements.
    Agreements(Vec<AgreementShown>),
    /// It is ended.
    Ended,
    /// Ids of users, or accounts, and the seconds until they may be asked for again; without them
    /// the answer is cut off.
    Owners(Vec<String>, Option<u64>),
    /// Documents.
    Documents(Vec<DocumentShown>),
    /// So many documents; as plain text, or not.
    Count(u64, bool),
    /// One document.
    Document(Box<DocumentShown>),
    /// The invoice in this document has its new status.
    Updated(MailNumber),
    /// A link that works once: document, file type and token.
    Content(MailNumber, String, String),
}

/// An agreement as the company sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct AgreementShown {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub about: AgreementType,
    /// The user.
    pub user: NationalId,
    /// Keys and values.
    pub attributes: Vec<(String, String)>,
}

/// A document as the company sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentShown {
    /// Its number.
    pub number: MailNumber,
    /// Who sent it.
    pub sender_name: String,
    /// What is to be paid, if it is an invoice.
    pub invoice: Option<MailInvoice>,
    /// What it is called.
    pub subject: String,
    /// When it came.
    pub delivered_at: Timestamp,
    /// Its owner opened it.
    pub read: bool,
    /// How its reader must have logged in.
    pub authentication: AuthenticationLevel,
}
