//! The one table that turns news of the consumers' book into what follows elsewhere.

use crate::consumer::{
    Book, BookEvent, CaseRef, Happening, MandateKey, PresentedId, PresentedState,
};
use crate::domain::slug::Slug;

/// What follows from a change in the book.
///
/// The services present so far need no command of each other; mandates are told to the journal.
#[must_use]
pub(super) fn follow(event: &BookEvent, book: &Book) -> Vec<Happening> {
    match event {
        // MPS tells of it itself, with the id by which its callers know the invoice.
        BookEvent::InvoicePresented(_) => Vec::new(),
        BookEvent::ClaimTaken(_) | BookEvent::ClaimChanged(_) => Vec::new(),
        BookEvent::InvoiceAnswered(id) => answered(id, book),
        BookEvent::MandateMade(key) => mandate(key, payer(key, book), "mandate.made", "made"),
        BookEvent::MandateChanged(key) => {
            mandate(key, payer(key, book), "mandate.changed", "changed")
        }
        BookEvent::MandateEnded(key, payer) => mandate(key, Some(payer), "mandate.ended", "ended"),
    }
}

/// No service documents what it tells an issuer of this, so only the case file and the journal
/// have it.
fn answered(id: &PresentedId, book: &Book) -> Vec<Happening> {
    let invoice = book.shown(id).into_iter();
    invoice
        .map(|invoice| Happening {
            about: Some(CaseRef {
                service: invoice.service,
                id: invoice.service_id.clone(),
            }),
            service: "bank",
            kind: match invoice.state {
                PresentedState::Open => "approval.cancelled",
                PresentedState::Approved { .. } => "invoice.approved",
                PresentedState::Paid { .. } => "invoice.paid",
                PresentedState::Deleted { .. } => "invoice.deleted",
            },
            text: invoice.told(),
            rule: None,
        })
        .collect()
}

fn payer<'a>(key: &MandateKey, book: &'a Book) -> Option<&'a Slug> {
    book.mandate(key).map(|mandate| &mandate.payer)
}

fn mandate(
    key: &MandateKey,
    payer: Option<&Slug>,
    kind: &'static str,
    what: &str,
) -> Vec<Happening> {
    let payer = payer.map_or_else(String::new, |payer| format!(" of {payer}"));
    let (kid, account) = (key.kid.as_str(), key.payee_account.as_str());
    vec![Happening {
        about: None,
        service: "bank",
        kind,
        text: format!("the mandate{payer} for KID {kid} to account {account} was {what}"),
        rule: None,
    }]
}
