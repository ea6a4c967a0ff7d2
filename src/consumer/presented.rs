//! Invoices that were put in front of a consumer, and what the consumer made of them.

use std::fmt;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::domain::calendar::at_local;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;

/// Minutes from delivery until Vipps has an invoice (Maventa: Consumer Invoicing (Norway), Vipps:
/// about 15).
const TO_VIPPS_MIN: i64 = 15;

/// What Vipps itself presented is there at once: the minutes are those of the way from the netbank.
const OF_VIPPS: &str = "vipps";

/// Days from the due date until Vipps takes an invoice away (same source).
const IN_VIPPS_DAYS: i64 = 14;

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
    /// When Vipps began to show it and when it ended; `None` before, and for what it never shows.
    pub vipps_stay: Option<VippsStay>,
    /// A copy of what is paid by direct debit, which cannot be approved or paid by hand.
    pub by_direct_debit: bool,
    /// What the consumer made of it.
    pub state: PresentedState,
    /// How often its state changed.
    pub revision: u32,
    /// When that was last, or when it was presented.
    pub changed: Timestamp,
}

/// How long Vipps shows an invoice: from about 15 minutes after delivery to 14 days after the due
/// date (Maventa: Consumer Invoicing (Norway), Vipps).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VippsStay {
    /// Since when.
    pub since: Timestamp,
    /// When it was taken away; `None` while it is shown.
    pub left: Option<Timestamp>,
}

/// What a consumer made of a presented invoice (Vipps: Invoice API, states of an invoice; that a
/// payment is told apart from an approval is ours).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresentedState {
    /// Nothing yet.
    Open,
    /// To be paid.
    Approved {
        /// How much, in øre.
        amount: Ore,
        /// The day on which the bank shall pay it, or on the next bank day.
        on: Date,
        /// When it was approved.
        at: Timestamp,
    },
    /// Paid.
    Paid {
        /// How much, in øre.
        amount: Ore,
        /// When it was paid.
        at: Timestamp,
    },
    /// Refused.
    Deleted {
        /// When it was deleted.
        at: Timestamp,
    },
    /// Taken back by the issuer.
    Withdrawn {
        /// When it was taken back.
        at: Timestamp,
    },
}

impl PresentedState {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved { .. } => "approved",
            Self::Paid { .. } => "paid",
            Self::Deleted { .. } => "deleted",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The amount that was approved or paid, in øre.
    #[must_use]
    pub fn amount(self) -> Option<Ore> {
        match self {
            Self::Approved { amount, .. } | Self::Paid { amount, .. } => Some(amount),
            Self::Open | Self::Deleted { .. } | Self::Withdrawn { .. } => None,
        }
    }

    /// Since when it is so.
    #[must_use]
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::Approved { at, .. }
            | Self::Paid { at, .. }
            | Self::Deleted { at }
            | Self::Withdrawn { at } => Some(at),
            Self::Open => None,
        }
    }
}

impl fmt::Display for PresentedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Presented {
    /// When Vipps has it.
    #[must_use]
    pub fn reaches_vipps(&self) -> Timestamp {
        let way = if self.service == OF_VIPPS {
            0
        } else {
            TO_VIPPS_MIN
        };
        let at = self.presented_at.saturating_add(way.minutes());
        at.unwrap_or(Timestamp::MAX)
    }

    /// When Vipps takes it away: 14 days after its due date, as that day begins.
    #[must_use]
    pub fn leaves_vipps(&self) -> Timestamp {
        let day = self.due_date.saturating_add(IN_VIPPS_DAYS.days());
        at_local(day, 0, 0)
    }

    /// Whether nobody can answer it any more, because it left Vipps without an answer. Whether
    /// that ends an invoice is a setting; what is not in Vipps never ends so.
    #[must_use]
    pub fn is_expired(&self, expires: bool, now: Timestamp) -> bool {
        let is_in_vipps = self.document_type != DocumentType::CreditNote && !self.by_direct_debit;
        expires && is_in_vipps && self.state == PresentedState::Open && now >= self.leaves_vipps()
    }

    /// What the consumer did last, as a sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let (who, brand) = (&self.consumer, &self.brand);
        match self.state {
            PresentedState::Open => format!("{who} took the approval of {brand}'s invoice back"),
            PresentedState::Approved { amount, on, .. } => {
                format!("{who} approved {amount} for {brand}, to be paid on {on}")
            }
            PresentedState::Paid { amount, .. } => format!("{who} paid {amount} to {brand}"),
            PresentedState::Deleted { .. } => format!("{who} deleted the invoice of {brand}"),
            PresentedState::Withdrawn { .. } => format!("{brand} took the invoice to {who} back"),
        }
    }
}
