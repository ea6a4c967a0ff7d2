//! List L00202: what was rejected of orders, and failed deletions (MPS: Receipt lists).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::intake::Draft;
use super::orders::heading;
use super::state::{FileContent, FileKind, ListRow, ListedOrder};
use crate::consumer::Turn;
use crate::domain::company::ListReceiver;
use crate::domain::giro::Complaint;
use crate::services::mps::model::{Event, Model, ShipmentId};

/// Puts something into the list that is made when the present event is over; nothing for a
/// shipment that did not come in a file.
pub(super) fn put(
    model: &mut Model,
    order: ShipmentId,
    complaints: Vec<Complaint>,
    mut rows: Vec<ListRow>,
    turn: &Turn<'_, Event>,
) {
    let Some(mut listed) = heading(model, order, turn) else {
        return;
    };
    let open = model.files.listed.iter_mut().find(|(id, _)| *id == order);
    if let Some((_, open)) = open {
        open.rows.append(&mut rows);
        open.complaints.extend(complaints);
        return;
    }
    listed.complaints = complaints;
    listed.rows = rows;
    model.files.listed.push((order, listed));
}

/// Makes the lists of what was rejected in an event, one for each list receiver.
pub(in crate::services::mps::model) fn flush(model: &mut Model, turn: &mut Turn<'_, Event>) {
    let mut lists: BTreeMap<ListReceiver, Vec<ListedOrder>> = BTreeMap::new();
    for (_, order) in std::mem::take(&mut model.files.listed) {
        for receiver in receivers(&order, turn) {
            lists.entry(receiver).or_default().push(order.clone());
        }
    }
    for (receiver, orders) in lists {
        match receiver {
            ListReceiver::Unit(unit) => {
                let orders: Arc<[ListedOrder]> = orders.into();
                for (kind, ending) in [
                    (FileKind::Rejections, "html"),
                    (FileKind::RejectionTable, "csv"),
                ] {
                    let draft = Draft {
                        kind,
                        to: Some(unit.clone()),
                        stem: "L00202".to_owned(),
                        ending,
                        content: FileContent::List(Arc::clone(&orders)),
                    };
                    let file = draft.made(model, turn);
                    model.files.outgoing.insert(file.serial, Arc::new(file));
                }
            }
            ListReceiver::Mail(_) => {}
        }
    }
}

/// Who gets the list of an order: the list receivers of the account's agreement, and where there
/// are none the data sender, so that nothing is rejected in silence.
fn receivers(order: &ListedOrder, turn: &Turn<'_, Event>) -> Vec<ListReceiver> {
    let agreement = turn.cast.agreement_on(&order.account);
    let receivers = agreement.map(|(_, agreement)| agreement.list_receivers.clone());
    let receivers = receivers.unwrap_or_default();
    if receivers.is_empty() {
        return vec![ListReceiver::Unit(order.sender.clone())];
    }
    receivers
}
