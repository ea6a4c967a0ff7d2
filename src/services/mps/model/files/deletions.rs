//! Deletions of claims that came in files (`AvtaleGiro korreksjoner`).

use super::lists;
use super::orders::happening;
use super::state::{AsSent, Deletion, ListRow, PendingDeletion, Severity, Word};
use crate::consumer::{Happening, Turn};
use crate::domain::giro::{FileRule, FiledClaim};
use crate::services::mps::model::state::case_ref;
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
        let failed = Failed {
            order,
            sent,
            claim: None,
        };
        reject(model, failed, FileRule::NoClaim, text, turn);
        return;
    };
    let failed = |sent| Failed {
        order,
        sent,
        claim: Some(claim),
    };
    let answer = cancel::claim_only(model, claim, received_at, turn);
    match answer {
        Some(CancelAnswer::Requested) => {
            let deletion = Deletion { order, sent, fate };
            model.files.deletions.insert(claim, deletion);
            model.refile(claim);
            let shipment = model.transactions.get(&claim).map(|it| it.shipment);
            if let Some(shipment) = shipment {
                progress::follow(model, shipment, turn);
            }
        }
        Some(CancelAnswer::NotAllowed) => {
            let text = cancel::late(sent.due_date);
            reject(model, failed(sent), FileRule::TooLate, text, turn);
        }
        Some(CancelAnswer::AlreadyCancelled | CancelAnswer::NotFound | CancelAnswer::TryLater)
        | None => {
            let text = "the claim cannot be taken back as it stands".to_owned();
            reject(model, failed(sent), FileRule::NoClaim, text, turn);
        }
    }
}

/// Notes how a deletion ended, if one was on its way for a claim: who refused it, if anybody.
pub(in crate::services::mps::model) fn ended(
    model: &mut Model,
    claim: TransactionId,
    refuser: Option<&str>,
    turn: &mut Turn<'_, Event>,
) {
    let Some(Deletion { order, sent, .. }) = model.files.deletions.remove(&claim) else {
        return;
    };
    model.refile(claim);
    if let Some(refuser) = refuser {
        let text = format!(
            "{refuser} did not give the claim for KID {} due {} back",
            sent.kid, sent.due_date
        );
        let failed = Failed {
            order,
            sent,
            claim: Some(claim),
        };
        reject(model, failed, FileRule::NotGivenBack, text, turn);
    }
}

/// The valid claim that a deletion names: same account, KID, due date and amount, and not on its
/// way back.
fn find(model: &Model, account: &str, sent: &FiledClaim) -> Option<TransactionId> {
    let begin = format!("{account} {} {} ", sent.kid, sent.due_date);
    model.deletable(&begin, sent.amount)
}

/// A deletion that came to nothing.
struct Failed {
    order: ShipmentId,
    sent: FiledClaim,
    /// The claim that it names, if there is one.
    claim: Option<TransactionId>,
}

fn reject(
    model: &mut Model,
    failed: Failed,
    rule: FileRule,
    text: String,
    turn: &mut Turn<'_, Event>,
) {
    let said = format!("MPS could not delete a claim: {text}");
    let Failed { order, sent, claim } = failed;
    turn.tell(Happening {
        about: claim.map(case_ref),
        ..happening("deletion.rejected", said, Some(rule.id()))
    });
    let code = rule.id().to_owned();
    let row = ListRow {
        severity: Severity::Rejected,
        sent: AsSent::Read(sent),
        words: vec![Word { code, text }],
    };
    lists::put(model, order, Vec::new(), vec![row], turn);
}
