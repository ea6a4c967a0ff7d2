//! What follows from what happens in mailboxes.

use super::Follows;
use crate::consumer::{
    Book, CaseRef, Happening, Mail, MailInvoiceState, MailNumber, PaymentNumber, planned,
};
use crate::sandbox::agenda::Due;
use crate::services::{bank, dpi};

/// Told by the service that delivered it; notices and reminders follow.
pub(super) fn delivered(number: MailNumber, book: &Book) -> Follows {
    let mail = book.mail(number);
    Follows {
        later: mail.map_or_else(Vec::new, |mail| planned(number, mail)),
        ..Follows::default()
    }
}

pub(super) fn opened(number: MailNumber, book: &Book) -> Follows {
    let follows = tell(number, book, "mail.opened", |mail| {
        format!("{} opened `{}`", mail.owner, mail.subject)
    });
    // Whoever sends digital post may have ordered a receipt of that.
    let is_post = |mail: &Mail| mail.service == dpi::MOUNT.service && mail.attached_to.is_none();
    let of_post = book.mail(number).is_some_and(is_post);
    Follows {
        at_once: of_post.then_some(Due::Dpi(dpi::Event::Opened(number))),
        ..follows
    }
}

pub(super) fn deleted(number: MailNumber, book: &Book) -> Follows {
    tell(number, book, "mail.deleted", |mail| {
        let (owner, subject) = (&mail.owner, &mail.subject);
        let state = mail.invoice.as_ref().map(|invoice| &invoice.state);
        let bank = match state {
            None => "",
            Some(MailInvoiceState::Added { .. }) => {
                ", an invoice that was added to payments: it stays listed in the bank, without \
                 its content"
            }
            Some(MailInvoiceState::Unpaid | MailInvoiceState::Deleted { .. }) => {
                ", an invoice that nobody took care of: it is gone from the bank too"
            }
        };
        format!("{owner} deleted `{subject}`{bank}")
    })
}

pub(super) fn invoice(number: MailNumber, book: &Book) -> Follows {
    let state = book.mail(number).and_then(|mail| mail.invoice.as_ref());
    let Some(state) = state.map(|invoice| invoice.state.clone()) else {
        return Follows::default();
    };
    match state {
        MailInvoiceState::Added {
            payment,
            payment_id,
            ..
        } => tell(number, book, "mail.added-to-payments", |mail| {
            let id = payment_id.or(payment.as_ref().map(PaymentNumber::to_string));
            let of = id.map_or_else(String::new, |id| format!(" as payment {id}"));
            format!(
                "`{}` of {} was added to payments{of}",
                mail.subject, mail.owner
            )
        }),
        MailInvoiceState::Unpaid => tell(number, book, "mail.unpaid", |mail| {
            format!(
                "`{}` of {} waits to be paid again",
                mail.subject, mail.owner
            )
        }),
        MailInvoiceState::Deleted { .. } => tell(number, book, "mail.invoice-deleted", |mail| {
            format!(
                "{} deleted the invoice `{}` in the bank",
                mail.owner, mail.subject
            )
        }),
    }
}

/// The bank is asked in a turn of its own, which rules may disturb.
pub(super) fn wanted(number: MailNumber, book: &Book) -> Follows {
    let follows = tell(number, book, "payment.wanted", |mail| {
        format!(
            "{} has Digipost send `{}` to the bank",
            mail.owner, mail.subject
        )
    });
    Follows {
        at_once: Some(Due::Bank(bank::Event::TakePayment(number))),
        ..follows
    }
}

pub(super) fn refused(number: MailNumber, why: &str, book: &Book) -> Follows {
    tell(number, book, "payment.refused", |mail| {
        let (owner, subject) = (&mail.owner, &mail.subject);
        format!("Digipost tells {owner} that `{subject}` was not added to payments: {why}")
    })
}

/// The id under which the service that delivered a document knows it.
pub(super) fn about(mail: &Mail) -> CaseRef {
    CaseRef::of(mail.service, &mail.service_id)
}

fn tell(
    number: MailNumber,
    book: &Book,
    kind: &'static str,
    words: impl FnOnce(&Mail) -> String,
) -> Follows {
    let told = book.mail(number).map(|mail| Happening {
        about: Some(about(mail)),
        service: mail.service,
        kind,
        text: words(mail),
        rule: None,
    });
    Follows {
        told,
        ..Follows::default()
    }
}
