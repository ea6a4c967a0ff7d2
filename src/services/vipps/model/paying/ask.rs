//! What a payment provider asks and gets.

use jiff::SignedDuration;

use crate::domain::vipps::{InvoiceId, KeyNumber};
use crate::domain::words::words;
use crate::services::vipps::model::{Row, StatusCall, Transition};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayingAsk {
    /// What is asked.
    pub what: PayingWhat,
    /// What a scenario wants of it, by its name.
    pub wish: Option<&'static str>,
}

impl PayingAsk {
    pub(in crate::services::vipps) fn wish(&mut self, name: &'static str) {
        self.wish = Some(name);
    }
}

words! {
    /// Which invoices of a person.
    pub enum StateFilter {
        /// All that payment providers see.
        All "all",
        /// Those that wait.
        Pending "pending",
        /// Those that shall be paid.
        Approved "approved",
        /// Those that were put out of sight.
        Deleted "deleted",
        /// Those that are over.
        Expired "expired",
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayingWhat {
    /// The invoices of a person.
    List {
        /// The recipient token.
        token: String,
        /// Which of them.
        state: StateFilter,
    },
    /// How many they are.
    Count {
        /// The recipient token.
        token: String,
        /// Which of them.
        state: StateFilter,
    },
    /// One of them.
    Get {
        /// The recipient token.
        token: String,
        /// Which one.
        id: InvoiceId,
    },
    /// A change of state.
    Change {
        /// Of which one.
        id: InvoiceId,
        /// Its headers.
        call: StatusCall,
        /// To what.
        to: Transition,
    },
    /// A link to the invoice itself.
    Document {
        /// The recipient token.
        token: String,
        /// Of which one.
        id: InvoiceId,
        /// In this media type, if one is named.
        mime_type: Option<String>,
    },
    /// A link to something attached.
    Attachment {
        /// The recipient token.
        token: String,
        /// Of which one.
        id: InvoiceId,
        /// The id of the attachment, as sent.
        attachment: String,
        /// In this media type.
        mime_type: String,
    },
}

words! {
    /// What a scenario makes of a link, to see whether whoever keeps the document minds.
    pub enum LinkTamper {
        /// It expired a minute ago.
        Expired "expiredLink",
        /// It holds from a minute on.
        Early "notYetValidLink",
        /// It names a key that nobody published.
        WrongKid "unknownKidLink",
        /// A character of its signature is another.
        BrokenSignature "brokenSignatureLink",
        /// A claim was changed after signing.
        ChangedClaim "changedClaimLink",
        /// It is for another document.
        OtherDocument "otherDocumentLink",
        /// It is not signed at all.
        Unsigned "unsignedLink",
    }
}

/// A link that is signed on its way out, in wire time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The address as the sender gave it.
    pub url: String,
    /// How long it holds.
    pub life: SignedDuration,
    /// Who signs.
    pub key: KeyNumber,
    /// What a scenario makes of it.
    pub tamper: Option<LinkTamper>,
}

words! {
    /// What a scenario makes of what is read, to see whether whoever reads it minds.
    pub enum Oddity {
        /// Times in other forms of RFC 3339: offsets, fractions of seconds.
        Times "oddTimes",
        /// A state that nobody heard of.
        State "unknownState",
        /// Fields that nobody heard of.
        Field "unknownField",
        /// A list in no order.
        Order "unsorted",
        /// A list of nothing that is one, and not an answer without a body.
        EmptyList "emptyArray",
    }
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayingReply {
    /// These; none is another answer than an empty list.
    List {
        /// The invoices.
        rows: Vec<Row>,
        /// What a scenario makes of them.
        oddity: Option<Oddity>,
    },
    /// So many.
    Count(usize),
    /// This one.
    Invoice {
        /// The invoice.
        row: Box<Row>,
        /// What a scenario makes of it.
        oddity: Option<Oddity>,
    },
    /// The state is changed, now or before.
    Changed,
    /// A link.
    Link(DocumentLink),
}
