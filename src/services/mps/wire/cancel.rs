//! `cancelShipment` and `cancelTransaction`.

use crate::services::mps::model::{Answers, CancelAnswer, ShipmentCancelled, TransactionCancelled};
use crate::wire::xml::Writer;

/// Writes the answer of `cancelShipment`, behind `messageIdentifier`.
pub(super) fn write_shipment(writer: &mut Writer, done: &ShipmentCancelled) {
    writer.leaf("shipmentId", &done.id.to_string());
    let none = ["NO_EFAKTURA_IN_SHIPMENT", "NO_ATG_IN_SHIPMENT"];
    write(writer, &done.answers, none);
}

/// Writes the answer of `cancelTransaction`, behind `messageIdentifier`.
pub(super) fn write_transaction(writer: &mut Writer, done: &TransactionCancelled) {
    writer.leaf("transactionId", &done.id.to_string());
    let none = ["NOT_AN_EFAKTURA_TRANSACTION", "NOT_AN_ATG_TRANSACTION"];
    write(writer, &done.answers, none);
}

fn write(writer: &mut Writer, answers: &Answers, none: [&'static str; 2]) {
    let [no_efaktura, no_atg] = none;
    let word = |answer: Option<CancelAnswer>, none| answer.map_or(none, CancelAnswer::as_str);
    writer
        .leaf("efakturaStatus", word(answers.efaktura, no_efaktura))
        .leaf("atgStatus", word(answers.atg, no_atg))
        .leaf_if("atgCancellationMessage", answers.message.as_deref());
}
