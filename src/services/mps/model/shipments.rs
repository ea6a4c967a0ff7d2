//! The shipments that a user sent in a span of time.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::access::User;
use super::{Event, Model, Port, ShipmentId};
use crate::consumer::Turn;
use crate::services::mps::faults::{Fault, FaultKind};

/// How many shipments there are when a scenario wants thousands.
const THOUSANDS: u128 = 5000;

/// A span of time, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
}

/// The caller's own shipments that came in a span, oldest first. A consignment is none.
pub(super) fn sent(
    model: &Model,
    span: &Span,
    user: &User,
    thousands: bool,
    turn: &Turn<'_, Event>,
) -> Result<Vec<ShipmentId>, Fault> {
    let longest = turn.settings.mps_shipments_span;
    let length: SignedDuration = span.to.duration_since(span.from);
    if length > longest {
        let found = format!("{} to {}, longer than {longest}", span.from, span.to);
        return Err(Fault::new(FaultKind::SpanTooLong, found));
    }
    if thousands {
        let ids = (1..=THOUSANDS).map(|n| ShipmentId::from(Uuid::from_u128(n)));
        return Ok(ids.collect());
    }
    let mut found: Vec<_> = model
        .shipments
        .iter()
        .filter(|(_, shipment)| {
            shipment.port == Port::Combo
                && shipment.sender == user.company
                && span.from <= shipment.received_at
                && shipment.received_at <= span.to
        })
        .map(|(id, shipment)| (shipment.received_at, *id))
        .collect();
    found.sort_unstable();
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

impl Model {
    /// Whether a shipment came under this id.
    #[must_use]
    pub fn has_shipment(&self, id: ShipmentId) -> bool {
        self.shipments.contains_key(&id)
    }
}
