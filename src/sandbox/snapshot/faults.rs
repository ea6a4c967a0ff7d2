//! Armed trouble as text, both ways.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::read::count;
use crate::domain::slug::Slug;
use crate::sandbox::staging::ARMED_MAX;
use crate::scenario::plan::{Main, Rule};
use crate::scenario::{Armed, Director, script};
use crate::snapshot::TextError;
use crate::snapshot::written;

/// What is armed, and the id that was given last.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct FaultsText {
    last: u64,
    armed: Vec<ArmedText>,
    #[serde(with = "written")]
    loaded: Vec<Slug>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct ArmedText {
    id: u64,
    #[serde(with = "written")]
    scenario: Option<Slug>,
    rule: script::Rule,
    matched: u64,
    spoke: u64,
    #[serde(with = "written")]
    last_spoke: Option<Timestamp>,
    #[serde(with = "written")]
    recent: Vector<Timestamp>,
}

impl FaultsText {
    pub(super) fn of(director: &Director) -> Self {
        let armed = director.armed().map(|(id, armed)| {
            // Taken apart by name, so that a new field does not compile until it has a text.
            let Armed {
                scenario,
                written,
                rule: _,
                matched,
                spoke,
                last_spoke,
                recent,
            } = armed.clone();
            ArmedText {
                id,
                scenario,
                rule: written.as_ref().clone(),
                matched,
                spoke,
                last_spoke,
                recent,
            }
        });
        Self {
            armed: armed.collect(),
            last: director.last_id(),
            loaded: director.loaded().cloned().collect(),
        }
    }

    /// Every rule is held against the tables again, as if it were armed now.
    pub(super) fn into_director(self) -> Result<Director, TextError> {
        let last = count("faults.last", self.last)?;
        if self.armed.len() > ARMED_MAX {
            let found = self.armed.len().to_string();
            let expected = format!("at most {ARMED_MAX} rules");
            return Err(TextError::new("faults.armed", &found, expected));
        }
        let mut armed = OrdMap::new();
        for (index, text) in self.armed.into_iter().enumerate() {
            let field = |name: &str| format!("faults.armed[{index}].{name}");
            let rule = Rule::read(&text.rule).map_err(|objection| {
                let path = field(&format!("rule.{}", objection.path));
                TextError::new(&path, &text.rule.on, objection.reason)
            })?;
            let is_sorted = text.recent.iter().is_sorted();
            let let_through = match rule.effect.main {
                Main::RateLimit { requests, .. } => requests,
                Main::AsUsual | Main::Refusal(_) | Main::Status { .. } | Main::Break { .. } => 0,
            };
            let remembered = u64::try_from(text.recent.len()).unwrap_or(u64::MAX);
            if !is_sorted || remembered > let_through {
                let expected = format!("at most {let_through} instants, oldest first");
                return Err(TextError::new(
                    &field("recent"),
                    &remembered.to_string(),
                    expected,
                ));
            }
            if text.id > last || armed.contains_key(&text.id) {
                let expected = format!("each id once, up to `last`, {last}");
                return Err(TextError::new(&field("id"), &text.id.to_string(), expected));
            }
            let one = Armed {
                scenario: text.scenario,
                written: Arc::new(text.rule),
                rule: Arc::new(rule),
                matched: count(&field("matched"), text.matched)?,
                spoke: count(&field("spoke"), text.spoke)?,
                last_spoke: text.last_spoke,
                recent: text.recent,
            };
            armed.insert(text.id, one);
        }
        Ok(Director::restored(last, armed, self.loaded))
    }
}
