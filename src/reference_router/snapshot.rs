//! The router's state as text.

use serde_json::{Value, json};

use super::model::Model;

/// The state as JSON.
#[must_use]
pub fn snapshot(model: &Model) -> Value {
    let Model {
        tokens,
        invoices,
        oldest_first,
    } = model;
    json!({"t": tokens.len(), "i": invoices.len(), "o": oldest_first.len()})
}
