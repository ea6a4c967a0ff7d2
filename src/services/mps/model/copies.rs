//! eFakturas that are copies of direct debits, and the claims they follow. A combination holds
//! both; of a bill whose claim travels by itself each half finds the other by account, KID and due
//! date, whichever came first (MPS: eFaktura and `AvtaleGiro` together; that these three name a
//! bill is ours).

use super::state::case_ref;
use super::validation::may_be_debited;
use super::{
    AtgLeg, Event, Half, Model, PaymentType, StoredShipment, StoredTransaction, Transaction,
    TransactionId,
};
use crate::consumer::{ClaimId, PresentedId, Turn};

/// Lets a claim that is about to be told of stand in the case of the eFaktura that came before it.
pub(super) fn file_claim(model: &Model, sent: &Transaction, turn: &mut Turn<'_, Event>) {
    if sent.payment == PaymentType::AvtaleGiro
        && let Some(efaktura) = efaktura_of(model, sent)
    {
        turn.file_with(case_ref(sent.id), case_ref(efaktura));
    }
}

/// Lets the claims that came before their eFakturas stand in the cases of these too.
pub(super) fn file_efakturas(model: &Model, shipment: &StoredShipment, turn: &mut Turn<'_, Event>) {
    let stored = shipment.order.iter();
    for stored in stored.filter_map(|id| model.transactions.get(id)) {
        if let Some(claim) = claim_of(model, &stored.sent, turn) {
            turn.file_with(case_ref(claim.sent.id), case_ref(stored.sent.id));
        }
    }
}

/// Whether an eFaktura is shown as a copy of what is paid by direct debit: while its claim is on
/// its way, or travels by itself and did not come yet. `atg` is the leg of the transaction itself.
pub(super) fn is_copy(
    model: &Model,
    sent: &Transaction,
    atg: &AtgLeg,
    turn: &Turn<'_, Event>,
) -> bool {
    atg.status.is_on_its_way()
        && may_be_debited(sent.id, turn)
        && claim_of(model, sent, turn).is_none_or(|claim| is_alive(claim, turn))
}

/// The presented invoice that is the copy of a claim, if one was presented.
pub(super) fn shown(
    model: &Model,
    claim: &Transaction,
    turn: &Turn<'_, Event>,
) -> Option<PresentedId> {
    let efaktura = match claim.payment {
        PaymentType::AvtaleGiro => efaktura_of(model, claim)?,
        PaymentType::Efaktura
        | PaymentType::EfakturaAndAvtaleGiro
        | PaymentType::EfakturaAndExternalAvtaleGiro => claim.id,
    };
    turn.book.id_of("mps", &efaktura.to_string()).cloned()
}

/// Lets the claim of an eFaktura that is presented just now know its copy, if a bank has it.
pub(super) fn link(
    model: &Model,
    sent: &Transaction,
    copy: PresentedId,
    turn: &mut Turn<'_, Event>,
) {
    let claim = match claim_of(model, sent, turn) {
        Some(claim) => claim.sent.id,
        None => sent.id,
    };
    turn.book.link_copy(&ClaimId(claim.into()), copy);
}

/// Lets the copy of a claim that will not be debited be paid by hand, unless another claim for the
/// same bill is on its way.
pub(super) fn free(model: &Model, claim: TransactionId, turn: &mut Turn<'_, Event>) {
    let Some(stored) = model.transactions.get(&claim) else {
        return;
    };
    let other = stored
        .sent
        .bill_key()
        .and_then(|key| newest_claim(model, &key, turn));
    if other.is_some_and(|other| is_alive(other, turn)) {
        return;
    }
    if let Some(copy) = shown(model, &stored.sent, turn)
        && let Some(service_id) = turn.book.shown(&copy).map(|it| it.service_id.clone())
    {
        turn.book.free_from_direct_debit("mps", &service_id);
    }
}

/// The eFaktura of a claim alone: the newest that was not refused or taken back.
fn efaktura_of(model: &Model, claim: &Transaction) -> Option<TransactionId> {
    let mut halves = model.halves_alive(Half::Efaktura, &claim.bill_key()?);
    halves.next().map(|stored| stored.sent.id)
}

/// The claim of an eFaktura whose claim travels by itself.
fn claim_of<'m>(
    model: &'m Model,
    efaktura: &Transaction,
    turn: &Turn<'_, Event>,
) -> Option<&'m StoredTransaction> {
    match efaktura.payment {
        PaymentType::EfakturaAndExternalAvtaleGiro => {
            newest_claim(model, &efaktura.bill_key()?, turn)
        }
        PaymentType::Efaktura | PaymentType::EfakturaAndAvtaleGiro | PaymentType::AvtaleGiro => {
            None
        }
    }
}

/// The newest claim for a bill that may be debited, or else the newest of all.
fn newest_claim<'m>(
    model: &'m Model,
    key: &str,
    turn: &Turn<'_, Event>,
) -> Option<&'m StoredTransaction> {
    let mut claims = model.halves_alive(Half::Claim, key);
    claims
        .find(|claim| is_alive(claim, turn))
        .or_else(|| model.newest_half(Half::Claim, key))
}

fn is_alive(claim: &StoredTransaction, turn: &Turn<'_, Event>) -> bool {
    claim.atg.status.is_on_its_way() && may_be_debited(claim.sent.id, turn)
}
