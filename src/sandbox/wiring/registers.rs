//! What follows from what happens in the banks' due-date registers.

use super::{Follows, mailboxes};
use crate::consumer::{Book, CaseRef, Happening, Later, Payment, PaymentNumber, PaymentState};

/// The service in whose name banks speak.
const BANK: &str = "bank";

pub(super) fn taken(number: PaymentNumber, book: &Book) -> Follows {
    waits(number, book, "payment.received", "will pay")
}

pub(super) fn edited(number: PaymentNumber, book: &Book) -> Follows {
    waits(
        number,
        book,
        "payment.changed",
        "will pay, as the payer changed it,",
    )
}

/// What became of a payment. Nothing of it shows in Digipost.
pub(super) fn became(number: PaymentNumber, book: &Book) -> Follows {
    let Some(payment) = book.payment(number) else {
        return Follows::default();
    };
    let (who, bank) = (&payment.payer, payment.bank.name());
    let (amount, to) = (payment.amount, &payment.to);
    let (kind, text) = match payment.state {
        PaymentState::Waiting => (
            "payment.resumed",
            format!("{bank} waits for the day of payment {number} of {who}"),
        ),
        PaymentState::Stopped { .. } => (
            "payment.stopped",
            format!("{who} stopped payment {number} of {amount} to account {to} in {bank}"),
        ),
        PaymentState::Paid { .. } => (
            "payment.paid",
            format!("{bank} paid {amount} of {who} to account {to}, payment {number}"),
        ),
        PaymentState::NoCover { .. } => (
            "payment.no-cover",
            format!(
                "{bank} did not pay {amount} of {who} to account {to}, payment {number}: too \
                 little on the account"
            ),
        ),
    };
    Follows {
        told: Some(about(number, payment, book, kind, text)),
        ..Follows::default()
    }
}

fn waits(number: PaymentNumber, book: &Book, kind: &'static str, will: &str) -> Follows {
    let Some(payment) = book.payment(number) else {
        return Follows::default();
    };
    let (day, bank) = (payment.debit_day(), payment.bank.name());
    let (who, amount, to) = (&payment.payer, payment.amount, &payment.to);
    let text =
        format!("{bank} {will} {amount} of {who} to account {to} on {day}, payment {number}");
    Follows {
        told: Some(about(number, payment, book, kind, text)),
        later: vec![Later::bank_run(day)],
        ..Follows::default()
    }
}

/// A payment belongs to the case of the invoice that it pays, and without one to its own.
fn about(
    number: PaymentNumber,
    payment: &Payment,
    book: &Book,
    kind: &'static str,
    text: String,
) -> Happening {
    let mail = payment.mail.and_then(|mail| book.mail(mail));
    let id = mail.map_or_else(|| CaseRef::of(BANK, &number.to_string()), mailboxes::about);
    Happening {
        about: Some(id),
        service: BANK,
        kind,
        text,
        rule: None,
    }
}
