//! Whether everything in MPS that waits has its entry on the agenda, once.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::services::mps::model::{Event, Model, ShipmentId, TransactionId};
use crate::snapshot::TextError;

/// What the agenda holds for MPS: how often for each.
#[derive(Debug, Default)]
struct Planned {
    validations: BTreeMap<ShipmentId, usize>,
    steps: BTreeMap<ShipmentId, usize>,
    presentations: BTreeMap<TransactionId, usize>,
    hand_overs: Vec<Timestamp>,
    orders: BTreeMap<ShipmentId, usize>,
    lists: usize,
}

/// Whether all that waits is carried out by exactly one entry of the agenda. That each entry is
/// about something that waits is for [`super::check_event`] to say.
///
/// # Errors
/// [`TextError`] for the first that would wait for ever, or that would happen twice.
pub fn check_agenda<'a>(
    model: &Model,
    agenda: impl Iterator<Item = (Timestamp, &'a Event)>,
) -> Result<(), TextError> {
    let planned = planned(agenda);
    for (id, shipment) in &model.shipments {
        if shipment.validated_at.is_none() {
            once(planned.validations.get(id), || {
                format!("`validate` of shipment {id}, which is not validated yet")
            })?;
        }
        if shipment.stepping {
            once(planned.steps.get(id), || {
                format!("`step` of shipment {id}, which is `stepping`")
            })?;
        }
    }
    for (id, order) in &model.files.orders {
        if !order.worked && !model.shipments.contains_key(id) {
            once(planned.orders.get(id), || {
                format!("`work_order` of order {id}, which is not `worked`")
            })?;
        }
    }
    if !model.files.listed.is_empty() {
        once(Some(&planned.lists).filter(|count| **count > 0), || {
            "`make_lists` of MPS, since something is in `files.listed`".to_owned()
        })?;
    }
    let twice = planned.presentations.iter().find(|(_, count)| **count > 1);
    if let Some((id, count)) = twice {
        once(Some(count), || format!("`present` of transaction {id}"))?;
    }
    hand_over(model, &planned.hand_overs)
}

fn planned<'a>(agenda: impl Iterator<Item = (Timestamp, &'a Event)>) -> Planned {
    let mut planned = Planned::default();
    for (at, event) in agenda {
        let count = match event {
            Event::Validate(id) => planned.validations.entry(*id).or_default(),
            Event::Step(id) => planned.steps.entry(*id).or_default(),
            Event::Present(id) => planned.presentations.entry(*id).or_default(),
            Event::WorkOrder(id) => planned.orders.entry(*id).or_default(),
            Event::MakeLists => &mut planned.lists,
            // A second run at the same time finds nothing to tell.
            Event::SendFiles => continue,
            Event::HandOver => {
                planned.hand_overs.push(at);
                continue;
            }
        };
        *count += 1;
    }
    planned
}

fn once(count: Option<&usize>, what: impl FnOnce() -> String) -> Result<(), TextError> {
    let found = match count {
        Some(1) => return Ok(()),
        None => "nothing".to_owned(),
        Some(count) => format!("{count} of them"),
    };
    Err(TextError::new("agenda", &found, format!("one {}", what())))
}

fn hand_over(model: &Model, found: &[Timestamp]) -> Result<(), TextError> {
    let Some(at) = model.hand_over_at else {
        return Ok(());
    };
    let found = match found {
        [found] if *found == at => return Ok(()),
        [] => "nothing".to_owned(),
        [found] => format!("`hand_over` at {found}"),
        [..] => format!("{} of them", found.len()),
    };
    let expected = format!("one `hand_over` at {at}, the `hand_over_at` of MPS");
    Err(TextError::new("agenda", &found, expected))
}
