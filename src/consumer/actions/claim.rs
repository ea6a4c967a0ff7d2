//! What a payer does about a claim at the bank.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::consumer::{CaseRef, Claim, ClaimId, ClaimState, PresentedState, bank};

pub(super) fn stop(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, claim) = theirs(deed)?;
    match claim.state {
        ClaimState::Waiting => {
            let at = deed.stage.now;
            settle(deed, &id, &claim, ClaimState::Stopped { at }, "stopped")
        }
        ClaimState::Stopped { .. } => {
            let text = told(deed, &claim, "stopped");
            Ok(Done::nothing(format!("{text}: it was so already")))
        }
        ClaimState::Paid { .. } => {
            let hint = "`reverse-payment` has it paid back";
            deed.refuse(standing(&claim), "one that waits for its day", hint)
        }
        ClaimState::Cancelled { .. }
        | ClaimState::NoCover { .. }
        | ClaimState::OverLimit { .. }
        | ClaimState::NoMandate { .. }
        | ClaimState::Reversed { .. } => {
            let hint = "there is nothing to stop any more";
            deed.refuse(standing(&claim), "one that waits for its day", hint)
        }
    }
}

pub(super) fn resume(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, claim) = theirs(deed)?;
    match claim.state {
        ClaimState::Stopped { .. } => {}
        ClaimState::Waiting
        | ClaimState::Paid { .. }
        | ClaimState::Cancelled { .. }
        | ClaimState::NoCover { .. }
        | ClaimState::OverLimit { .. }
        | ClaimState::NoMandate { .. }
        | ClaimState::Reversed { .. } => {
            let hint = "`stop-payment` stops one that waits";
            return deed.refuse(standing(&claim), "one that was stopped", hint);
        }
    }
    let run = bank::run_at(claim.debit_day());
    if run <= deed.stage.now {
        let found = format!("a claim that was to be debited at {run}");
        let hint = "pay the invoice with `pay`, or have the payee send another claim";
        return deed.refuse(found, "one whose day is to come", hint);
    }
    let copy = claim.copy.as_ref();
    let copy = copy.and_then(|copy| deed.stage.book.shown(copy));
    if let Some(PresentedState::Approved { .. } | PresentedState::Paid { .. }) =
        copy.map(|copy| copy.state)
    {
        let found = "a claim whose invoice was approved or paid by hand";
        let hint = "`cancel-approval` takes an approval back; what was paid stays paid";
        return deed.refuse(found, "one that is not paid twice", hint);
    }
    settle(deed, &id, &claim, ClaimState::Waiting, "resumed")
}

pub(super) fn reverse(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (id, claim) = theirs(deed)?;
    match claim.state {
        ClaimState::Paid { .. } => {}
        ClaimState::Waiting
        | ClaimState::Stopped { .. }
        | ClaimState::Cancelled { .. }
        | ClaimState::NoCover { .. }
        | ClaimState::OverLimit { .. }
        | ClaimState::NoMandate { .. }
        | ClaimState::Reversed { .. } => {
            let hint = "`stop-payment` stops one that waits";
            return deed.refuse(standing(&claim), "one that was debited", hint);
        }
    }
    match bank::moved(&deed.person, claim.amount) {
        Ok(person) => deed.put(person)?,
        Err(_) => {
            let hint = "give one with `PATCH`: `bank`";
            return deed.refuse("no account to pay back to", "one", hint);
        }
    }
    let at = deed.stage.now;
    settle(deed, &id, &claim, ClaimState::Reversed { at }, "reversed")
}

/// The claim of the field, which must be against this person.
fn theirs(deed: &Deed<'_, '_>) -> Result<(ClaimId, Claim), ActionError> {
    let id = ClaimId::of(&deed.required("claim", deed.given.text("claim"))?);
    let Some(claim) = deed.stage.book.claim(&id).cloned() else {
        return Err(ActionError::unknown_claim(&id.to_string()));
    };
    if claim.payer == *deed.who() {
        Ok((id, claim))
    } else {
        let found = format!("a claim against `{}`", claim.payer);
        let expected = format!("one against `{}`", deed.who());
        deed.refuse(found, expected, format!("act as `{}`", claim.payer))
    }
}

fn settle(
    deed: &mut Deed<'_, '_>,
    id: &ClaimId,
    claim: &Claim,
    state: ClaimState,
    what: &str,
) -> Result<Done, ActionError> {
    deed.stage.book.set_claim(id, state);
    let about = CaseRef {
        service: claim.service,
        id: id.0.clone(),
    };
    Ok(Done::in_book(told(deed, claim, what), Some(about)))
}

fn told(deed: &Deed<'_, '_>, claim: &Claim, what: &str) -> String {
    let (who, amount, payee) = (deed.who(), claim.amount, &claim.payee);
    format!("{who} {what} the payment of {amount} to {payee}")
}

/// How a claim stands, for a refusal.
fn standing(claim: &Claim) -> String {
    let state = claim.state.as_str();
    match claim.state.at() {
        Some(at) => format!("a claim that is {state}, at {at}"),
        None => format!("a claim that is {state}"),
    }
}
