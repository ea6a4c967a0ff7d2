//! A scenario as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Expect, Rule, Stage, Step};

/// A scenario: a stage, trouble that is armed on it, and a story that is played and judged.
///
/// Every part may be left out. A file with rules only is loaded into a running server and played
/// by somebody else's system; a file with steps plays itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(title = "Sandkasse scenario")]
pub struct Scenario {
    /// What it shows, in one line.
    pub title: String,
    /// The story, for readers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub story: String,
    /// Ids of the catalogue's rules that it exercises, such as `R-057`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exercises: Vec<String>,
    /// The world that it begins in.
    #[serde(default, skip_serializing_if = "Stage::is_empty")]
    pub stage: Stage,
    /// Trouble, asked in the order written; the first rule that speaks decides.
    #[serde(default, rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// What is done, in order.
    #[serde(default, rename = "step", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What must hold, after the last step or after a named one.
    #[serde(default, rename = "expect", skip_serializing_if = "Vec::is_empty")]
    pub expects: Vec<Expect>,
}
