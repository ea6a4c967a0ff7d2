//! What a consumer sees of invoices.

use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::consumer::{Presented, PresentedState};
use crate::domain::money::Ore;

/// An invoice in the netbank.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct NetbankRow {
    /// The case, which an action takes as `invoice`.
    invoice: String,
    service: &'static str,
    service_id: String,
    issuer: String,
    brand: String,
    document_type: &'static str,
    kid: Option<String>,
    account: String,
    amount_ore: i64,
    minimum_amount_ore: Option<i64>,
    due_date: String,
    url: String,
    presented_at: String,
    in_vipps: bool,
    #[serde(flatten)]
    state: StateText,
}

/// What a consumer made of an invoice.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct StateText {
    /// `open`, `approved`, `paid` or `deleted`.
    state: &'static str,
    /// How much was approved or paid.
    answered_ore: Option<i64>,
    /// When.
    answered_at: Option<String>,
}

impl NetbankRow {
    /// The row of an invoice that stands in a case.
    pub(in crate::admin) fn of(invoice: &Presented, case: &str) -> Self {
        Self {
            invoice: case.to_owned(),
            service: invoice.service,
            service_id: invoice.service_id.clone(),
            issuer: invoice.issuer.clone(),
            brand: invoice.brand.clone(),
            document_type: invoice.document_type.as_str(),
            kid: invoice.kid.clone(),
            account: invoice.account.clone(),
            amount_ore: invoice.amount.get(),
            minimum_amount_ore: invoice.minimum_amount.map(Ore::get),
            due_date: invoice.due_date.to_string(),
            url: invoice.url.clone(),
            presented_at: instant(invoice.presented_at),
            in_vipps: invoice.in_vipps,
            state: StateText::of(invoice.state),
        }
    }
}

impl StateText {
    pub(super) fn of(state: PresentedState) -> Self {
        Self {
            state: state.as_str(),
            answered_ore: state.amount().map(Ore::get),
            answered_at: state.at().map(instant),
        }
    }
}
