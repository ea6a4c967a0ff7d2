//! A scenario as written: one set of structs for TOML files, for JSON over the admin API, and for
//! the published JSON Schema. What the words mean, and whether they fit, is judged in `plan`.

mod delay;
mod expect;
mod fields;
mod rule;
mod stage;
mod step;

pub use delay::{Delay, Spread};
pub use expect::{Expect, OutboxWord};
pub use fields::{Field, Fields};
pub use rule::{BreakWord, Caller, RateLimit, Rule, Then, When};
pub use stage::{ClockWord, Stage};
pub use step::Step;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A scenario: a stage, trouble that is armed on it, and a story that is played and judged.
///
/// Every part may be left out. A file with rules only is loaded into a running server and played
/// by somebody else's system; a file with steps plays itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Sandkasse scenario")]
pub struct Scenario {
    /// Address of the JSON Schema, for editors; it has no effect.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
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
