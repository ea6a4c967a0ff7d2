//! `getShipmentStatus` and `getTransactionStatus`, both ways.

use std::sync::Arc;

use super::schema::{self, Parsed, TRANSACTION_ID};
use super::shipment;
use crate::services::mps::model::{
    EfakturaLeg, EfakturaStatus, Reason, ShipmentStatus, Transaction, TransactionStatus,
};
use crate::wire::error::WireError;
use crate::wire::xml::{Sequence, Writer};

const EFAKTURA_STATUS: Parsed<EfakturaStatus> = Parsed(
    "NOT_AN_EFAKTURA_TRANSACTION, IN_PROGRESS, CANCELLED, REJECTED, STOPPED or ACCEPTED",
    EfakturaStatus::parse,
);
const WORDS: Parsed<String> = Parsed("1 to 2000 characters", |text| {
    (1..=2000)
        .contains(&text.chars().count())
        .then(|| text.to_owned())
});
const CODE: Parsed<String> = Parsed("1 to 4 characters", |text| {
    (1..=4)
        .contains(&text.chars().count())
        .then(|| text.to_owned())
});

/// Writes the answer of `getShipmentStatus`, behind `messageIdentifier`.
pub(super) fn write_shipment(writer: &mut Writer, status: &ShipmentStatus) {
    writer
        .leaf("shipmentId", &status.id.to_string())
        .leaf("efakturaShipmentStatus", status.efaktura.as_str())
        .leaf("atgShipmentStatus", status.atg.as_str())
        .leaf("transactionCount", &status.count.to_string())
        .leaf(
            "efakturaTransactionCount",
            &status.efaktura_count.to_string(),
        )
        .leaf("atgTransactionCount", &status.atg_count.to_string());
    // The list holds at least one row, so it is left out while nothing is known.
    if !status.transactions.is_empty() {
        writer.open("transactionsStatuses", &[]);
        for transaction in &status.transactions {
            write_status(writer, transaction);
        }
        writer.close();
    }
}

/// Writes the answer of `getTransactionStatus`, behind `messageIdentifier`.
pub(super) fn write_transaction(
    writer: &mut Writer,
    status: &TransactionStatus,
    sent: &Transaction,
) {
    write_status(writer, status);
    shipment::write_transaction(writer, "transaction", sent);
}

fn write_status(writer: &mut Writer, status: &TransactionStatus) {
    let (efaktura, atg) = (&status.efaktura, &status.atg);
    writer
        .open("transactionStatus", &[])
        .leaf("transactionId", &status.id.to_string())
        .open("efakturaTransactionStatus", &[])
        .leaf("status", efaktura.status.as_str());
    write_reason(
        writer,
        efaktura.reason.as_deref(),
        ["rejectionCode", "rejectionText"],
    );
    writer
        .close()
        .open("atgTransactionStatus", &[])
        .leaf("status", atg.status.as_str());
    write_reason(writer, atg.reason.as_deref(), ["code", "text"]);
    writer.close().close();
}

fn write_reason(writer: &mut Writer, reason: Option<&Reason>, names: [&str; 2]) {
    let [code, text] = names;
    writer
        .leaf_if(code, reason.map(|reason| reason.code.as_str()))
        .leaf_if(text, reason.map(|reason| reason.text.as_str()));
}

/// Reads the eFaktura leg out of the answer of `getTransactionStatus`, behind `messageIdentifier`.
pub(super) fn read_efaktura_leg(sequence: &mut Sequence<'_>) -> Result<EfakturaLeg, WireError> {
    let status = sequence.required("transactionStatus")?;
    let mut status = schema::inside(sequence, status)?;
    schema::required(&mut status, "transactionId", &TRANSACTION_ID)?;
    let leg = status.required("efakturaTransactionStatus")?;
    let mut leg = schema::inside(&status, leg)?;
    let read = EfakturaLeg {
        status: schema::required(&mut leg, "status", &EFAKTURA_STATUS)?,
        reason: read_reason(&mut leg)?,
    };
    leg.finish()?;
    // The AvtaleGiro leg is of no concern to a sender of eFakturas.
    status.optional("atgTransactionStatus");
    status.finish()?;
    sequence.required("transaction")?;
    Ok(read)
}

fn read_reason(leg: &mut Sequence<'_>) -> Result<Option<Arc<Reason>>, WireError> {
    let code = schema::optional(leg, "rejectionCode", &CODE)?;
    let text = schema::optional(leg, "rejectionText", &WORDS)?;
    Ok((code.is_some() || text.is_some()).then(|| {
        let (code, text) = (code.unwrap_or_default(), text.unwrap_or_default());
        Arc::new(Reason { code, text })
    }))
}
