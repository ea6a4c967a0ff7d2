//! Counts, sums and dates of records as they stand, which end records repeat.

use jiff::civil::Date;

use super::layouts::{AMOUNT, DUE_DATE, SIGN};
use super::values::date_of;
use crate::wire::fixed_width::Record;

/// What was counted of an order or a transmission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// First amount records, and mandates.
    pub(super) transactions: u64,
    /// All records.
    pub(super) records: u64,
    /// Sum of the first amount records in øre; `None` when one cannot be read.
    pub(super) sum: Option<i128>,
    /// Dates of the first amount records; `None` when one cannot be read.
    pub(super) dates: Option<Span>,
}

/// The earliest and the latest date, if there is any.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
}

impl Tally {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self {
            transactions: 0,
            records: 0,
            sum: Some(0),
            dates: Some(Span {
                first: None,
                last: None,
            }),
        }
    }

    /// Counts a record in.
    pub(super) fn note(&mut self, record: Record<'_>) {
        self.records += 1;
        match &record.bytes()[6..8] {
            b"30" => {
                self.transactions += 1;
                let amount = record.digits(&AMOUNT).ok().map(i128::from);
                let is_deducted = record.bytes().starts_with(b"NY09") && record.raw(&SIGN) == b"-";
                let signed = amount.map(|amount| if is_deducted { -amount } else { amount });
                self.sum = self.sum.zip(signed).and_then(|(a, b)| a.checked_add(b));
                let date = record.digits(&DUE_DATE).ok().and_then(date_of);
                let span = date.map(|date| Span {
                    first: Some(date),
                    last: Some(date),
                });
                self.dates = self.dates.zip(span).map(|(a, b)| a.joined(b));
            }
            b"70" => self.transactions += 1,
            _ => {}
        }
    }

    /// Counts an order in.
    pub(super) fn add(&mut self, order: &Self) {
        self.transactions += order.transactions;
        self.records += order.records;
        self.sum = self.sum.zip(order.sum).and_then(|(a, b)| a.checked_add(b));
        self.dates = self.dates.zip(order.dates).map(|(a, b)| a.joined(b));
    }
}

impl Span {
    fn joined(self, other: Self) -> Self {
        Self {
            // None is below every date, so the smaller of two would lose one.
            first: [self.first, other.first].into_iter().flatten().min(),
            last: self.last.max(other.last),
        }
    }
}
