//! Armed trouble as text, both ways.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::slug::Slug;
use crate::scenario::plan::Rule;
use crate::scenario::{Armed, Director, script};
use crate::snapshot::TextError;
use crate::snapshot::written;

/// What is armed, and the id that was given last.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct FaultsText {
    last: u64,
    armed: Vec<ArmedText>,
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
        }
    }

    /// Every rule is held against the tables again, as if it were armed now.
    pub(super) fn into_director(self) -> Result<Director, TextError> {
        let mut armed = OrdMap::new();
        for (index, text) in self.armed.into_iter().enumerate() {
            let field = |name: &str| format!("faults.armed[{index}].{name}");
            let rule = Rule::read(&text.rule).map_err(|objection| {
                let path = field(&format!("rule.{}", objection.path));
                TextError::new(&path, &text.rule.on, objection.reason)
            })?;
            if text.id > self.last || armed.contains_key(&text.id) {
                let expected = format!("each id once, up to `last`, {}", self.last);
                return Err(TextError::new(&field("id"), &text.id.to_string(), expected));
            }
            let one = Armed {
                scenario: text.scenario,
                written: Arc::new(text.rule),
                rule: Arc::new(rule),
                matched: text.matched,
                spoke: text.spoke,
                last_spoke: text.last_spoke,
                recent: text.recent,
            };
            armed.insert(text.id, one);
        }
        Ok(Director::restored(self.last, armed))
    }
}
