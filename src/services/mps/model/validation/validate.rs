//! The asynchronous validation: each leg is judged by its own rules, and what passes goes on.

use std::sync::Arc;

use super::limit::Sums;
use super::{claim, efaktura, presentation};
use crate::consumer::Turn;
use crate::services::mps::model::state::tell;
use crate::services::mps::model::{
    AtgLeg, AtgStatus, Desire, EfakturaLeg, EfakturaStatus, Event, LegKind, Model, Reason,
    Rejected, Rejection, ShipmentId, StoredShipment, StoredTransaction, TransactionId, Wanted,
    copies, files, progress,
};

/// Validates every transaction of a shipment and presents the eFakturas that pass.
pub(in crate::services::mps::model) fn validate(
    model: &mut Model,
    id: ShipmentId,
    turn: &mut Turn<'_, Event>,
) {
    let Some(shipment) = model.shipments.get_mut(&id) else {
        return;
    };
    shipment.validated_at = Some(turn.now);
    let shipment = shipment.clone();
    let mut sums = Sums::default();
    for transaction in shipment.order.iter() {
        let Some(stored) = model.transactions.get(transaction) else {
            continue;
        };
        if stored.fate == Some(Desire::Do(Wanted::Stuck)) {
            continue;
        }
        let stored = stored.clone();
        let atg = claim_leg(model, &stored, &shipment, &mut sums, turn);
        let efaktura = efaktura_leg(model, &stored, &shipment, &atg, turn);
        let warning = claim::warning(model, &stored, &atg);
        let is_refused = atg.status == AtgStatus::Rejected;
        if let Some(key) = stored
            .sent
            .claim_key()
            .filter(|_| atg.status == AtgStatus::Received)
        {
            model.claimed.insert(key, *transaction);
            sums.add(&stored.sent, turn);
        }
        if let Some(stored) = model.transactions.get_mut(transaction) {
            stored.atg = atg;
            stored.efaktura = efaktura;
            stored.warning = warning.map(Arc::new);
        }
        model.refile(*transaction);
        if is_refused {
            copies::free(model, *transaction, turn);
        }
    }
    progress::follow(model, id, turn);
    files::worked(model, id, turn);
}

fn claim_leg(
    model: &Model,
    stored: &StoredTransaction,
    shipment: &StoredShipment,
    sums: &mut Sums,
    turn: &mut Turn<'_, Event>,
) -> AtgLeg {
    if stored.atg.status != AtgStatus::InProgress {
        return stored.atg.clone();
    }
    let judged = match doom(stored, LegKind::Atg) {
        Some(rejected) => Err(rejected),
        None => claim::judge(model, stored, shipment.received_at, sums, turn),
    };
    match judged {
        Ok(()) => {
            let text = "MPS found the claim valid; it waits for the payers' banks".to_owned();
            tell(turn, stored.sent.id, "claim.valid", text, None);
            AtgStatus::Received.into()
        }
        Err(rejected) => reject_claim(stored.sent.id, rejected, turn),
    }
}

/// Rejects a claim and tells of it.
pub(in crate::services::mps::model) fn reject_claim(
    id: TransactionId,
    rejected: Rejected,
    turn: &mut Turn<'_, Event>,
) -> AtgLeg {
    let (code, text) = (rejected.reason.code(), &rejected.text);
    let text = format!("MPS rejected the claim with {code}: {text}");
    tell(
        turn,
        id,
        "claim.rejected",
        text,
        Some(rejected.reason.rule()),
    );
    AtgLeg::because(AtgStatus::Rejected, Reason::from(rejected))
}

fn efaktura_leg(
    model: &Model,
    stored: &StoredTransaction,
    shipment: &StoredShipment,
    atg: &AtgLeg,
    turn: &mut Turn<'_, Event>,
) -> EfakturaLeg {
    if stored.efaktura.status != EfakturaStatus::InProgress {
        return stored.efaktura.clone();
    }
    if stored.fate == Some(Desire::Do(Wanted::Stopped)) {
        let text = "MPS stopped the eFaktura: an armed rule asked for it".to_owned();
        tell(turn, stored.sent.id, "efaktura.stopped", text, None);
        return EfakturaStatus::Stopped.into();
    }
    let judged = match doom(stored, LegKind::Efaktura) {
        Some(rejected) => Err(rejected),
        None => efaktura::judge(model, &stored.sent, shipment, turn),
    };
    match judged {
        Ok(Some((person, efaktura))) => {
            let found = presentation::Found {
                sent: &stored.sent,
                efaktura,
                person,
                issuer: &shipment.issuer,
                sender: shipment.sender.as_ref(),
                is_copy: copies::is_copy(model, &stored.sent, atg, turn),
            };
            presentation::now_or_later(model, &found, turn);
            EfakturaStatus::Accepted.into()
        }
        Ok(None) => stored.efaktura.clone(),
        Err(rejected) => reject_efaktura(stored.sent.id, rejected, turn),
    }
}

/// Rejects an eFaktura and tells of it.
pub(super) fn reject_efaktura(
    id: TransactionId,
    rejected: Rejected,
    turn: &mut Turn<'_, Event>,
) -> EfakturaLeg {
    let (code, text) = (rejected.reason.code(), &rejected.text);
    let text = format!("MPS rejected the eFaktura with {code}: {text}");
    let rule = Some(rejected.reason.rule());
    tell(turn, id, "efaktura.rejected", text, rule);
    EfakturaLeg::because(EfakturaStatus::Rejected, Reason::from(rejected))
}

/// The rejection that a scenario asked for.
fn doom(stored: &StoredTransaction, leg: LegKind) -> Option<Rejected> {
    match stored.fate {
        Some(Desire::Reject(reason)) if reason.leg() == leg => Some(asked_for(reason)),
        Some(Desire::Reject(_) | Desire::Object(_) | Desire::Do(_)) | None => None,
    }
}

fn asked_for(reason: Rejection) -> Rejected {
    reason.because("an armed rule asked for it")
}
