//! Lists of invoices: filters and pages.

use jiff::Timestamp;

use super::invoice::{RouterInvoice, Status};
use crate::domain::slug::Slug;

/// What a list is asked for (Maventa: AutoXChange REST API, invoices).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InvoiceFilter {
    /// Sent invoices; otherwise the received ones, of which a sender of consumer invoices has
    /// none.
    pub sent: bool,
    /// These states only; empty means all.
    pub statuses: Vec<Status>,
    /// These ids only; empty means all.
    pub ids: Vec<String>,
    /// This invoice number only.
    pub number: Option<String>,
    /// This payment reference only.
    pub reference: Option<String>,
    /// Created at this instant or later.
    pub created_from: Option<Timestamp>,
    /// Created at this instant or earlier.
    pub created_to: Option<Timestamp>,
    /// Page, from 1.
    pub page: usize,
    /// Entries on a page, 1 to 100.
    pub per_page: usize,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The invoices on the page, newest first.
    pub invoices: Vec<RouterInvoice>,
    /// How many there are in all.
    pub total: usize,
    /// The page.
    pub page: usize,
    /// Entries on a page.
    pub per_page: usize,
}

impl Listing {
    /// How many pages there are in all.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.per_page.max(1))
    }
}

impl InvoiceFilter {
    /// Whether an invoice of a company belongs on the list.
    #[must_use]
    pub fn takes(&self, invoice: &RouterInvoice, company: &Slug) -> bool {
        self.sent
            && invoice.company == *company
            && (self.statuses.is_empty() || self.statuses.contains(&invoice.status))
            && (self.ids.is_empty() || self.ids.contains(&invoice.id))
            && self
                .number
                .as_ref()
                .is_none_or(|number| *number == invoice.number)
            && (self.reference.is_none() || self.reference == invoice.facts.payment.kid)
            && self
                .created_from
                .is_none_or(|from| invoice.created_at >= from)
            && self.created_to.is_none_or(|to| invoice.created_at <= to)
    }

    /// Puts the page together out of everything that is there, newest first.
    pub fn page<'a>(
        &self,
        newest_first: impl Iterator<Item = &'a RouterInvoice>,
        company: &Slug,
    ) -> Listing {
        let skip = self.page.saturating_sub(1).saturating_mul(self.per_page);
        let mut total = 0;
        let mut invoices = Vec::new();
        for invoice in newest_first.filter(|invoice| self.takes(invoice, company)) {
            if total >= skip && invoices.len() < self.per_page {
                invoices.push(invoice.clone());
            }
            total += 1;
        }
        Listing {
            invoices,
            total,
            page: self.page,
            per_page: self.per_page,
        }
    }
}
