//! An armed rule as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::scenario::{Armed, script};

/// An armed rule with its counters.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct FaultText {
    id: u64,
    name: String,
    scenario: Option<String>,
    does: String,
    matched: u64,
    spoke: u64,
    last_spoke: Option<String>,
    rule: script::Rule,
}

impl FaultText {
    /// The text of an armed rule.
    pub(in crate::admin) fn of(id: u64, armed: &Armed) -> Self {
        Self {
            id,
            name: armed.rule.name.clone(),
            scenario: armed.scenario.as_ref().map(ToString::to_string),
            does: armed.rule.effect.describe(),
            matched: armed.matched,
            spoke: armed.spoke,
            last_spoke: armed.last_spoke.map(instant),
            rule: armed.written.as_ref().clone(),
        }
    }
}
