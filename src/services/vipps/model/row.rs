//! An invoice as it is shown: one row of a list, whatever way it came.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::command::Event;
use super::invoice::{
    Content, Document, Ident, IdentKind, Invoice, Payment, PaymentKind, Problem, Recipient, Stage,
};
use super::kinds::InvoiceKind;
use super::standing::{Approval, Standing};
use crate::consumer::{Book, Presented, PresentedState, Turn};
use crate::domain::calendar::at_local;
use crate::domain::cast::Cast;
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
        /// Over without an answer, where a setting wants this state.
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
    /// What it says.
    pub content: Arc<Content>,
    /// Who gets it.
    pub recipient: Recipient,
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
}

/// Where and when somebody looks at invoices.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// People and companies.
    pub cast: &'a Cast,
    /// What consumers made of invoices.
    pub book: &'a Book,
    /// Sandbox time.
    pub now: Timestamp,
    /// An invoice that nobody answered expires.
    pub expires: bool,
}

impl<'a> View<'a> {
    /// As a request sees it.
    pub(in crate::services::vipps::model) fn of(turn: &'a Turn<'_, Event>) -> Self {
        Self {
            cast: turn.cast,
            book: turn.book,
            now: turn.now,
            expires: turn.settings.vipps.expires,
        }
    }
}

impl Row {
    /// What an ISP sent.
    pub(in crate::services::vipps) fn of_sent(
        id: &InvoiceId,
        invoice: &Invoice,
        standing: Option<&Standing>,
        view: &View<'_>,
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
            Stage::Presented(id) => view.book.shown(id),
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
            (Stage::Presented(_), Some(presented)) => Shown::of(presented, standing, view),
            (Stage::Revoked | Stage::Presented(_), _) => early(State::Revoked),
        };
        Self {
            id: id.clone(),
            source: Source::Vipps,
            content: Arc::clone(content),
            recipient: recipient.clone(),
            created: *created,
            external_reference: None,
            etag: presented.map_or(own, |presented| own.after(presented, shown.state)),
            shown,
            in_app: presented.is_some_and(is_in_app),
        }
    }

    /// What the netbank presented. Credit notes and copies of direct debits are not in Vipps.
    pub(in crate::services::vipps) fn of_nets(
        id: &InvoiceId,
        presented: &Presented,
        person: &Person,
        standing: Option<&Standing>,
        view: &View<'_>,
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
        let shown = Shown::of(presented, standing, view);
        let first = Etag {
            revision: 1,
            at: presented.presented_at,
        };
        let content = Content {
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
            documents: vec![Document {
                url: presented.url.clone(),
                mime_type: "text/html".to_owned(),
            }],
            attachments: Vec::new(),
            icon_url: None,
            metadata: BTreeMap::new(),
        };
        Some(Self {
            id: id.clone(),
            source: Source::Nets,
            content: Arc::new(content),
            recipient: Recipient {
                person: person.slug.clone(),
                ident: Ident {
                    kind: IdentKind::Nin,
                    value: person.ssn.as_str().to_owned(),
                },
                resolved_at: presented.presented_at,
            },
            created: presented.presented_at,
            external_reference: Some(presented.service_id.clone()),
            etag: first.after(presented, shown.state),
            shown,
            in_app: is_in_app(presented),
        })
    }
}

impl Etag {
    /// The etag once the book has a say. Nothing in the book changes when an invoice expires.
    fn after(self, presented: &Presented, state: State) -> Self {
        let revision = self.revision.saturating_add(presented.revision);
        let at = self.at.max(presented.changed);
        match state {
            State::Expired => Self {
                revision: revision.saturating_add(1),
                at: at.max(presented.leaves_vipps()),
            },
            State::Created
            | State::Rejected
            | State::Pending
            | State::Approved
            | State::Deleted
            | State::Revoked => Self { revision, at },
        }
    }
}

impl Shown {
    fn of(presented: &Presented, standing: Option<&Standing>, view: &View<'_>) -> Self {
        let approval = standing.and_then(|standing| standing.approval.clone());
        let approval = approval.filter(|approval| approval.revision == presented.revision);
        let (state, on, is_paid) = match presented.state {
            PresentedState::Open if presented.is_expired(view.expires, view.now) => {
                (State::Expired, None, false)
            }
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
