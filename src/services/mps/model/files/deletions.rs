//! Deletions of claims that came in files (`AvtaleGiro korreksjoner`).

use super::lists;
use super::orders::happening;
use super::state::{AsSent, Deletion, ListRow, PendingDeletion, Severity, Word};
use crate::consumer::Turn;
use crate::domain::giro::{FileRule, FiledClaim};
use crate::services::mps::model::{
    CancelAnswer, Event, Model, ShipmentId, TransactionId, cancel, progress,
};

/// Begins to take a claim back, or lists why it cannot be.
pub(super) fn begin(
    model: &mut Model,
    order: ShipmentId,
    deletion: PendingDeletion,
    turn: &mut Turn<'_, Event>,
) {
    let PendingDeletion { sent, fate } = deletion;
    let Some(stored) = model.files.orders.get(&order) else {
        return;
    };
    let received_at = stored.received_at;
    let account = stored.account.clone();
    let Some(claim) = find(model, &account, &sent) else {
        let text = format!(
            "no claim of {} kr for KID {} due {} waits to be debited for account {account}",
            sent.amount, sent.kid, sent.due_date
        );
        reject(model, order, sent, FileRule::NoClaim, text, turn);
        return;
    };
    let answer = cancel::claim_only(model, claim, received_at, fate, turn);
    match answer {
        Some(CancelAnswer::Requested) => {
            model
                .files
                .deletions
                .insert(claim, Deletion { order, sent });
            model.refile(claim);
            let shipment = model.transactions.get(&claim).map(|it| it.shipment);
            if let Some(shipment) = shipment {
                progress::follow(model, shipment, turn);
            }
        }
        Some(CancelAnswer::NotAllowed) => {
            let text = cancel::late(sent.due_date);
            reject(model, order, sent, FileRule::TooLate, text, turn);
        }
        Some(CancelAnswer::AlreadyCancelled | CancelAnswer::NotFound | CancelAnswer::TryLater)
        | None => {
            let text = "the claim cannot be taken back as it stands".to_owned();
            reject(model, order, sent, FileRule::NoClaim, text, turn);
        }
    }
}

/// Notes how a deletion ended, if one was on its way for a claim.
pub(in crate::services::mps::model) fn ended(
    model: &mut Model,
    claim: TransactionId,
    given_back: bool,
    turn: &mut Turn<'_, Event>,
) {
    let Some(Deletion { order, sent }) = model.files.deletions.remove(&claim) else {
        return;
    };
    model.refile(claim);
    if !given_back {
        let text = format!(
            "the payer's bank did not give the claim for KID {} due {} back",
            sent.kid, sent.due_date
        );
        reject(model, order, sent, FileRule::NotGivenBack, text, turn);
    }
}

/// The valid claim that a deletion names: same account, KID, due date and amount, and not on its
/// way back.
fn find(model: &Model, account: &str, sent: &FiledClaim) -> Option<TransactionId> {
    let begin = format!("{account} {} {} ", sent.kid, sent.due_date);
    model.deletable(&begin, sent.amount)
}

fn reject(
    model: &mut Model,
    order: ShipmentId,
    sent: FiledClaim,
    rule: FileRule,
    text: String,
    turn: &mut Turn<'_, Event>,
) {
    let said = format!("MPS could not delete a claim: {text}");
    turn.tell(happening("deletion.rejected", said, Some(rule.id())));
    let code = rule.id().to_owned();
    let row = ListRow {
        severity: Severity::Rejected,
        sent: AsSent::Read(sent),
        words: vec![Word { code, text }],
    };
    lists::put(model, order, Vec::new(), vec![row], turn);
}
