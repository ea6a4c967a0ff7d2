//! An invoice as it is shown: one row of a list, whatever way it came.

use std::fmt;

use jiff::Timestamp;

use super::invoice::{Ident, IdentKind, Invoice, Payment, PaymentKind, Problem, Recipient, Stage};
use super::kinds::InvoiceKind;
use super::standing::{Approval, Standing};
use crate::consumer::{Book, Presented, PresentedState};
use crate::domain::calendar::at_local;
use crate::domain::money::Ore;
use crate::domain::person::Person;
use crate::domain::vipps::InvoiceId;
use crate::domain::words::words;

words! {
    /// The state of an invoice (Vipps: invoice API, state machine).
    pub enum State {
        /// Waits for its validation.
        Created "created",
        /// The validation failed.
        Rejected "rejected",
        /// Waits for its recipient.
        Pending "pending",
        /// Over without an answer.
        Expired "expired",
        /// Shall be paid, or is: there is no state for paid.
        Approved "approved",
        /// The recipient put it out of sight.
        Deleted "deleted",
        /// The sender took it back.
        Revoked "revoked",
    }
    /// Which way an invoice came.
    pub enum Source {
        /// By an ISP.
        Vipps "vipps",
        /// By the netbank.
        Nets "nets",
    }
}

/// The etag in force: how often the state changed, and when last. It changes with every change of
/// state, whoever made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Etag {
    /// How often.
    pub revision: u32,
    /// When last.
    pub at: Timestamp,
}

impl fmt::Display for Etag {
    /// In the form of the documented samples.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, at } = *self;
        write!(
            f,
            "{revision:08x}-0000-0000-0000-{:08x}0000",
            at.as_second()
        )
    }
}

/// How an invoice stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The state.
    pub state: State,
    /// When it shall be paid, once approved.
    pub due: Option<Timestamp>,
    /// How much, once approved, in øre.
    pub amount: Option<Ore>,
    /// Why it was rejected.
    pub problems: Vec<Problem>,
    /// Who approved it through the API; `None` also where it was approved in the netbank.
    pub approval: Option<Approval>,
    /// It is paid: no state says so, but it cannot be taken back or paid again.
    pub is_paid: bool,
}

/// An invoice as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub id: InvoiceId,
    /// Which way it came.
    pub source: Source,
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
    /// Who issues it.
    pub issuer_name: Option<String>,
    /// Who gets it.
    pub recipient: Recipient,
    /// Documents: address and media type.
    pub documents: Vec<super::invoice::Document>,
    /// What is attached.
    pub attachments: Vec<super::invoice::Attachment>,
    /// A picture.
    pub icon_url: Option<String>,
    /// When it was sent.
    pub created: Timestamp,
    /// Its id in the netbank.
    pub external_reference: Option<String>,
    /// How it stands.
    pub shown: Shown,
    /// The etag in force.
    pub etag: Etag,
    /// The app of Vipps shows it now.
    pub in_app: bool,
    /// When it was presented, for what the netbank presented.
    pub presented_at: Option<Timestamp>,
}

impl Row {
    /// What an ISP sent.
    pub(in crate::services::vipps) fn of_sent(
        id: &InvoiceId,
        invoice: &Invoice,
        standing: Option<&Standing>,
        book: &Book,
    ) -> Self {
        let Invoice {
            content,
            isp: _,
            recipient,
            created,
            stage,
            revision,
            changed,
        } = invoice;
        let own = Etag {
            revision: *revision,
            at: *changed,
        };
        let presented = match stage {
            Stage::Presented(id) | Stage::Expired(id) => book.shown(id),
            Stage::Created | Stage::Rejected(_) | Stage::Revoked => None,
        };
        let early = |state| Shown {
            state,
            due: None,
            amount: None,
            problems: Vec::new(),
            approval: None,
            is_paid: false,
        };
        let shown = match (stage, presented) {
            (Stage::Created, _) => early(State::Created),
            (Stage::Rejected(problems), _) => Shown {
                problems: problems.clone(),
                ..early(State::Rejected)
            },
            (Stage::Expired(_), _) => early(State::Expired),
            (Stage::Presented(_), Some(presented)) => Shown::of(presented, standing),
            (Stage::Revoked | Stage::Presented(_), _) => early(State::Revoked),
        };
        let etag = presented.map_or(own, |presented| Etag {
            revision: own.revision.saturating_add(presented.revision),
            at: own.at.max(presented.changed),
        });
        Self {
            id: id.clone(),
            source: Source::Vipps,
            payment: content.payment.clone(),
            kind: content.kind,
            due: content.due,
            amount: content.amount,
            min_amount: content.min_amount,
            subject: content.subject.clone(),
            issuer_name: content.issuer_name.clone(),
            recipient: recipient.clone(),
            documents: content.documents.clone(),
            attachments: content.attachments.clone(),
            icon_url: content.icon_url.clone(),
            created: *created,
            external_reference: None,
            shown,
            etag,
            in_app: presented.is_some_and(is_in_app),
            presented_at: None,
        }
    }

    /// What the netbank presented. Credit notes and copies of direct debits are not in Vipps.
    pub(in crate::services::vipps) fn of_nets(
        id: &InvoiceId,
        presented: &Presented,
        person: &Person,
        standing: Option<&Standing>,
    ) -> Option<Self> {
        let kind = InvoiceKind::of(presented.document_type);
        if kind == InvoiceKind::CreditNote || presented.by_direct_debit {
            return None;
        }
        let kid = presented.kid.clone();
        let payment_kind = match kid {
            Some(_) => PaymentKind::Kid,
            None => PaymentKind::Message,
        };
        Some(Self {
            id: id.clone(),
            source: Source::Nets,
            payment: Payment {
                kind: payment_kind,
                value: kid.unwrap_or_else(|| presented.brand.clone()),
                account: presented.account.clone(),
            },
            kind,
            due: at_local(presented.due_date, 0, 0),
            amount: presented.amount,
            min_amount: presented.minimum_amount,
            subject: presented.brand.clone(),
            issuer_name: Some(presented.brand.clone()),
            recipient: Recipient {
                person: person.slug.clone(),
                ident: Ident {
                    kind: IdentKind::Nin,
                    value: person.ssn.as_str().to_owned(),
                },
                resolved_at: presented.presented_at,
            },
            documents: vec![super::invoice::Document {
                url: presented.url.clone(),
                mime_type: "text/html".to_owned(),
            }],
            attachments: Vec::new(),
            icon_url: None,
            created: presented.presented_at,
            external_reference: Some(presented.service_id.clone()),
            shown: Shown::of(presented, standing),
            etag: Etag {
                revision: presented.revision.saturating_add(1),
                at: presented.changed,
            },
            in_app: is_in_app(presented),
            presented_at: Some(presented.presented_at),
        })
    }
}

impl Shown {
    fn of(presented: &Presented, standing: Option<&Standing>) -> Self {
        let approval = standing.and_then(|standing| standing.approval.clone());
        let approval = approval.filter(|approval| approval.revision == presented.revision);
        let (state, on, is_paid) = match presented.state {
            PresentedState::Open => (State::Pending, None, false),
            PresentedState::Approved { on, .. } => {
                (State::Approved, Some(at_local(on, 0, 0)), false)
            }
            PresentedState::Paid { at, .. } => (State::Approved, Some(at), true),
            PresentedState::Deleted { .. } => (State::Deleted, None, false),
            PresentedState::Withdrawn { .. } => (State::Revoked, None, false),
        };
        let said = approval.as_ref().map(|approval| approval.due);
        Self {
            state,
            due: on.map(|on| said.unwrap_or(on)),
            amount: presented.state.amount(),
            problems: Vec::new(),
            approval,
            is_paid,
        }
    }
}

fn is_in_app(presented: &Presented) -> bool {
    presented.vipps_stay.is_some_and(|stay| stay.left.is_none())
}
