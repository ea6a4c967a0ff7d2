//! Whether what a snapshot says of Vipps belongs together.

use crate::consumer::{Book, PresentedId};
use crate::services::vipps::model::{Event, Model, Stage};
use crate::snapshot::TextError;

/// Whether every invoice that is its recipient's stands in the book.
///
/// # Errors
/// [`TextError`] with the first that does not.
pub fn check_state(model: &Model, book: &Book) -> Result<(), TextError> {
    for (id, invoice) in &model.invoices {
        let shown: Option<&PresentedId> = match &invoice.stage {
            Stage::Presented(shown) | Stage::Expired(shown) => Some(shown),
            Stage::Created | Stage::Rejected(_) | Stage::Revoked => None,
        };
        if let Some(shown) = shown
            && book.shown(shown).is_none()
        {
            let field = format!("invoices.{id}.stage");
            return Err(TextError::new(
                &field,
                &shown.0,
                "an id in `book.presented`",
            ));
        }
    }
    Ok(())
}

/// Whether an event is about something that is there.
///
/// # Errors
/// [`TextError`] with the id that is not.
pub fn check_event(model: &Model, event: &Event) -> Result<(), TextError> {
    let (Event::Validate(id) | Event::Expire(id)) = event;
    if model.invoices.contains_key(id) {
        return Ok(());
    }
    let expected = "an id in `services.vipps.invoices`";
    Err(TextError::new("invoice", &id.to_string(), expected))
}
