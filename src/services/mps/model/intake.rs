//! Taking a shipment: the checks that are made at once, in order of precedence.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::state::{case_ref, tell};
use super::{
    EfakturaState, Event, Model, PaymentType, Shipment, StoredShipment, StoredTransaction,
    Transaction,
};
use crate::consumer::{DocumentType, Turn};
use crate::domain::rules;
use crate::domain::settings::Profile;
use crate::services::mps::faults::{Fault, FaultKind};

/// Takes a shipment whole or not at all; tells how many transactions it holds.
pub(super) fn add(
    model: &mut Model,
    shipment: Shipment,
    turn: &mut Turn<'_, Event>,
) -> Result<usize, Fault> {
    check(model, &shipment, turn.settings.profile)?;
    let Shipment {
        id,
        issuer,
        transactions,
    } = shipment;
    let count = transactions.len();
    let order: Arc<[_]> = transactions.iter().map(|sent| sent.id).collect();
    for sent in transactions {
        let text = format!(
            "MPS received {} of {} kr due {} from {issuer} in shipment {id}; validation follows",
            sent.document_type.as_str(),
            sent.amount,
            sent.due_date
        );
        tell(turn, sent.id, "efaktura.received", text, None);
        turn.file_with(case_ref(&id), case_ref(&sent.id));
        let stored = StoredTransaction {
            shipment: id,
            sent: Arc::new(sent),
            efaktura: EfakturaState::InProgress,
            doom: None,
        };
        model.transactions.insert(stored.sent.id, stored);
    }
    let stored = StoredShipment {
        issuer,
        received_at: turn.now,
        order,
        validated_at: None,
    };
    model.shipments.insert(id, stored);
    let delay = turn.settings.mps_validation_delay;
    let due = turn.now.saturating_add(delay).unwrap_or(turn.now);
    turn.at(due, Event::Validate(id));
    Ok(count)
}

/// The first check that fails speaks; each is made for the whole shipment before the next.
fn check(model: &Model, shipment: &Shipment, profile: Profile) -> Result<(), Fault> {
    if model.shipments.contains_key(&shipment.id) {
        let found = format!("{} again", shipment.id);
        return Err(Fault::new(FaultKind::ShipmentIdUsed, found));
    }
    let mut seen = BTreeSet::new();
    for sent in &shipment.transactions {
        if !seen.insert(sent.id) || model.transactions.contains_key(&sent.id) {
            let found = format!("{} again", sent.id);
            return Err(Fault::new(FaultKind::TransactionIdUsed, found));
        }
    }
    let refuse =
        |kind, is_wrong: fn(&Transaction) -> bool, found: fn(&Transaction) -> &'static str| {
            match shipment.transactions.iter().find(|sent| is_wrong(sent)) {
                Some(sent) => Err(Fault::new(
                    kind,
                    format!("{} in transaction {}", found(sent), sent.id),
                )),
                None => Ok(()),
            }
        };
    refuse(
        FaultKind::NotSimulated,
        |sent| has_avtalegiro(sent.payment),
        |sent| sent.payment.as_str(),
    )?;
    if speaks(FaultKind::DocumentType, profile) {
        refuse(
            FaultKind::DocumentType,
            |sent| sent.document_type != DocumentType::Invoice,
            |sent| sent.document_type.as_str(),
        )?;
    }
    refuse(
        FaultKind::NoEfakturaInfo,
        |sent| sent.efaktura.is_none(),
        |_| "none",
    )
}

fn has_avtalegiro(payment: PaymentType) -> bool {
    match payment {
        PaymentType::Efaktura => false,
        PaymentType::EfakturaAndAvtaleGiro
        | PaymentType::EfakturaAndExternalAvtaleGiro
        | PaymentType::AvtaleGiro => true,
    }
}

fn speaks(kind: FaultKind, profile: Profile) -> bool {
    kind.rule()
        .and_then(rules::find)
        .is_some_and(|rule| rule.speaks.in_profile(profile))
}
