//! Receipts: how they come, and how they are read.

use super::apply::Model;
use super::command::Event;
use super::queue::{Flaw, Queued, not_theirs};
use crate::consumer::{Happening, Turn};
use crate::domain::dpi::{MessageId, ReceiptNews};
use crate::domain::identity::OrgNumber;
use crate::domain::mint::Stream;
use crate::services::dpi::faults::Fault;

/// Puts a receipt for a message into the queue of its technical sender.
pub(super) fn put(
    model: &mut Model,
    message: MessageId,
    news: ReceiptNews,
    flaw: Option<Flaw>,
    turn: &mut Turn<'_, Event>,
) {
    let Some(shipment) = model.shipment(message) else {
        return;
    };
    let conversation = match flaw {
        Some(Flaw::UnknownConversation) => turn.mint.uuid(Stream::DpiConversation).into(),
        Some(Flaw::WrongSignature | Flaw::ExpiredCertificate | Flaw::SchemaError) | None => {
            shipment.header.conversation
        }
    };
    let queued = Queued {
        id: turn.mint.uuid(Stream::DpiReceipt).into(),
        message,
        conversation,
        to: shipment.header.sender.clone(),
        at: turn.now,
        news,
        flaw,
        read: None,
    };
    turn.tell(Happening {
        about: Some(shipment.case()),
        service: "dpi",
        kind: "receipt.sent",
        text: told(&queued),
        rule: None,
    });
    model.queue.put(queued);
}

fn told(queued: &Queued) -> String {
    let kind = queued.news.kind().as_str();
    let more = match &queued.news {
        ReceiptNews::Failed { fault, details } => {
            let details = details.as_deref().unwrap_or_default();
            format!(" ({}: {details})", fault.as_str())
        }
        ReceiptNews::NoticeFailed {
            channel,
            description,
        } => {
            let description = description.as_deref().unwrap_or_default();
            format!(" ({}: {description})", channel.as_str())
        }
        ReceiptNews::Delivered
        | ReceiptNews::Opened
        | ReceiptNews::Accepted
        | ReceiptNews::Returned => String::new(),
    };
    let flaw = queued.flaw.map_or(String::new(), |flaw| {
        format!(", as a scenario wanted with a flaw: {}", flaw.as_str())
    });
    format!("a receipt waits for {}: {kind}{more}{flaw}", queued.to)
}

/// Marks a receipt as read, unless a scenario wants it to stay.
pub(super) fn mark_read(
    model: &mut Model,
    id: &str,
    caller: &OrgNumber,
    stays: bool,
    turn: &mut Turn<'_, Event>,
) -> Result<(), Fault> {
    let Some((number, queued)) = model.unread(id, caller) else {
        return Err(not_theirs(id));
    };
    if stays {
        return Ok(());
    }
    let about = model.shipment(queued.message).map(|it| it.case());
    let kind = queued.news.kind().as_str();
    turn.tell(Happening {
        about,
        service: "dpi",
        kind: "receipt.read",
        text: format!("{caller} read the receipt: {kind}"),
        rule: None,
    });
    model.queue.read(number, turn.now);
    Ok(())
}
