//! Taking a shipment: the checks that are made at once, in order of precedence.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::access::User;
use super::state::{case_ref, tell};
use super::{
    AtgLeg, AtgStatus, Desire, EfakturaLeg, EfakturaStatus, Event, Model, PaymentType, Port,
    Shipment, StoredShipment, StoredTransaction, Transaction, Wish, copies,
};
use crate::consumer::{DocumentType, Turn};
use crate::domain::cast::Cast;
use crate::domain::company::MpsRole;
use crate::domain::rules;
use crate::domain::settings::Profile;
use crate::domain::slug::Slug;
use crate::services::mps::faults::{Fault, FaultKind};

/// Takes a shipment of the Combo API whole or not at all; tells how many transactions it holds.
pub(super) fn add(
    model: &mut Model,
    shipment: Shipment,
    user: &User,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<usize, Fault> {
    if !user.has(MpsRole::Submitter) {
        let found = format!("a user without the role {}", MpsRole::Submitter.as_str());
        return Err(Fault::new(FaultKind::Unauthenticated, found));
    }
    check(model, &shipment, user, turn)?;
    let arrival = Arrival {
        port: Port::Combo,
        sender: user.company.clone(),
        consignment: None,
        numbers: Vec::new(),
        fates: fates(wish),
        called: None,
        shipment,
    };
    Ok(take(model, arrival, turn))
}

/// Something that passed the checks of its service.
#[derive(Debug)]
pub(in crate::services::mps) struct Arrival {
    /// The service by which it came.
    pub(in crate::services::mps) port: Port,
    /// The company whose user sent it.
    pub(in crate::services::mps) sender: Option<Slug>,
    /// What the sender calls the consignment.
    pub(in crate::services::mps) consignment: Option<String>,
    /// The issuer's own numbers of the invoices, in the order of the transactions.
    pub(in crate::services::mps) numbers: Vec<String>,
    /// What a scenario wants to become of a transaction, counted from 0, in order of these.
    pub(in crate::services::mps) fates: Vec<(usize, Desire)>,
    /// What its sender calls it, in words, where that is not the id of the shipment.
    pub(in crate::services::mps) called: Option<String>,
    /// The rest.
    pub(in crate::services::mps) shipment: Shipment,
}

/// What a scenario wants to become of transactions.
pub(in crate::services::mps) fn fates(wish: Option<&Wish>) -> Vec<(usize, Desire)> {
    let Some(wish) = wish else {
        return Vec::new();
    };
    wish.rows.iter().map(|row| (*row, wish.what)).collect()
}

/// Stores what arrived and lets its validation follow; tells how many transactions it holds.
pub(in crate::services::mps) fn take(
    model: &mut Model,
    arrival: Arrival,
    turn: &mut Turn<'_, Event>,
) -> usize {
    let Arrival {
        port,
        sender,
        consignment,
        numbers,
        fates,
        called,
        shipment,
    } = arrival;
    let Shipment {
        id,
        issuer,
        transactions,
    } = shipment;
    let count = transactions.len();
    let called = called.unwrap_or_else(|| format!("shipment {id}"));
    let mut fates = fates.into_iter().peekable();
    let order: Arc<[_]> = transactions.iter().map(|sent| sent.id).collect();
    for (index, sent) in transactions.into_iter().enumerate() {
        let text = format!(
            "MPS received {} of {} kr due {} from {issuer} in {called} ({}); validation \
             follows",
            sent.document_type.as_str(),
            sent.amount,
            sent.due_date,
            sent.payment.as_str(),
        );
        let kind = if sent.payment.has_efaktura() {
            "efaktura.received"
        } else {
            "claim.received"
        };
        copies::file_claim(model, &sent, turn);
        tell(turn, sent.id, kind, text, None);
        turn.file_with(case_ref(id), case_ref(sent.id));
        let fate = fates.next_if(|(row, _)| *row == index);
        let stored = StoredTransaction {
            shipment: id,
            number: numbers.get(index).cloned(),
            efaktura: first_efaktura_leg(sent.payment),
            atg: first_atg_leg(sent.payment),
            sent: Arc::new(sent),
            warning: None,
            withdrawn: false,
            fate: fate.map(|(_, fate)| fate),
        };
        model.transactions.insert(stored.sent.id, stored);
    }
    let stored = StoredShipment {
        port,
        sender,
        consignment,
        issuer,
        received_at: turn.now,
        order,
        validated_at: None,
        stepping: false,
    };
    model.shipments.insert(id, stored.clone());
    model.enter(id);
    copies::file_efakturas(model, &stored, turn);
    let delay = turn.settings.mps_validation_delay;
    let due = turn.now.saturating_add(delay).unwrap_or(turn.now);
    turn.at(due, Event::Validate(id));
    count
}

fn first_efaktura_leg(payment: PaymentType) -> EfakturaLeg {
    if payment.has_efaktura() {
        EfakturaStatus::InProgress.into()
    } else {
        EfakturaStatus::NotAnEfaktura.into()
    }
}

fn first_atg_leg(payment: PaymentType) -> AtgLeg {
    match payment {
        PaymentType::Efaktura => AtgStatus::NotAnAtg.into(),
        PaymentType::EfakturaAndExternalAvtaleGiro => AtgStatus::External.into(),
        PaymentType::EfakturaAndAvtaleGiro | PaymentType::AvtaleGiro => {
            AtgStatus::InProgress.into()
        }
    }
}

/// The first check that fails speaks; each is made for the whole shipment before the next.
fn check(
    model: &Model,
    shipment: &Shipment,
    user: &User,
    turn: &Turn<'_, Event>,
) -> Result<(), Fault> {
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
        |kind, is_wrong: &dyn Fn(&Transaction) -> bool, found: fn(&Transaction) -> &'static str| {
            match shipment.transactions.iter().find(|sent| is_wrong(sent)) {
                Some(sent) => Err(Fault::new(
                    kind,
                    format!("{} in transaction {}", found(sent), sent.id),
                )),
                None => Ok(()),
            }
        };
    let has_claim = |sent: &Transaction| sent.payment.has_claim();
    let is_invoice = |sent: &Transaction| sent.document_type == DocumentType::Invoice;
    refuse(
        FaultKind::AvtaleGiroNotAllowed,
        &|sent| has_claim(sent) && !may_claim(sent, &shipment.issuer, user, turn.cast),
        |sent| sent.payment.as_str(),
    )?;
    // The two overlap: a claim that is no invoice is 3021 in every profile.
    let strict = speaks(FaultKind::DocumentType, turn.settings.profile);
    refuse(
        FaultKind::DocumentType,
        &|sent| strict && !has_claim(sent) && !is_invoice(sent),
        |sent| sent.document_type.as_str(),
    )?;
    refuse(
        FaultKind::ClaimIsNoInvoice,
        &|sent| has_claim(sent) && !is_invoice(sent),
        |sent| sent.document_type.as_str(),
    )?;
    refuse(
        FaultKind::NoAtgInfo,
        &|sent| has_claim(sent) && sent.atg.is_none(),
        |_| "none",
    )?;
    refuse(
        FaultKind::NoEfakturaInfo,
        &|sent| sent.payment.has_efaktura() && sent.efaktura.is_none(),
        |_| "none",
    )?;
    refuse(
        FaultKind::NoKid,
        &|sent| has_claim(sent) && sent.kid.is_none(),
        |_| "none",
    )
}

/// Whether the user may send this claim: of a claim alone the payee is whoever has the account,
/// since the issuer of its shipment is not used (Mastercard Payment Services: Combo API).
fn may_claim(sent: &Transaction, issuer: &str, user: &User, cast: &Cast) -> bool {
    if !user.may_claim() {
        return false;
    }
    if sent.payment.has_efaktura() || user.company.is_none() {
        return user.acts_for(issuer);
    }
    let payee = cast.agreement_on(&sent.account);
    user.acts_for(payee.map_or(issuer, |(company, _)| company.org_number.as_str()))
}

fn speaks(kind: FaultKind, profile: Profile) -> bool {
    kind.rule()
        .and_then(rules::find)
        .is_some_and(|rule| rule.speaks.in_profile(profile))
}
