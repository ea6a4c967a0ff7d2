//! Invoices and consignments as the sibling services see them, whichever of them took them.

use super::access::User;
use super::consignment::{is_cancelled, is_paid};
use super::{
    ConsignmentAnswer, EfakturaShipmentStatus, EfakturaStatus, Event, Found, Model, Port, Search,
    Standing, StoredShipment, StoredTransaction, TransactionId, Which, status,
};
use crate::consumer::Turn;

/// Invoices that one answer holds at most.
const FOUND_MAX: usize = 1000;

/// An invoice with what it came in; a transaction without an eFaktura is none.
pub(super) fn find(
    model: &Model,
    id: TransactionId,
) -> Option<(&StoredTransaction, &StoredShipment)> {
    let stored = model.transactions.get(&id)?;
    let shipment = model.shipments.get(&stored.shipment)?;
    stored
        .sent
        .payment
        .has_efaktura()
        .then_some((stored, shipment))
}

/// Where an invoice of an issuer stands; of several with one number the last that came. `early` as
/// it was before the validation.
pub(super) fn standing(
    model: &Model,
    user: &User,
    issuer: &str,
    which: &Which,
    early: bool,
) -> Option<Standing> {
    let stored = match which {
        Which::Id(id) => find(model, *id)
            .filter(|(_, shipment)| shipment.issuer == issuer && user.sees(shipment))
            .map(|(stored, _)| stored),
        Which::Number(number) => model
            .invoices(issuer, Some(number))
            .filter(|(_, shipment)| user.sees(shipment))
            .max_by_key(|(_, shipment)| shipment.received_at)
            .map(|(stored, _)| stored),
    };
    stored.map(|stored| told(stored, early))
}

/// Where a consignment stands. Of several with one id that of the service that is asked comes
/// first, then the last that came.
pub(super) fn of_consignment(
    model: &Model,
    user: &User,
    port: Port,
    id: String,
    early: bool,
) -> ConsignmentAnswer {
    let hits = model
        .consignments(&id)
        .filter(|(_, shipment)| user.sees(shipment));
    let found = hits.max_by_key(|(_, shipment)| (shipment.port == port, shipment.received_at));
    let told_of = found.and_then(|(shipment, stored)| {
        let status = status::of_shipment(model, shipment, early).ok()?;
        Some((stored, status))
    });
    let Some((shipment, status)) = told_of else {
        return ConsignmentAnswer {
            id,
            status: "NOT_FOUND",
            count: 0,
            invoices: Vec::new(),
        };
    };
    let is_open = status.efaktura == EfakturaShipmentStatus::InProgress;
    let invoices = shipment.order.iter().filter(|_| !is_open);
    ConsignmentAnswer {
        id,
        status: status.efaktura.as_str(),
        count: status.count,
        invoices: invoices
            .filter_map(|id| model.transactions.get(id))
            .map(|stored| told(stored, early))
            .collect(),
    }
}

/// The invoices of an issuer that could be cancelled and fit everything that is looked for.
pub(super) fn cancellable(
    model: &Model,
    user: &User,
    search: &Search,
    turn: &Turn<'_, Event>,
) -> Vec<Found> {
    let fits = |stored: &StoredTransaction| {
        let sent = &stored.sent;
        stored.efaktura.status == EfakturaStatus::Accepted
            && (search.kid.is_none() || search.kid == sent.kid)
            && search.amount.is_none_or(|amount| amount == sent.amount)
            && search.due_date.is_none_or(|date| date == sent.due_date)
            && !is_cancelled(stored)
            && !is_paid(stored, turn)
    };
    model
        .invoices(&search.issuer, search.number.as_deref())
        .filter(|(_, shipment)| user.sees(shipment))
        .map(|(stored, _)| stored)
        .filter(|stored| fits(stored))
        .take(FOUND_MAX)
        .map(|stored| Found {
            id: stored.sent.id,
            number: number(stored),
            kid: stored.sent.kid.clone(),
            amount: stored.sent.amount,
            due_date: stored.sent.due_date,
        })
        .collect()
}

/// The issuer's number; what came by the Combo API has none and is known by its id.
fn number(stored: &StoredTransaction) -> String {
    let number = stored.number.clone();
    number.unwrap_or_else(|| stored.sent.id.to_string())
}

fn told(stored: &StoredTransaction, early: bool) -> Standing {
    let reason = stored.efaktura.reason.as_ref().filter(|_| !early);
    Standing {
        number: number(stored),
        id: stored.sent.id,
        status: match early {
            true => EfakturaStatus::InProgress,
            false => stored.efaktura.status,
        },
        code: reason.map(|reason| reason.code.clone()),
        text: reason.map(|reason| reason.text.clone()),
    }
}
