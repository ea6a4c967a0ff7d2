//! Whether what a snapshot says of Vipps belongs together.

use crate::consumer::Book;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::{Event, Model, Stage};
use crate::snapshot::TextError;

/// Whether every invoice that is its recipient's stands in the book under its id, and every one
/// that Vipps presented there is its recipient's here.
///
/// # Errors
/// [`TextError`] with the first that does not.
pub fn check_state(model: &Model, book: &Book) -> Result<(), TextError> {
    for (id, invoice) in &model.invoices {
        let Stage::Presented(shown) = &invoice.stage else {
            continue;
        };
        let presented = book.shown(shown);
        let is_same = presented.is_some_and(|it| it.service == "vipps")
            && book.id_of("vipps", &id.to_string()) == Some(shown);
        if !is_same {
            let field = format!("invoices.{id}.stage");
            let expected = "an id in `book.presented`, of what Vipps presented under this id";
            return Err(TextError::new(&field, &shown.0, expected));
        }
    }
    for (shown, presented) in book.presented().filter(|(_, it)| it.service == "vipps") {
        let id = InvoiceId::parse(&presented.service_id).ok();
        let sent = id.and_then(|id| model.invoices.get(&id));
        if !sent.is_some_and(|sent| sent.stage == Stage::Presented(shown.clone())) {
            let field = format!("book.presented.{}.service_id", shown.0);
            let expected = "an id in `services.vipps.invoices` whose stage is this one";
            return Err(TextError::new(&field, &presented.service_id, expected));
        }
    }
    Ok(())
}

/// Whether an event is about something that is there.
///
/// # Errors
/// [`TextError`] with the id that is not.
pub fn check_event(model: &Model, event: &Event) -> Result<(), TextError> {
    let Event::Validate(id) = event;
    if model.invoices.contains_key(id) {
        return Ok(());
    }
    let expected = "an id in `services.vipps.invoices`";
    Err(TextError::new("invoice", &id.to_string(), expected))
}
