//! An invoice in a few words, for lists of all services.

use jiff::civil::Date;

use super::apply::{Model, presented_id};
use super::invoice::PaymentKind;
use super::row::{Row, State, View};
use crate::consumer::PresentedId;
use crate::domain::calendar::local_date;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::vipps::InvoiceId;

/// What an ISP sent, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InShort {
    /// Its state, in the word of Vipps.
    pub state: &'static str,
    /// It reached its recipient.
    pub is_delivered: bool,
    /// The ISP.
    pub isp: Slug,
    /// How much, in øre.
    pub amount: Ore,
    /// When it is due, in Norway.
    pub due_date: Date,
    /// KID, if it is paid with one.
    pub kid: Option<String>,
    /// Under which id the consumers' book has it.
    pub presented: Option<PresentedId>,
}

impl Model {
    /// What an ISP sent under an id, in a few words.
    #[must_use]
    pub fn in_short(&self, id: &str, view: &View<'_>) -> Option<InShort> {
        let id = InvoiceId::parse(id).ok()?;
        let invoice = self.invoices.get(&id)?;
        let row = Row::of_sent(&id, invoice, self.standings.get(&id), view);
        let content = &row.content;
        let by_kid = content.payment.kind == PaymentKind::Kid;
        let is_delivered = match row.shown.state {
            State::Created | State::Rejected | State::Revoked => false,
            State::Pending | State::Expired | State::Approved | State::Deleted => true,
        };
        Some(InShort {
            state: row.shown.state.as_str(),
            is_delivered,
            isp: invoice.isp.clone(),
            amount: content.amount,
            due_date: local_date(content.due),
            kid: by_kid.then(|| content.payment.value.clone()),
            presented: presented_id(self, &id, view.book).cloned(),
        })
    }
}
