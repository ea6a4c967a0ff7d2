//! Changes of state by payment providers (Vipps: guide of the invoice API, state machine; swagger,
//! status calls).

use super::ask::PayingReply;
use super::sight::{Sight, sight};
use super::terms;
use crate::consumer::{PresentedState, Turn};
use crate::domain::calendar::local_date;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::apply::{invoice_shown, not_found, presented_id};
use crate::services::vipps::model::status::{Seen, not_allowed};
use crate::services::vipps::model::{
    Approval, Asker, Event, Model, Row, State, StatusCall, Transition, Used, View,
};

/// Changes the state of an invoice, or says that it was changed before.
pub(super) fn change(
    model: &mut Model,
    id: &InvoiceId,
    call: &StatusCall,
    to: Transition,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<PayingReply, Fault> {
    let standing = model.standings.get(id);
    // What took effect once may be repeated when its day is over.
    let is_known = standing.is_some_and(|standing| standing.keys.contains_key(&call.key));
    if !is_known {
        terms::by_itself(&to, turn)?;
    }
    let row = theirs(model, id, asker, turn)?;
    if !is_known {
        terms::of_invoice(&to, &row, turn)?;
    }
    match call.judge(&row, standing, &to, asker)? {
        Seen::Again => return Ok(PayingReply::Changed),
        Seen::First => {}
    }
    leads(&row, &to)?;
    may(&row, &to, asker)?;
    take_effect(model, id, call, to, asker, turn)?;
    Ok(PayingReply::Changed)
}

/// The invoice, if whoever asks may touch it. What its sender took back was known to be there, so
/// that is said as a conflict.
fn theirs(
    model: &Model,
    id: &InvoiceId,
    asker: &Asker,
    turn: &Turn<'_, Event>,
) -> Result<Row, Fault> {
    let row = invoice_shown(model, id, &View::of(turn));
    let row = row.ok_or_else(|| not_found(id))?;
    match sight(model, &row, asker, turn) {
        Sight::Hidden => Err(not_found(id)),
        Sight::NotInApp => {
            let found = format!("the app, to which {id} is not shown");
            Err(Fault::problem(
                ProblemKind::InvoiceOperationUnauthorized,
                found,
            ))
        }
        Sight::TakenBack | Sight::Open => Ok(row),
    }
}

/// Whether the transition leads from the state of the invoice. What is paid stays so: there is no
/// state for it, and nobody may pay it twice.
fn leads(row: &Row, to: &Transition) -> Result<(), Fault> {
    let allowed = match (row.shown.state, to) {
        (State::Pending, Transition::Approved { .. } | Transition::Deleted { .. }) => true,
        (
            State::Approved,
            Transition::Approved { .. } | Transition::Pending { .. } | Transition::Deleted { .. },
        ) => !row.shown.is_paid,
        (State::Pending, Transition::Pending { .. })
        | (_, Transition::Revoked)
        | (
            State::Created | State::Rejected | State::Expired | State::Deleted | State::Revoked,
            Transition::Approved { .. } | Transition::Pending { .. } | Transition::Deleted { .. },
        ) => false,
    };
    if allowed {
        Ok(())
    } else {
        Err(not_allowed(row, to.name()))
    }
}

/// Whether an approved invoice is this provider's. An approval that named no bank is any bank's of
/// the provider.
fn may(row: &Row, to: &Transition, asker: &Asker) -> Result<(), Fault> {
    if row.shown.state != State::Approved {
        return Ok(());
    }
    let refused = |found: String| {
        Err(Fault::problem(
            ProblemKind::StatusChangeCreatedbyMismatch,
            found,
        ))
    };
    let Some(approval) = &row.shown.approval else {
        return refused("an invoice that was approved in the netbank".to_owned());
    };
    if approval.ipp != asker.company {
        return refused("another IPP than the one that approved it".to_owned());
    }
    match (&approval.bank_code, to.bank_code()) {
        (Some(approved), Some(said)) if approved != said => {
            refused(format!("bank {said} where bank {approved} approved it"))
        }
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

fn take_effect(
    model: &mut Model,
    id: &InvoiceId,
    call: &StatusCall,
    to: Transition,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<(), Fault> {
    let at = turn.now;
    let state = match &to {
        Transition::Approved { due, amount, .. } => PresentedState::Approved {
            amount: *amount,
            on: local_date(*due),
            at,
        },
        Transition::Pending { .. } => PresentedState::Open,
        Transition::Deleted { .. } => PresentedState::Deleted { at },
        Transition::Revoked => PresentedState::Withdrawn { at },
    };
    let presented = presented_id(model, id, turn.book).cloned();
    let presented = presented.ok_or_else(|| not_found(id))?;
    let answered = turn.book.answer(&presented, state, at);
    let revision = answered.ok_or_else(|| not_found(id))?.revision;
    let standing = model.standings.entry(id.clone()).or_default();
    standing.approval = match &to {
        Transition::Approved { due, bank_code, .. } => Some(Approval {
            revision,
            ipp: asker.company.clone(),
            bank_code: bank_code.clone(),
            due: *due,
        }),
        Transition::Pending { .. } | Transition::Deleted { .. } | Transition::Revoked => None,
    };
    let by = asker.company.clone();
    standing.keys.insert(call.key.clone(), Used { by, to });
    Ok(())
}

impl Transition {
    fn name(&self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Approved { .. } => "approved",
            Self::Pending { .. } => "pending",
            Self::Deleted { .. } => "deleted",
        }
    }

    fn bank_code(&self) -> Option<&String> {
        match self {
            Self::Revoked => None,
            Self::Approved { bank_code, .. }
            | Self::Pending { bank_code }
            | Self::Deleted { bank_code } => bank_code.as_ref(),
        }
    }
}
