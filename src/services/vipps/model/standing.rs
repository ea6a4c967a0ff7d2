//! What the status calls left behind on an invoice, beside its state in the consumers' book.

use imbl::OrdMap;
use jiff::Timestamp;

use crate::domain::money::Ore;
use crate::domain::slug::Slug;

/// The keys that were used on an invoice, and who approved it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Transitions that took effect, by their Idempotency-Key.
    pub keys: OrdMap<String, Used>,
    /// The last approval through Vipps.
    pub approval: Option<Approval>,
}

/// What a key was used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Who asked.
    pub by: Slug,
    /// For what.
    pub to: Transition,
}

/// A transition as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transition {
    /// The sender takes it back.
    Revoked,
    /// It shall be paid.
    Approved {
        /// When.
        due: Timestamp,
        /// How much, in øre.
        amount: Ore,
        /// By which bank, four digits.
        bank_code: Option<String>,
    },
    /// It shall not be paid after all.
    Pending {
        /// By which bank, four digits.
        bank_code: Option<String>,
    },
    /// It is out of sight.
    Deleted {
        /// By which bank, four digits.
        bank_code: Option<String>,
    },
}

/// Who approved an invoice. It counts as long as the book's revision is the one that it made: an
/// approval in the netbank is nobody's of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The book's revision of the invoice after the approval.
    pub revision: u32,
    /// The IPP.
    pub ipp: Slug,
    /// The bank that it named, four digits.
    pub bank_code: Option<String>,
    /// When it shall be paid, as it was said.
    pub due: Timestamp,
}
