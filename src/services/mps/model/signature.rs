//! Whether the signature of a presentation address still holds.
//!
//! The bank opens an invoice at its address with a signature behind it, which whoever shows the
//! invoice has to check (eFaktura: How does it work). What stands in one is modelled.

use jiff::Timestamp;

use super::{Event, Model, TransactionId};
use crate::consumer::Turn;
use crate::services::mps::faults::{Fault, FaultKind};

/// A signature as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// Made here.
    Genuine(Signed),
    /// Made by somebody else, or changed.
    Tampered,
}

/// What stands in a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// The transaction that is presented.
    pub transaction: TransactionId,
    /// When the address was given out.
    pub at: Timestamp,
}

/// What stands in a signature, in words.
pub(in crate::services::mps) fn judge(
    model: &Model,
    opened: Opened,
    turn: &Turn<'_, Event>,
) -> Result<String, Fault> {
    let Opened::Genuine(signed) = opened else {
        let found = "one that was not made here, or was changed";
        return Err(Fault::new(FaultKind::SignatureTampered, found));
    };
    let Signed { transaction, at } = signed;
    if !model.transactions.contains_key(&transaction) {
        let found = format!("one for transaction {transaction}, which is not known here");
        return Err(Fault::new(FaultKind::SignatureTampered, found));
    }
    let age = turn.now.duration_since(at);
    let life = turn.settings.mps_signature_life;
    if age > life {
        let found = format!("one of {at}, older than {life}");
        return Err(Fault::new(FaultKind::SignatureExpired, found));
    }
    Ok(format!("{transaction};{at}"))
}
