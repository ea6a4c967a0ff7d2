//! The settings of a sandbox.

use std::collections::BTreeMap;

use serde_json::Value;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::settings;
use crate::consumer::Happening;
use crate::domain::settings::{Changed, SetBy};
use crate::http::enter;
use crate::sandbox::World;
use crate::snapshot::setting_text;

/// `GET /sandboxes/{s}/settings`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    ok(&enter(&call.house, &sandbox, |world| settings(&world.settings)).await)
}

/// `PATCH /sandboxes/{s}/settings`. What is under way keeps the times it was given.
pub(super) async fn patch(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let wanted = wanted(call.read()?)?;
    let at_creation = &sandbox.recipe().settings;
    let text = call.change(&sandbox, |world| {
        let changed = world.settings.change(&wanted, at_creation, SetBy::Change)?;
        for changed in &changed {
            tell(world, changed);
        }
        Ok::<_, AdminError>(settings(&world.settings))
    });
    ok(&text.await?)
}

fn wanted(patch: BTreeMap<String, Value>) -> Result<Vec<(String, Option<String>)>, AdminError> {
    let rows = patch.into_iter().map(|(name, value)| {
        let text = match value {
            Value::Null => None,
            Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => Some(setting_text(&name, value)?),
        };
        Ok((name, text))
    });
    rows.collect()
}

fn tell(world: &mut World, changed: &Changed) {
    let Changed { name, old, new } = changed;
    world.tell(Happening {
        about: None,
        service: "sandbox",
        kind: "setting.changed",
        text: format!("`{name}` is `{new}` now; it was `{old}`"),
        rule: None,
    });
}
