//! The one table that turns news of the consumers' book into what follows elsewhere.

use crate::consumer::{Book, BookEvent, Happening, MandateKey};

/// What follows from a change in the book.
///
/// The services present so far need no command of each other; mandates are told to the journal.
#[must_use]
pub(super) fn follow(event: &BookEvent, book: &Book) -> Vec<Happening> {
    match event {
        // MPS tells of it itself, with the id by which its callers know the invoice.
        BookEvent::InvoicePresented(_) => Vec::new(),
        BookEvent::MandateMade(key) => vec![mandate(key, book, "mandate.made", "made")],
        BookEvent::MandateChanged(key) => vec![mandate(key, book, "mandate.changed", "changed")],
        BookEvent::MandateEnded(key) => vec![mandate(key, book, "mandate.ended", "ended")],
    }
}

fn mandate(key: &MandateKey, book: &Book, kind: &'static str, what: &str) -> Happening {
    let payer = book
        .mandate(key)
        .map_or_else(String::new, |m| format!(" of {}", m.payer));
    let (kid, account) = (key.kid.as_str(), key.payee_account.as_str());
    Happening {
        about: None,
        service: "bank",
        kind,
        text: format!("the mandate{payer} for KID {kid} to account {account} was {what}"),
        rule: None,
    }
}
