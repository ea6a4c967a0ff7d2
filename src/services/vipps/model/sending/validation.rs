//! The asynchronous validation, and what became of an invoice that nobody answered.

use crate::consumer::Turn;
use crate::domain::cast::Cast;
use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::{Event, Model};
use crate::services::{Facts, Scripted};

/// What rules may ask about an invoice that is about to be validated.
pub(in crate::services::vipps::model) fn validation_facts(
    _model: &Model,
    _id: &InvoiceId,
    _cast: &Cast,
) -> Option<Vec<Facts>> {
    None
}

/// Ends the validation of an invoice.
pub(in crate::services::vipps::model) fn validate(
    _model: &mut Model,
    _id: &InvoiceId,
    _wanted: Option<&'static Scripted>,
    _turn: &mut Turn<'_, Event>,
) {
}

/// Lets an invoice expire that still waits.
pub(in crate::services::vipps::model) fn expire(
    _model: &mut Model,
    _id: &InvoiceId,
    _turn: &mut Turn<'_, Event>,
) {
}
