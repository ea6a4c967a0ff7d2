//! Claims go to the payers' banks once a day, at about 17:00 on bank days (Mastercard Payment
//! Services: Combo API).

use super::state::tell;
use super::validation::{self, find_mandate, reject_claim};
use super::{
    AtgStatus, Desire, Event, Model, Rejected, Rejection, Transaction, TransactionId, Wanted,
    copies, files,
};
use crate::consumer::{Claim, ClaimId, ClaimState, PresentedId, Turn};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::kid::Kid;

/// Lets the next hand-over follow, if claims wait for it.
pub(super) fn follow(model: &mut Model, turn: &mut Turn<'_, Event>) {
    if model.waiting.is_empty() || model.hand_over_at.is_some() {
        return;
    }
    let due = calendar::next_hand_over(turn.now);
    model.hand_over_at = Some(due);
    turn.at(due, Event::HandOver);
}

/// Hands every claim that waits to the payer's bank.
pub(super) fn run(model: &mut Model, turn: &mut Turn<'_, Event>) {
    model.hand_over_at = None;
    for id in std::mem::take(&mut model.waiting) {
        hand_over(model, id, turn);
    }
}

fn hand_over(model: &mut Model, id: TransactionId, turn: &mut Turn<'_, Event>) {
    let Some(stored) = model.transactions.get(&id) else {
        return;
    };
    let copy = copies::shown(model, &stored.sent, turn);
    match claim(&stored.sent, copy, turn) {
        Ok(mut claim) => {
            let wants = |wanted| stored.fate == Some(Desire::Do(wanted));
            claim.uncovered = wants(Wanted::NoCover);
            let is_stopped = wants(Wanted::StoppedByPayer);
            let (payer, due) = (claim.payer.clone(), claim.due_date);
            let claim_id = ClaimId(id.into());
            turn.book.take_claim(claim_id.clone(), claim);
            if is_stopped {
                turn.book.stop_claim(&claim_id, turn.now);
            }
            if let Some(stored) = model.transactions.get_mut(&id) {
                stored.atg = AtgStatus::SentToBds.into();
            }
            let text = format!("MPS handed the claim due {due} to the bank of {payer}");
            tell(turn, id, "claim.sent", text, None);
        }
        Err(rejected) => {
            let leg = reject_claim(id, rejected, turn);
            if let Some(stored) = model.transactions.get_mut(&id) {
                stored.atg = leg;
            }
            model.forget_claim(id);
            files::claim_rejected(model, id, turn);
            copies::free(model, id, turn);
        }
    }
}

/// The claim as the bank gets it. The mandate may have ended since the validation.
fn claim(
    sent: &Transaction,
    copy: Option<PresentedId>,
    turn: &Turn<'_, Event>,
) -> Result<Claim, Rejected> {
    let unreadable = |text: String| Rejection::ClaimKid.because(text);
    validation::agreement(&sent.account, turn)?;
    let account = AccountNumber::parse(&sent.account).map_err(|it| unreadable(it.to_string()))?;
    let kid = sent.kid.as_deref().unwrap_or_default();
    let kid = Kid::parse(kid).map_err(|error| unreadable(error.to_string()))?;
    let Some((key, mandate)) = find_mandate(&account, &kid, turn) else {
        let text = format!("the mandate for KID {kid} to account {account} ended meanwhile");
        return Err(Rejection::NoMandate.because(text));
    };
    if !mandate.active_at_mps {
        let text = format!("the mandate for KID {kid} to account {account} is not in force");
        return Err(Rejection::MandateInactive.because(text));
    }
    let payee = turn.cast.agreement_on(account.as_str());
    Ok(Claim {
        service: "mps",
        payer: mandate.payer.clone(),
        mandate: key.clone(),
        payer_account: mandate.payer_account.clone(),
        payee: payee.map_or_else(|| account.to_string(), |(company, _)| company.name.clone()),
        payee_account: account,
        kid,
        amount: sent.amount,
        due_date: sent.due_date,
        notice: sent.atg.as_ref().is_some_and(|atg| atg.notification) && mandate.notification,
        received_at: turn.now,
        copy,
        uncovered: false,
        state: ClaimState::Waiting,
    })
}
