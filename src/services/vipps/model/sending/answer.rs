//! Answers to senders.

use super::ask::{SendingAsk, SendingReply, SendingWhat};
use super::{revoke, send};
use crate::consumer::{CaseRef, Happening, Turn};
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::Fault;
use crate::services::vipps::model::apply::{invoice_shown, not_found};
use crate::services::vipps::model::{Asker, Event, Model, Row, View};

/// Answers a request.
pub(in crate::services::vipps::model) fn answer(
    model: &mut Model,
    ask: SendingAsk,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<SendingReply, Fault> {
    let SendingAsk { id, what } = ask;
    match what {
        SendingWhat::Send(draft) => {
            send::send(model, &id, &draft, asker, turn).map(|()| SendingReply::Taken)
        }
        SendingWhat::Get => own(model, &id, asker, turn).map(SendingReply::Invoice),
        SendingWhat::Revoke(call) => {
            revoke::revoke(model, &id, &call, asker, turn).map(|()| SendingReply::Revoked)
        }
    }
}

/// Tells the case of an invoice what Vipps did with it.
pub(super) fn tell(
    turn: &mut Turn<'_, Event>,
    id: &InvoiceId,
    kind: &'static str,
    text: String,
    rule: Option<&'static str>,
) {
    turn.tell(Happening {
        about: Some(CaseRef::of("vipps", &id.to_string())),
        service: "vipps",
        kind,
        text,
        rule,
    });
}

/// An invoice that the caller sent; what others sent does not exist for it.
fn own(
    model: &Model,
    id: &InvoiceId,
    asker: &Asker,
    turn: &Turn<'_, Event>,
) -> Result<Box<Row>, Fault> {
    let sent = model.invoices.get(id);
    let is_theirs = sent.is_some_and(|sent| sent.isp == asker.company);
    invoice_shown(model, id, &View::of(turn))
        .filter(|_| is_theirs)
        .map(Box::new)
        .ok_or_else(|| not_found(id))
}
