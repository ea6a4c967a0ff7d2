//! The banks' due-date registers in the book.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Book, BookEvent, Order};
use crate::consumer::register::{Payment, PaymentEdit, PaymentNumber, PaymentState};
use crate::domain::slug::Slug;

impl Book {
    /// Every payment of every register, in order of numbers.
    pub fn payments(&self) -> impl Iterator<Item = (PaymentNumber, &Payment)> {
        let payments = self.payments.iter();
        payments.map(|(number, payment)| (*number, payment.as_ref()))
    }

    /// One payment.
    #[must_use]
    pub fn payment(&self, number: PaymentNumber) -> Option<&Payment> {
        self.payments.get(&number).map(AsRef::as_ref)
    }

    /// The payments of one person, oldest first.
    pub fn payments_of(&self, payer: &Slug) -> impl Iterator<Item = (PaymentNumber, &Payment)> {
        let numbers = self.by_payer.get(payer).into_iter().flatten();
        numbers.filter_map(|number| Some((*number, self.payment(*number)?)))
    }

    /// Gives a payment to the payer's bank, under the next number.
    pub fn take_payment(&mut self, payment: Payment) -> PaymentNumber {
        let last = self.payments.get_max().map(|(number, _)| number.0);
        let number = last.map_or(PaymentNumber::FIRST, |last| {
            PaymentNumber(last.saturating_add(1))
        });
        self.put_back_payment(number, payment);
        self.news.push(BookEvent::PaymentTaken(number));
        number
    }

    /// Puts a payment where it was once; nothing is told.
    pub(crate) fn put_back_payment(&mut self, number: PaymentNumber, payment: Payment) {
        if payment.state == PaymentState::Waiting {
            self.order(payment.debit_day(), Order::Payment(number));
        }
        let payer = payment.payer.clone();
        self.payments.insert(number, Arc::new(payment));
        self.by_payer.entry(payer).or_default().insert(number);
    }

    /// Lets the payer stop a payment that waits; whether there was one. Nothing of it shows in
    /// Digipost.
    pub fn stop_payment(&mut self, number: PaymentNumber, at: Timestamp) -> bool {
        let waits = self.payment(number).map(|payment| payment.state);
        if waits != Some(PaymentState::Waiting) {
            return false;
        }
        self.set_payment(number, PaymentState::Stopped { at });
        true
    }

    /// Lets the payer change a payment that waits; whether there was one, and it is different now.
    pub fn edit_payment(
        &mut self,
        number: PaymentNumber,
        edit: PaymentEdit,
        at: Timestamp,
    ) -> bool {
        let Some(before) = self.payments.get(&number).cloned() else {
            return false;
        };
        let PaymentEdit {
            amount,
            to,
            due_date,
        } = edit;
        let is_same = (amount, &to, due_date) == (before.amount, &before.to, before.due_date);
        if before.state != PaymentState::Waiting || is_same {
            return false;
        }
        self.drop_order(before.debit_day(), &Order::Payment(number));
        let after = Payment {
            amount,
            to,
            due_date,
            changed_at: Some(at),
            ..before.as_ref().clone()
        };
        self.put_back_payment(number, after);
        self.news.push(BookEvent::PaymentEdited(number));
        true
    }

    /// Notes what became of a payment. The invoice in the mailbox does not follow (Digipost:
    /// invoices in the bank).
    pub(in crate::consumer) fn set_payment(&mut self, number: PaymentNumber, state: PaymentState) {
        let Some(payment) = self.payments.get_mut(&number) else {
            return;
        };
        let before = payment.state;
        Arc::make_mut(payment).state = state;
        let day = payment.debit_day();
        if before == PaymentState::Waiting {
            self.drop_order(day, &Order::Payment(number));
        }
        self.news.push(BookEvent::PaymentChanged(number));
    }
}
