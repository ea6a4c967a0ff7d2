//! What is to come at the bank, as text. The bank itself keeps nothing.

use serde::{Deserialize, Serialize};

use super::model::Event;
use crate::consumer::{Book, MailNumber};
use crate::snapshot::TextError;
use crate::snapshot::written::{self, formed};

formed! {
    EventText for Event,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    TakePayment(#[serde(with = "written")] MailNumber),
}

/// Whether an event is about something that is there.
///
/// # Errors
/// [`TextError`] with the number of the letter that is not.
pub fn check_event(book: &Book, event: &Event) -> Result<(), TextError> {
    let Event::TakePayment(mail) = event;
    match book.mail(*mail) {
        Some(_) => Ok(()),
        None => {
            let expected = "a number in `book.mailboxes.mails`";
            Err(TextError::new("take_payment", &mail.to_string(), expected))
        }
    }
}
