//! What a consumer does with an invoice in the netbank or in Vipps.
//!
//! None of it shows at MPS: no status there says approved, paid or deleted (WSDL
//! EfakturaAtgService v1).

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::consumer::{CaseRef, DocumentType, Presented, PresentedId, PresentedState, bank};
use crate::domain::calendar::local_date;
use crate::domain::money::Ore;

pub(super) fn approve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, invoice) = theirs(deed)?;
    unsettled(deed, &invoice)?;
    payable(deed, &invoice)?;
    let amount = amount(deed, &invoice, invoice.amount)?;
    let at = deed.stage.now;
    let today = local_date(at);
    let on = match deed.given.date("on") {
        Some(day) if day < today => {
            let hint = "leave `on` out to have it paid on its due date";
            return deed.refuse(format!("{day}, a day that is over"), "today or later", hint);
        }
        Some(day) => day,
        None => invoice.due_date.max(today),
    };
    answer(deed, &id, PresentedState::Approved { amount, on, at })
}

pub(super) fn cancel_approval(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, invoice) = theirs(deed)?;
    match invoice.state {
        PresentedState::Approved { .. } => answer(deed, &id, PresentedState::Open),
        PresentedState::Open
        | PresentedState::Paid { .. }
        | PresentedState::Deleted { .. }
        | PresentedState::Withdrawn { .. } => {
            let found = standing(&invoice);
            deed.refuse(found, "one that was approved", "`approve` approves it")
        }
    }
}

pub(super) fn pay(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, invoice) = theirs(deed)?;
    unsettled(deed, &invoice)?;
    payable(deed, &invoice)?;
    let whole = match invoice.state {
        PresentedState::Approved { amount, .. } => amount,
        PresentedState::Open
        | PresentedState::Paid { .. }
        | PresentedState::Deleted { .. }
        | PresentedState::Withdrawn { .. } => invoice.amount,
    };
    let amount = amount(deed, &invoice, whole)?;
    debit(deed, amount)?;
    let at = deed.stage.now;
    answer(deed, &id, PresentedState::Paid { amount, at })
}

pub(super) fn delete(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, invoice) = theirs(deed)?;
    unsettled(deed, &invoice)?;
    let at = deed.stage.now;
    answer(deed, &id, PresentedState::Deleted { at })
}

/// The invoice of the field, which must be this person's.
fn theirs(deed: &Deed<'_, '_>) -> Result<(PresentedId, Presented), ActionError> {
    let id = deed.required("invoice", deed.given.text("invoice"))?;
    let id = PresentedId(id);
    let Some(invoice) = deed.stage.book.shown(&id).cloned() else {
        return Err(ActionError::unknown_invoice(&id.0));
    };
    if invoice.consumer == *deed.who() {
        Ok((id, invoice))
    } else {
        let found = format!("an invoice that was presented to `{}`", invoice.consumer);
        let expected = format!("one that was presented to `{}`", deed.who());
        deed.refuse(found, expected, format!("act as `{}`", invoice.consumer))
    }
}

/// Paid, deleted, withdrawn and expired are final.
fn unsettled(deed: &Deed<'_, '_>, invoice: &Presented) -> Result<(), ActionError> {
    if invoice.is_expired(deed.stage.expires, deed.stage.now) {
        let found = format!("an invoice that expired at {}", invoice.leaves_vipps());
        let expected = "one that was not left unanswered until 14 days after its due date";
        let hint = "answer earlier, or set `vipps.expires` to `false`";
        return deed.refuse(found, expected, hint);
    }
    match invoice.state {
        PresentedState::Open | PresentedState::Approved { .. } => Ok(()),
        PresentedState::Paid { .. } | PresentedState::Deleted { .. } => {
            let expected = "one that is open or approved";
            let hint = "an invoice is paid or deleted once; send another one";
            deed.refuse(standing(invoice), expected, hint)
        }
        PresentedState::Withdrawn { .. } => {
            let expected = "one that its issuer still wants paid";
            let hint = "the issuer took it back: wait for another one";
            deed.refuse(standing(invoice), expected, hint)
        }
    }
}

fn payable(deed: &Deed<'_, '_>, invoice: &Presented) -> Result<(), ActionError> {
    if invoice.document_type == DocumentType::CreditNote {
        let hint = "`delete` takes it out of sight";
        return deed.refuse("a credit note", "something to pay", hint);
    }
    if invoice.by_direct_debit {
        let found = "an invoice that is paid by direct debit";
        let expected = "one that is paid by hand";
        let hint = "the bank debits it by itself once it has the claim; `stop-payment` of the \
                    claim stops that, and makes the invoice one to pay by hand";
        return deed.refuse(found, expected, hint);
    }
    Ok(())
}

/// The amount of the field, or the whole; a consumer may pay more, but not less than the issuer
/// allows (Vipps: Invoice API, approving).
fn amount(deed: &Deed<'_, '_>, invoice: &Presented, whole: Ore) -> Result<Ore, ActionError> {
    let amount = deed.given.amount("amount_ore").unwrap_or(whole);
    if amount <= Ore::ZERO {
        let found = format!("an invoice of {}", invoice.amount);
        return deed.refuse(
            found,
            "something to pay",
            "name an `amount_ore`, or delete it",
        );
    }
    match invoice.minimum_amount.filter(|least| amount < *least) {
        Some(least) => {
            let expected = format!("at least {least}, the smallest that the issuer takes");
            deed.refuse(amount.to_string(), expected, "name a larger `amount_ore`")
        }
        None => Ok(amount),
    }
}

/// Takes so much from the person's account.
fn debit(deed: &mut Deed<'_, '_>, amount: Ore) -> Result<(), ActionError> {
    match bank::moved(&deed.person, bank::out(amount)) {
        Ok(person) => deed.put(person),
        Err(Some(balance)) => {
            let found = format!("{balance} on the account");
            let expected = format!("at least {amount}");
            deed.refuse(found, expected, "set `bank.balance_ore` with `PATCH`")
        }
        Err(None) => deed.refuse(
            "a person without a bank account",
            "one with an account",
            "give one with `PATCH`: `bank`",
        ),
    }
}

fn answer(
    deed: &mut Deed<'_, '_>,
    id: &PresentedId,
    state: PresentedState,
) -> Result<Done, ActionError> {
    let now = deed.stage.now;
    let Some(answered) = deed.stage.book.answer(id, state, now) else {
        return Err(ActionError::unknown_invoice(&id.0));
    };
    let about = CaseRef::of(answered.service, &answered.service_id);
    Ok(Done::in_book(answered.told(), Some(about)))
}

/// How an invoice stands, for a refusal.
fn standing(invoice: &Presented) -> String {
    let state = invoice.state;
    match (state.amount(), state.at()) {
        (Some(amount), Some(at)) => format!("an invoice that is {state}, {amount} at {at}"),
        (None, Some(at)) => format!("an invoice that is {state}, at {at}"),
        (_, None) => format!("an invoice that is {state}"),
    }
}
