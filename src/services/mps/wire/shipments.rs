//! `getShipments`.

use super::schema::{self, INSTANT};
use crate::services::mps::model::{ShipmentId, Span};
use crate::wire::error::WireError;
use crate::wire::xml::{Sequence, Writer};

/// Reads the span, behind `auditInformation`.
pub(super) fn read(sequence: &mut Sequence<'_>) -> Result<Span, WireError> {
    Ok(Span {
        from: schema::required(sequence, "from", &INSTANT)?,
        to: schema::required(sequence, "to", &INSTANT)?,
    })
}

/// Writes the answer, behind `messageIdentifier`.
pub(super) fn write(writer: &mut Writer, ids: &[ShipmentId]) {
    writer
        .leaf("numberOfShipmentsFound", &ids.len().to_string())
        .open("shipmentsResponses", &[]);
    for id in ids {
        writer
            .open("shipmentsResponseType", &[])
            .leaf("id", &id.to_string())
            .close();
    }
    writer.close();
}
