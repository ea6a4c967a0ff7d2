//! What a payer does with a payment in the bank. Nothing of it shows in Digipost.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::consumer::{CaseRef, Payment, PaymentEdit, PaymentNumber, PaymentState};

pub(super) fn stop(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (number, payment) = waiting(deed)?;
    let at = deed.stage.now;
    deed.stage.book.stop_payment(number, at);
    let (who, amount, to) = (deed.who(), payment.amount, &payment.to);
    let text = format!("{who} stopped the payment of {amount} to account {to}");
    Ok(Done::in_book(text, about(deed, number, &payment)))
}

pub(super) fn change(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let asked = ["amount_ore", "to_account", "on"];
    if !asked.iter().any(|field| deed.given.has(field)) {
        return Err(ActionError::Missing {
            action: deed.action.name,
            field: asked.join(", "),
            expected: "at least one of them",
        });
    }
    let (number, payment) = waiting(deed)?;
    let given = &deed.given;
    let to = given
        .account("to_account")
        .map(|account| account.to_string());
    let edit = PaymentEdit {
        amount: given.amount("amount_ore").unwrap_or(payment.amount),
        to: to.unwrap_or_else(|| payment.to.clone()),
        due_date: given.date("on").unwrap_or(payment.due_date),
    };
    let text = format!(
        "{} changed the payment to {} to account {} on {}",
        deed.who(),
        edit.amount,
        edit.to,
        edit.due_date
    );
    let at = deed.stage.now;
    if deed.stage.book.edit_payment(number, edit, at) {
        Ok(Done::in_book(text, about(deed, number, &payment)))
    } else {
        Ok(Done::nothing(format!("{text}: it was so already")))
    }
}

/// The payment of the field, which must be this person's and wait.
fn waiting(deed: &Deed<'_, '_>) -> Result<(PaymentNumber, Payment), ActionError> {
    let text = deed.required("payment", deed.given.text("payment"))?;
    let number = text.parse().ok().map(PaymentNumber);
    let found = number.and_then(|it| Some((it, deed.stage.book.payment(it)?.clone())));
    let Some((number, payment)) = found else {
        return Err(ActionError::unknown_payment(&text));
    };
    if payment.payer != *deed.who() {
        let found = format!("a payment of `{}`", payment.payer);
        let expected = format!("one of `{}`", deed.who());
        return deed.refuse(found, expected, format!("act as `{}`", payment.payer));
    }
    match payment.state {
        PaymentState::Waiting => Ok((number, payment)),
        PaymentState::Stopped { .. } | PaymentState::Paid { .. } | PaymentState::NoCover { .. } => {
            let state = payment.state.as_str();
            let at = payment.state.at().map(|at| format!(", at {at}"));
            let found = format!("a payment that is {state}{}", at.unwrap_or_default());
            let hint = "a payment is changed and stopped before its day";
            deed.refuse(found, "one that waits for its day", hint)
        }
    }
}

/// The invoice that a payment pays; without one, the payment by itself.
fn about(deed: &Deed<'_, '_>, number: PaymentNumber, payment: &Payment) -> Option<CaseRef> {
    let mail = payment.mail.and_then(|mail| deed.stage.book.mail(mail));
    let own = || CaseRef::of("bank", &number.to_string());
    Some(mail.map_or_else(own, super::mailbox::about))
}
