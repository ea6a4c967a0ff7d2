//! The whole state as text, and what is to come.

use std::sync::Arc;

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::domain::vipps::InvoiceId;
use crate::services::vipps::model::{AccessState, Event, Invoice, Model, Standing};
use crate::snapshot::written::{self, formed};

formed! {
    ModelText for Model,
    EventText for Event,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Model", deny_unknown_fields)]
struct ModelText {
    #[serde(with = "written")]
    invoices: OrdMap<InvoiceId, Arc<Invoice>>,
    #[serde(with = "written")]
    standings: OrdMap<InvoiceId, Standing>,
    #[serde(with = "written")]
    access: AccessState,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event", rename_all = "snake_case")]
enum EventText {
    Validate(#[serde(with = "written")] InvoiceId),
}
