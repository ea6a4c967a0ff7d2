//! Rows of the tables of the house.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::rules::Rule;
use crate::scenario::catalogue;
use crate::services::{Match, Mount, Operation};

/// An operation.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct OperationRow {
    id: &'static str,
    service: &'static str,
    method: &'static str,
    path: String,
    fidelity: &'static str,
    sources: &'static [&'static str],
    remark: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    soap_action: Option<&'static str>,
    body_max: usize,
    /// What rules may ask about a request.
    facts: Vec<&'static str>,
    /// The refusals that rules may ask for.
    faults: Vec<RefusalText>,
}

/// A refusal that a rule may ask for by name.
#[derive(Debug, Serialize, JsonSchema)]
struct RefusalText {
    name: &'static str,
    text: &'static str,
}

impl OperationRow {
    /// The row of an operation; its path begins with the mount.
    pub(in crate::admin) fn of(mount: &Mount, operation: &Operation) -> Self {
        let (query, soap_action) = match operation.matched_by {
            Match::Path | Match::Own => ("", None),
            Match::SoapBody { action, .. } => ("", Some(action)),
            Match::Wsdl => ("?wsdl", None),
        };
        Self {
            id: operation.id,
            service: mount.service,
            method: operation.method.as_str(),
            path: format!("{}{}{query}", mount.prefix, operation.path),
            fidelity: operation.fidelity.as_str(),
            sources: operation.sources,
            remark: operation.remark,
            soap_action,
            body_max: operation.body_max,
            facts: operation.facts.iter().map(|fact| fact.as_str()).collect(),
            faults: catalogue::refusals(operation.id)
                .map(|row| RefusalText {
                    name: row.name,
                    text: row.text,
                })
                .collect(),
        }
    }
}

/// A rule.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct RuleRow {
    id: &'static str,
    text: &'static str,
    source: &'static str,
    speaks: &'static str,
}

impl RuleRow {
    /// The row of a rule.
    pub(in crate::admin) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            text: rule.text,
            source: rule.source,
            speaks: rule.speaks.as_str(),
        }
    }
}
