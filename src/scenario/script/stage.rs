//! `[stage]`: the world that a scenario begins in.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::snapshot::{CompanyText, PersonText};

/// The world that a scenario begins in. What is left out is as in any new sandbox.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Where the clock begins, such as `2026-03-02T09:00:00+01:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Whether the clock stands (`frozen`) or runs at wall speed (`running`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockWord>,
    /// What ids and chance are made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// How strict the services are: `documented` or `strict`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Settings by name, such as `"mps.validation_delay" = "PT0S"`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// Changes to people of the cast by slug, merged into what they are; an unknown slug makes a
    /// person. The fields are those of the admin API's person.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, PersonText>")]
    pub people: BTreeMap<String, Map<String, Value>>,
    /// Changes to companies, likewise.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "BTreeMap<String, CompanyText>")]
    pub companies: BTreeMap<String, Map<String, Value>>,
}

/// Whether a clock stands or runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ClockWord {
    /// It stands until it is moved.
    Frozen,
    /// It runs at wall speed.
    Running,
}

impl Stage {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
