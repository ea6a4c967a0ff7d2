//! Presented invoices in the book.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Book, BookEvent, Order};
use crate::consumer::bank;
use crate::consumer::presented::{DocumentType, Presented, PresentedId, PresentedState, VippsStay};
use crate::domain::money::Ore;
use crate::domain::person::Person;
use crate::domain::slug::Slug;

impl Book {
    /// Puts an invoice in front of its consumer. A copy of a direct debit is not shown in Vipps.
    pub fn present(&mut self, id: PresentedId, mut invoice: Presented) {
        invoice.in_vipps &= !invoice.by_direct_debit;
        self.put_back_invoice(id.clone(), invoice);
        self.news.push(BookEvent::InvoicePresented(id));
    }

    /// Puts an invoice where it was once; nothing is told.
    pub(crate) fn put_back_invoice(&mut self, id: PresentedId, invoice: Presented) {
        self.by_service
            .insert((invoice.service, invoice.service_id.clone()), id.clone());
        if let Some(day) = payment_day(&invoice) {
            self.order(day, Order::Invoice(id.clone()));
        }
        self.by_consumer
            .entry(invoice.consumer.clone())
            .or_default()
            .insert(id.clone());
        self.presented.insert(id, Arc::new(invoice));
    }

    /// Every presented invoice, in order of ids.
    pub fn presented(&self) -> impl Iterator<Item = (&PresentedId, &Presented)> {
        self.presented
            .iter()
            .map(|(id, invoice)| (id, invoice.as_ref()))
    }

    /// The presented invoice with an id.
    #[must_use]
    pub fn presented_with(&self, id: &PresentedId) -> Option<&Presented> {
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The invoice that a service presented under its own id.
    #[must_use]
    pub fn presented_by(&self, service: &'static str, service_id: &str) -> Option<&Presented> {
        let id = self.by_service.get(&(service, service_id.to_owned()))?;
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The book's id of the invoice that a service presented under its own id.
    #[must_use]
    pub fn id_of(&self, service: &'static str, service_id: &str) -> Option<&PresentedId> {
        self.by_service.get(&(service, service_id.to_owned()))
    }

    /// A presented invoice by the book's own id.
    #[must_use]
    pub fn shown(&self, id: &PresentedId) -> Option<&Presented> {
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The invoices that were presented to one consumer, in order of ids.
    pub fn shown_to<'a>(
        &'a self,
        consumer: &'a Slug,
    ) -> impl Iterator<Item = (&'a PresentedId, &'a Presented)> {
        let ids = self.by_consumer.get(consumer).into_iter().flatten();
        ids.filter_map(|id| Some((id, self.shown(id)?)))
    }

    /// Notes what the consumer made of an invoice, and gives the invoice as it stands then;
    /// `None` when no invoice has this id.
    pub fn answer(
        &mut self,
        id: &PresentedId,
        state: PresentedState,
        now: Timestamp,
    ) -> Option<&Presented> {
        self.set_state(id, state, now)?;
        self.news.push(BookEvent::InvoiceAnswered(id.clone()));
        if matches!(state, PresentedState::Deleted { .. }) {
            self.leave_vipps(id, now);
        }
        self.shown(id)
    }

    /// The issuer took a presented invoice back. False when nobody was shown it, or when it was
    /// paid already.
    pub fn withdraw(&mut self, service: &'static str, service_id: &str, at: Timestamp) -> bool {
        let Some(id) = self.id_of(service, service_id).cloned() else {
            return false;
        };
        match self.shown(&id).map(|invoice| invoice.state) {
            None | Some(PresentedState::Paid { .. }) => false,
            Some(PresentedState::Withdrawn { .. }) => true,
            Some(
                PresentedState::Open
                | PresentedState::Approved { .. }
                | PresentedState::Deleted { .. },
            ) => {
                self.set_state(&id, PresentedState::Withdrawn { at }, at);
                self.news.push(BookEvent::InvoiceWithdrawn(id.clone()));
                self.leave_vipps(&id, at);
                true
            }
        }
    }

    /// Lets the consumer pay an invoice that was shown as one that is paid by direct debit, because
    /// it will not be; whether there is such a copy.
    pub fn free_from_direct_debit(&mut self, service: &'static str, service_id: &str) -> bool {
        match self.id_of(service, service_id).cloned() {
            Some(id) => self.tie(&id, false),
            None => false,
        }
    }

    /// Pays the invoice, as it was approved or with its claim.
    pub(in crate::consumer) fn settle(&mut self, id: &PresentedId, amount: Ore, at: Timestamp) {
        if self
            .set_state(id, PresentedState::Paid { amount, at }, at)
            .is_some()
        {
            self.news.push(BookEvent::InvoiceSettled(id.clone()));
        }
    }

    /// Leaves an approved invoice open, for it could not be paid.
    pub(in crate::consumer) fn leave_unpaid(&mut self, id: &PresentedId, now: Timestamp) {
        if self.set_state(id, PresentedState::Open, now).is_some() {
            self.news.push(BookEvent::InvoiceUncovered(id.clone()));
        }
    }

    /// Makes an invoice one that is still to be paid; whoever does this tells of it.
    pub(super) fn reopen(&mut self, id: &PresentedId, now: Timestamp) {
        self.set_state(id, PresentedState::Open, now);
    }

    /// Ties a copy to its direct debit, or frees it; whether there is such a copy.
    pub(super) fn tie(&mut self, id: &PresentedId, by_direct_debit: bool) -> bool {
        let Some(invoice) = self.presented.get_mut(id) else {
            return false;
        };
        if invoice.by_direct_debit != by_direct_debit {
            Arc::make_mut(invoice).by_direct_debit = by_direct_debit;
        }
        true
    }

    /// Vipps shows an invoice from now on, if there still is one to show and somebody who wants it.
    pub(in crate::consumer) fn appear_in_vipps(
        &mut self,
        id: &PresentedId,
        wanted: bool,
        now: Timestamp,
    ) {
        let Some(invoice) = self.presented.get_mut(id) else {
            return;
        };
        match invoice.state {
            PresentedState::Deleted { .. } | PresentedState::Withdrawn { .. } => return,
            PresentedState::Open
            | PresentedState::Approved { .. }
            | PresentedState::Paid { .. } => {}
        }
        if !wanted {
            self.news.push(BookEvent::KeptFromVipps(id.clone()));
            return;
        }
        Arc::make_mut(invoice).vipps_stay = Some(VippsStay {
            since: now,
            left: None,
        });
        self.news.push(BookEvent::AppearedInVipps(id.clone()));
    }

    /// Vipps shows an invoice no more, if it did.
    pub(in crate::consumer) fn leave_vipps(&mut self, id: &PresentedId, now: Timestamp) {
        let Some(invoice) = self.presented.get_mut(id) else {
            return;
        };
        let Some(VippsStay { since, left: None }) = invoice.vipps_stay else {
            return;
        };
        Arc::make_mut(invoice).vipps_stay = Some(VippsStay {
            since,
            left: Some(now),
        });
        self.news.push(BookEvent::LeftVipps(id.clone()));
    }

    /// Whether Vipps shows an invoice of this kind to this person.
    #[must_use]
    pub fn shows_in_vipps(person: &Person, document_type: DocumentType) -> bool {
        document_type != DocumentType::CreditNote
            && person
                .vipps
                .is_some_and(|vipps| vipps.active && vipps.display)
    }

    fn set_state(&mut self, id: &PresentedId, state: PresentedState, now: Timestamp) -> Option<()> {
        let invoice = self.presented.get_mut(id)?;
        let before = payment_day(invoice);
        let changed = Arc::make_mut(invoice);
        changed.state = state;
        changed.revision = changed.revision.saturating_add(1);
        changed.changed = now;
        let after = payment_day(invoice);
        let order = Order::Invoice(id.clone());
        if let Some(day) = before {
            self.drop_order(day, &order);
        }
        if let Some(day) = after {
            self.order(day, order);
        }
        Some(())
    }
}

/// When the bank pays an invoice; `None` while nobody approved it.
fn payment_day(invoice: &Presented) -> Option<Date> {
    match invoice.state {
        PresentedState::Approved { on, at, .. } => Some(bank::debit_day(on, at)),
        PresentedState::Open
        | PresentedState::Paid { .. }
        | PresentedState::Deleted { .. }
        | PresentedState::Withdrawn { .. } => None,
    }
}
