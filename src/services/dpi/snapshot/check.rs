//! Whether what a snapshot says of digital post belongs together.

use uuid::Uuid;

use crate::consumer::Book;
use crate::domain::blob::BlobKey;
use crate::domain::cast::Cast;
use crate::domain::mint::Stream;
use crate::services::dpi::model::{Event, Flaw, Model, Outcome, Shipment};
use crate::snapshot::TextError;

/// Whether messages stand under their own ids, are of companies of the cast, and lie in mailboxes
/// where they say so; and whether receipts are for messages and have ids of their own.
///
/// # Errors
/// [`TextError`] with the first thing that is not so.
pub fn check_state(model: &Model, cast: &Cast, book: &Book) -> Result<(), TextError> {
    for (id, shipment) in model.shipments() {
        let field = |name: &str| format!("shipments.{id}.{name}");
        if shipment.header.message != id {
            let found = shipment.header.message.to_string();
            let expected = "the id that it stands under";
            return Err(TextError::new(&field("header.message"), &found, expected));
        }
        if cast.company(&shipment.company).is_none() {
            let found = shipment.company.to_string();
            return Err(TextError::new(
                &field("company"),
                &found,
                "a company of `cast`",
            ));
        }
        for mail in mails(shipment) {
            if book.mail(*mail).is_none() {
                let expected = "a number in `book.mailboxes.mails`";
                return Err(TextError::new(
                    &field("outcome"),
                    &mail.to_string(),
                    expected,
                ));
            }
        }
    }
    let mut ids = std::collections::BTreeSet::new();
    for (number, queued) in model.queue.all() {
        let field = |name: &str| format!("receipts.{}.{name}", number.0);
        let Some(shipment) = model.shipment(queued.message) else {
            let expected = "an id in `services.dpi.shipments`";
            let found = queued.message.to_string();
            return Err(TextError::new(&field("message"), &found, expected));
        };
        if queued.to != shipment.header.sender {
            let expected = "the technical sender of its message";
            return Err(TextError::new(&field("to"), queued.to.as_str(), expected));
        }
        if !ids.insert(queued.id) {
            let found = queued.id.to_string();
            return Err(TextError::new(&field("id"), &found, "each id once"));
        }
    }
    Ok(())
}

fn mails(shipment: &Shipment) -> &[crate::consumer::MailNumber] {
    match &shipment.outcome {
        Outcome::InMailbox(mails) => mails,
        Outcome::OnItsWay | Outcome::Lost | Outcome::Refused(_) | Outcome::Printed { .. } => &[],
    }
}

/// Whether an event is about something that is there.
///
/// # Errors
/// [`TextError`] with the id that is not.
pub fn check_event(model: &Model, book: &Book, event: &Event) -> Result<(), TextError> {
    if let Event::Opened(number) = event {
        return match book.mail(*number) {
            Some(_) => Ok(()),
            None => {
                let expected = "a number in `book.mailboxes.mails`";
                Err(TextError::new("opened", &number.to_string(), expected))
            }
        };
    }
    match event.message().filter(|id| model.shipment(*id).is_none()) {
        None => Ok(()),
        Some(id) => {
            let expected = "an id in `services.dpi.shipments`";
            Err(TextError::new("message", &id.to_string(), expected))
        }
    }
}

/// The files that the state refers to, each with the field that does.
pub fn files(model: &Model) -> impl Iterator<Item = (String, BlobKey)> {
    model.shipments().flat_map(|(id, shipment)| {
        let opened = shipment.package.opened.iter();
        let files = opened.flat_map(|opened| opened.files.iter().enumerate());
        files.map(move |(index, file)| {
            let field = format!("shipments.{id}.package.opened.files[{index}].content");
            (field, file.content)
        })
    })
}

/// The ids that the mint gave.
pub fn used_ids(model: &Model) -> impl Iterator<Item = (Stream, Uuid)> {
    model.queue.all().flat_map(|(_, queued)| {
        let drawn = match queued.flaw {
            Some(Flaw::UnknownConversation) => Some(queued.conversation.as_uuid()),
            Some(Flaw::WrongSignature | Flaw::ExpiredCertificate | Flaw::SchemaError) | None => {
                None
            }
        };
        let conversation = drawn.map(|id| (Stream::DpiConversation, id));
        let receipt = (Stream::DpiReceipt, queued.id.as_uuid());
        std::iter::once(receipt).chain(conversation)
    })
}
