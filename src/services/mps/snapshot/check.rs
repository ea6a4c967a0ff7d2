//! Whether a state of MPS that was read holds together, and fits the rest of its world.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{filed, sound};
use crate::consumer::Book;
use crate::domain::cast::Cast;
use crate::domain::mint::Stream;
use crate::services::mps::model::{
    AtgStatus, ClaimKey, EfakturaStatus, Event, Model, Port, ShipmentId, TransactionId,
};
use crate::snapshot::TextError;

/// Whether a state that was read holds together and fits cast and book: every transaction stands in
/// its one shipment, and every leg where it can stand.
///
/// # Errors
/// [`TextError`] for the first thing that leads nowhere, stands twice or cannot be.
pub fn check_state(model: &Model, cast: &Cast, book: &Book) -> Result<(), TextError> {
    let Model {
        shipments,
        transactions,
        waiting: _,
        hand_over_at: _,
        claimed,
        issuers,
        files,
        index: _,
    } = model;
    check_consignments(model)?;
    let mut seen = BTreeSet::new();
    for (id, shipment) in shipments {
        for (index, transaction) in shipment.order.iter().enumerate() {
            let stored = transactions.get(transaction);
            if stored.is_none_or(|stored| stored.shipment != *id) || !seen.insert(*transaction) {
                let field = format!("shipments.{id}.transactions[{index}]");
                let expected = "a transaction of this shipment, each once";
                return Err(TextError::new(&field, &transaction.to_string(), expected));
            }
        }
    }
    for (id, stored) in transactions {
        let field = |name: &str| format!("transactions.{id}.{name}");
        if stored.sent.id != *id {
            let found = stored.sent.id.to_string();
            let expected = "the id under which it stands";
            return Err(TextError::new(
                &field("sent.transaction_id"),
                &found,
                expected,
            ));
        }
        let shipment = shipments.get(&stored.shipment);
        let Some(shipment) = shipment.filter(|_| seen.contains(id)) else {
            let found = stored.shipment.to_string();
            let expected = "a shipment that names this transaction";
            return Err(TextError::new(&field("shipment"), &found, expected));
        };
        sound::transaction(stored, shipment, book)
            .map_err(|error| error.below(&format!("transactions.{id}")))?;
        if !shipment.stepping && (stored.withdrawn || stored.atg.status.moves_on()) {
            let expected = format!("true, for transaction {id} moves on by itself");
            let field = format!("shipments.{}.stepping", stored.shipment);
            return Err(TextError::new(&field, "false", expected));
        }
    }
    waits(model, book)?;
    filed::check(files, transactions, book)?;
    for (number, issuer) in issuers {
        sound::issuer(number, issuer, cast)?;
    }
    let keeps = |key: &ClaimKey, id| {
        let stored = transactions.get(id);
        stored.is_some_and(|stored| stored.sent.claim_key().as_ref() == Some(key))
    };
    match claimed.iter().find(|(key, id)| !keeps(key, id)) {
        Some((key, id)) => {
            let expected = "a transaction with a claim that is listed so";
            let field = format!("claimed.{key}");
            Err(TextError::new(&field, &id.to_string(), expected))
        }
        None => Ok(()),
    }
}

/// A consignment id is used once by a sender at a service.
fn check_consignments(model: &Model) -> Result<(), TextError> {
    let mut shipments = model.shipments.iter();
    match shipments.find(|(id, _)| !model.is_entered(**id)) {
        Some((id, shipment)) => {
            let found = shipment.consignment.as_deref().unwrap_or_default();
            let expected = "a consignment id that its sender has once at this service";
            let field = format!("shipments.{id}.consignment");
            Err(TextError::new(&field, found, expected))
        }
        None => Ok(()),
    }
}

/// What waits for the hand-over is what the payers' banks are to get and do not have.
fn waits(model: &Model, book: &Book) -> Result<(), TextError> {
    let waiting = &model.waiting;
    for (id, stored) in &model.transactions {
        let (must, may) = match stored.atg.status {
            AtgStatus::Processed | AtgStatus::ProcessedWithWarning => (true, true),
            // MPS did not give it back, and the bank does not have it yet.
            AtgStatus::CancellationRejected => (false, true),
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
            | AtgStatus::CancellationProcessed
            | AtgStatus::CancellationSentToBds
            | AtgStatus::CancellationRejectedByBds
            | AtgStatus::CancellationAcceptedByBds => (false, false),
        };
        let is_in = waiting.contains(id);
        if must && !is_in {
            let expected = format!("`{id}` too, whose claim is {}", stored.atg.status.as_str());
            return Err(TextError::new("waiting", "a list without it", expected));
        }
        if is_in && (!may || sound::bank_has(stored, book)) {
            let expected = "a transaction with a claim that is processed and at no bank yet";
            return Err(TextError::new("waiting", &id.to_string(), expected));
        }
    }
    if let Some(id) = waiting
        .iter()
        .find(|id| !model.transactions.contains_key(id))
    {
        let expected = "a transaction in `transactions`";
        return Err(TextError::new("waiting", &id.to_string(), expected));
    }
    if model.hand_over_at.is_none() && !waiting.is_empty() {
        let expected = "an instant, since claims wait for it";
        return Err(TextError::new("hand_over_at", "null", expected));
    }
    Ok(())
}

/// Whether an event that was read is about something that is there and waits for it.
///
/// # Errors
/// [`TextError`] when it is not.
pub fn check_event(model: &Model, book: &Book, event: &Event) -> Result<(), TextError> {
    let shipment = |id| model.shipments.get(id);
    let (name, holds, found, expected) = match event {
        Event::Validate(id) => (
            "validate",
            shipment(id).is_some_and(|shipment| shipment.validated_at.is_none()),
            id.to_string(),
            "a shipment at MPS that is not validated yet",
        ),
        Event::Step(id) => (
            "step",
            shipment(id).is_some_and(|shipment| shipment.stepping),
            id.to_string(),
            "a shipment at MPS that is `stepping`",
        ),
        Event::Present(id) => (
            "present",
            to_come(model, book, *id),
            id.to_string(),
            "a transaction at MPS whose eFaktura was accepted and is not in `book.presented`",
        ),
        Event::HandOver => (
            "hand_over",
            model.hand_over_at.is_some(),
            "hand_over".to_owned(),
            "a `hand_over_at` at MPS",
        ),
        Event::WorkOrder(id) => (
            "work_order",
            waiting_order(model, *id),
            id.to_string(),
            "an order of a file at MPS that is not `worked` and has no shipment",
        ),
        Event::MakeLists => (
            "make_lists",
            !model.files.listed.is_empty(),
            "make_lists".to_owned(),
            "something in `files.listed` at MPS",
        ),
        // A run that finds nothing to tell does nothing.
        Event::SendFiles => return Ok(()),
    };
    if holds {
        return Ok(());
    }
    Err(TextError::new(name, &found, expected))
}

/// Whether an order is there that is judged by an entry of its own.
fn waiting_order(model: &Model, id: ShipmentId) -> bool {
    let order = model.files.orders.get(&id);
    order.is_some_and(|order| !order.worked) && !model.shipments.contains_key(&id)
}

/// Whether the eFaktura of a transaction may still wait for the banks. One that was taken back
/// meanwhile leaves its entry on the agenda, which does nothing then.
fn to_come(model: &Model, book: &Book, id: TransactionId) -> bool {
    let status = model.transactions.get(&id).map(|it| it.efaktura.status);
    let is_good = status == Some(EfakturaStatus::Accepted);
    let was_good = status == Some(EfakturaStatus::Cancelled);
    (is_good || was_good) && book.presented_by("mps", &id.to_string()).is_none()
}

/// Whether MPS has a transaction with this id.
#[must_use]
pub fn has_transaction(model: &Model, id: &str) -> bool {
    TransactionId::parse(id).is_some_and(|id| model.transactions.contains_key(&id))
}

/// The ids in use that came from the mint: those of consignments and of orders in files.
///
/// An order has a shipment only where it has claims. Submitters choose their own ids, and may
/// choose one that the mint has yet to give; whoever draws then draws again.
pub fn used_ids(model: &Model) -> impl Iterator<Item = (Stream, Uuid)> {
    let uuid = |stream, id: String| Some((stream, Uuid::try_parse(&id).ok()?));
    let minted = model.shipments.iter();
    let minted = minted.filter(|(_, shipment)| match shipment.port {
        Port::Erp | Port::Nets | Port::Submitter | Port::Files => true,
        Port::Combo => false,
    });
    let orders = model.files.orders.keys();
    let orders = orders.filter(|id| !model.shipments.contains_key(*id));
    let orders = orders.filter_map(move |id| uuid(Stream::Shipment, id.to_string()));
    let shipments = minted.flat_map(move |(id, shipment)| {
        let transactions = shipment.order.iter();
        let transactions = transactions.map(|id| (Stream::Transaction, id.to_string()));
        std::iter::once((Stream::Shipment, id.to_string()))
            .chain(transactions)
            .filter_map(move |(stream, id)| uuid(stream, id))
    });
    shipments.chain(orders)
}
