//! Taking an invoice back (Vipps: guide of the invoice API, states).

use std::sync::Arc;

use super::answer::tell;
use crate::consumer::Turn;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::apply::{invoice_shown, not_found};
use crate::services::vipps::model::invoice::Stage;
use crate::services::vipps::model::row::{Row, State, View};
use crate::services::vipps::model::standing::{Transition, Used};
use crate::services::vipps::model::status::{Seen, StatusCall, not_allowed};
use crate::services::vipps::model::{Asker, Event, Model};

/// Takes an invoice back, or finds that this call did so before.
pub(super) fn revoke(
    model: &mut Model,
    id: &InvoiceId,
    call: &StatusCall,
    asker: &Asker,
    turn: &mut Turn<'_, Event>,
) -> Result<(), Fault> {
    let row = invoice_shown(model, id, &View::of(turn)).ok_or_else(|| not_found(id))?;
    let standing = model.standings.get(id);
    match call.judge(&row, standing, &Transition::Revoked, asker)? {
        Seen::Again => return Ok(()),
        Seen::First => {}
    }
    if !leads_from(&row, turn) {
        return Err(not_allowed(&row, State::Revoked.as_str()));
    }
    senders_only(model, id, asker)?;
    let is_early = row.shown.state != State::Pending;
    if is_early {
        if let Some(invoice) = model.invoices.get_mut(id) {
            let invoice = Arc::make_mut(invoice);
            invoice.stage = Stage::Revoked;
            invoice.revision = invoice.revision.saturating_add(1);
            invoice.changed = turn.now;
        }
    } else if !turn.book.withdraw("vipps", &id.to_string(), turn.now) {
        return Err(not_allowed(&row, State::Revoked.as_str()));
    }
    let standing = model.standings.entry(id.clone()).or_default();
    let used = Used {
        by: asker.company.clone(),
        to: Transition::Revoked,
    };
    standing.keys.insert(call.key.clone(), used);
    let from = row.shown.state.as_str();
    let text = format!("{} took the invoice back; it was {from}", asker.company);
    tell(turn, id, "invoice.revoked", text, None);
    Ok(())
}

/// Whether an invoice can be taken back as it stands. That `rejected` is final is said in one place
/// and denied in another, so a setting decides.
fn leads_from(row: &Row, turn: &Turn<'_, Event>) -> bool {
    match row.shown.state {
        State::Created | State::Pending => true,
        State::Rejected => turn.settings.vipps.revoke_rejected,
        State::Approved | State::Deleted | State::Expired | State::Revoked => false,
    }
}

/// What another ISP sent, or the netbank brought, is nobody else's to take back.
fn senders_only(model: &Model, id: &InvoiceId, asker: &Asker) -> Result<(), Fault> {
    let sender = model.invoices.get(id).map(|invoice| &invoice.isp);
    if sender == Some(&asker.company) {
        return Ok(());
    }
    let found = format!("`{}`", asker.company);
    Err(Fault::problem(ProblemKind::InvoiceStatusIssuerOnly, found))
}
