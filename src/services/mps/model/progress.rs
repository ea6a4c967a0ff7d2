//! What happens to the legs of a shipment by itself, one step after the other.

use std::sync::Arc;

use super::state::tell;
use super::{
    AtgLeg, AtgStatus, Desire, EfakturaStatus, Event, Model, Reason, ShipmentId, TransactionId,
    Wanted, copies, files, hand_over,
};
use crate::consumer::{ClaimId, Turn};

/// Lets the next step of a shipment follow, if any of its legs moves by itself.
pub(super) fn follow(model: &mut Model, id: ShipmentId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get(&id).filter(|it| !it.stepping) else {
        return;
    };
    let mut stored = shipment
        .order
        .iter()
        .filter_map(|id| model.transactions.get(id));
    if !stored.any(|stored| stored.withdrawn || stored.atg.status.moves_on()) {
        return;
    }
    if let Some(shipment) = model.shipments.get_mut(&id) {
        shipment.stepping = true;
    }
    let step = turn.settings.mps_validation_delay;
    let due = turn.now.saturating_add(step).unwrap_or(turn.now);
    turn.at(due, Event::Step(id));
}

/// Moves every leg that moves by itself one step on.
pub(super) fn step(model: &mut Model, id: ShipmentId, turn: &mut Turn<'_, Event>) {
    let Some(shipment) = model.shipments.get_mut(&id) else {
        return;
    };
    shipment.stepping = false;
    let order = Arc::clone(&shipment.order);
    for id in order.iter() {
        withdraw(model, *id, turn);
        move_claim(model, *id, turn);
    }
    follow(model, id, turn);
}

/// Takes an eFaktura back from its receiver.
fn withdraw(model: &mut Model, id: TransactionId, turn: &mut Turn<'_, Event>) {
    let Some(stored) = model.transactions.get_mut(&id).filter(|it| it.withdrawn) else {
        return;
    };
    stored.withdrawn = false;
    let service_id = id.to_string();
    let waits_for_banks = turn.book.presented_by("mps", &service_id).is_none();
    if waits_for_banks || turn.book.withdraw("mps", &service_id, turn.now) {
        stored.efaktura = EfakturaStatus::Cancelled.into();
        let text = "MPS took the eFaktura back from its receiver".to_owned();
        tell(turn, id, "efaktura.cancelled", text, None);
    } else {
        let text = "MPS could not take the eFaktura back: it is paid".to_owned();
        tell(turn, id, "efaktura.not-cancelled", text, None);
    }
    model.refile(id);
}

fn move_claim(model: &mut Model, id: TransactionId, turn: &mut Turn<'_, Event>) {
    let Some(stored) = model.transactions.get(&id) else {
        return;
    };
    let warning = stored.warning.clone();
    // A deletion by file has a fate of its own, for the claim may yet meet its own.
    let deletion = model.files.deletions.get(&id);
    let fate = deletion.map_or(stored.fate, |deletion| deletion.fate);
    let next = match stored.atg.status {
        AtgStatus::Received => AtgStatus::Processing.into(),
        AtgStatus::Processing => match warning {
            None => AtgStatus::Processed.into(),
            Some(warning) => AtgLeg {
                status: AtgStatus::ProcessedWithWarning,
                reason: Some(warning),
            },
        },
        AtgStatus::CancellationReceived => AtgStatus::CancellationValidated.into(),
        AtgStatus::CancellationValidated => AtgStatus::CancellationProcessing.into(),
        AtgStatus::CancellationProcessing => taken_back(id, fate, turn),
        AtgStatus::CancellationSentToBds => answered(id, fate, turn),
        AtgStatus::NotAnAtg
        | AtgStatus::External
        | AtgStatus::InProgress
        | AtgStatus::Processed
        | AtgStatus::ProcessedWithWarning
        | AtgStatus::SentToBds
        | AtgStatus::Rejected
        | AtgStatus::CancellationProcessed
        | AtgStatus::CancellationRejected
        | AtgStatus::CancellationRejectedByBds
        | AtgStatus::CancellationAcceptedByBds => return,
    };
    settle(model, id, next, turn);
}

/// Puts a claim's leg where it stands now, and keeps the lists of the model in step.
fn settle(model: &mut Model, id: TransactionId, leg: AtgLeg, turn: &mut Turn<'_, Event>) {
    let Some(stored) = model.transactions.get_mut(&id) else {
        return;
    };
    let status = leg.status;
    stored.atg = leg;
    match status {
        AtgStatus::Processed | AtgStatus::ProcessedWithWarning => {
            model.waiting.insert(id);
            hand_over::follow(model, turn);
        }
        AtgStatus::CancellationProcessed | AtgStatus::CancellationAcceptedByBds => {
            model.forget_claim(id);
            files::deletion_ended(model, id, None, turn);
            // What the issuer leaves with the receiver can be paid by hand now.
            copies::free(model, id, turn);
            let text = "MPS took the claim back".to_owned();
            tell(turn, id, "claim.cancelled", text, None);
        }
        AtgStatus::CancellationRejected | AtgStatus::CancellationRejectedByBds => {
            // One that the bank does not have yet goes there after all.
            if turn.book.claim(&ClaimId(id.into())).is_none() {
                model.waiting.insert(id);
                hand_over::follow(model, turn);
            }
            let text = format!("the claim was not taken back: {}", status.as_str());
            tell(turn, id, "claim.not-cancelled", text, None);
            let refuser = match status == AtgStatus::CancellationRejected {
                true => "MPS",
                false => "the payer's bank",
            };
            files::deletion_ended(model, id, Some(refuser), turn);
        }
        AtgStatus::NotAnAtg
        | AtgStatus::External
        | AtgStatus::InProgress
        | AtgStatus::Received
        | AtgStatus::Processing
        | AtgStatus::SentToBds
        | AtgStatus::Rejected
        | AtgStatus::CancellationReceived
        | AtgStatus::CancellationValidated
        | AtgStatus::CancellationProcessing
        | AtgStatus::CancellationSentToBds => {}
    }
}

/// What MPS makes of a wish to have a claim back.
fn taken_back(id: TransactionId, fate: Option<Desire>, turn: &Turn<'_, Event>) -> AtgLeg {
    if fate == Some(Desire::Do(Wanted::CancelRejected)) {
        return AtgLeg::because(AtgStatus::CancellationRejected, asked_for());
    }
    if turn.book.claim(&ClaimId(id.into())).is_some() {
        AtgStatus::CancellationSentToBds.into()
    } else {
        AtgStatus::CancellationProcessed.into()
    }
}

/// What the payer's bank answers.
fn answered(id: TransactionId, fate: Option<Desire>, turn: &mut Turn<'_, Event>) -> AtgLeg {
    if fate == Some(Desire::Do(Wanted::CancelRejectedByBank)) {
        return AtgLeg::because(AtgStatus::CancellationRejectedByBds, asked_for());
    }
    if turn.book.cancel_claim(&ClaimId(id.into()), turn.now) {
        AtgStatus::CancellationAcceptedByBds.into()
    } else {
        let text = "the payer's bank has no such claim that waits for its due date".to_owned();
        let code = "C001".to_owned();
        AtgLeg::because(AtgStatus::CancellationRejectedByBds, Reason { code, text })
    }
}

fn asked_for() -> Reason {
    Reason {
        code: "C000".to_owned(),
        text: "an armed rule asked for it".to_owned(),
    }
}

impl Model {
    /// Takes a claim off the lists of claims that are on their way.
    pub(super) fn forget_claim(&mut self, id: TransactionId) {
        self.waiting.remove(&id);
        let key = self
            .transactions
            .get(&id)
            .and_then(|it| it.sent.claim_key());
        if let Some(key) = key {
            self.claimed.remove(&key);
        }
        self.refile(id);
    }
}
