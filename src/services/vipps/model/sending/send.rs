//! Taking an invoice, exactly once (Vipps: guide of the invoice API, sending invoices).

use std::sync::Arc;

use super::answer::tell;
use super::ask::Draft;
use super::{due, rules};
use crate::consumer::Turn;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::access::{recipient_however_old, recipient_of};
use crate::services::vipps::model::invoice::{Content, Invoice, Recipient, Stage};
use crate::services::vipps::model::{Asker, Event, Model, apply};

/// Takes an invoice, or finds that it was taken before. An id is spent for ever: whatever became of
/// its invoice, equal content is good and other content is refused.
pub(super) fn send(
    model: &mut Model,
    id: &InvoiceId,
    draft: &Draft,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<(), Fault> {
    let before = model.invoices.get(id).cloned();
    if turn.settings.vipps.compare_first
        && let Some(before) = &before
    {
        // The due date may have come near and the token may have expired since the first time.
        let recipient = recipient_however_old(&draft.recipient_token, turn)?;
        let content = rules::content(draft, None).ok();
        return compare(before, asker, content.as_ref(), &recipient);
    }
    let span = due::span(turn.now, turn.settings.vipps.due_zone);
    let content = rules::content(draft, Some(span))?;
    let recipient = recipient_of(&draft.recipient_token, turn)?;
    whitelisted(&recipient, asker, turn)?;
    if let Some(before) = &before {
        return compare(before, asker, Some(&content), &recipient);
    }
    if apply::is_of_the_netbank(id, turn.book) {
        let found = "the id of an invoice that the netbank presented";
        return Err(Fault::problem(ProblemKind::InvoiceConflict, found));
    }
    let text = format!(
        "Vipps took the invoice of {} from {} for {}",
        content.amount, asker.company, recipient.person
    );
    let invoice = Invoice {
        content: Arc::new(content),
        isp: asker.company.clone(),
        recipient,
        created: turn.now,
        stage: Stage::Created,
        revision: 1,
        changed: turn.now,
    };
    model.invoices.insert(id.clone(), Arc::new(invoice));
    tell(turn, id, "invoice.taken", text, None);
    let delay = turn.settings.vipps.validation_delay;
    let ready = turn.now.saturating_add(delay).unwrap_or(turn.now);
    turn.at(ready, Event::Validate(id.clone()));
    Ok(())
}

/// Whether what is sent again is what was sent. A retry has a fresh token as a rule, so the person
/// counts and not the token.
fn compare(
    before: &Invoice,
    asker: &Asker,
    content: Option<&Content>,
    recipient: &Recipient,
) -> Result<(), Fault> {
    let found = if before.isp != asker.company {
        "the id of an invoice that another ISP sent"
    } else if before.recipient.person != recipient.person {
        "another recipient"
    } else if content != Some(before.content.as_ref()) {
        "other content"
    } else {
        return Ok(());
    };
    Err(Fault::problem(ProblemKind::InvoiceConflict, found))
}

/// An ISP that is being approved may send to some only, by phone number.
fn whitelisted(recipient: &Recipient, asker: &Asker, turn: &Turn<'_, Event>) -> Result<(), Fault> {
    let company = turn.cast.company(&asker.company);
    let vipps = company.and_then(|company| company.vipps.as_ref());
    let isp = vipps.and_then(|vipps| vipps.isp.as_ref());
    let Some(list) = isp.and_then(|isp| isp.whitelist.as_ref()) else {
        return Ok(());
    };
    let person = turn.cast.person(&recipient.person);
    let phone = person.and_then(|person| person.phone.as_ref());
    if phone.is_some_and(|phone| list.iter().any(|known| known.same_line(phone))) {
        return Ok(());
    }
    let found = format!("`{}` among {} numbers", recipient.person, list.len());
    Err(Fault::problem(ProblemKind::RecipientNotWhitelisted, found))
}
