//! Sandboxes: list, show, create, drop, build anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::scenarios::of_library;
use super::wire::{INSTANT, SandboxRow, SandboxText, read_instant};
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::http::{Anew, default_sandbox, drop_sandbox, enter, json, rebuild};
use crate::sandbox::{self, Mode, Recipe, Sandbox};
use crate::scenario::script::ClockWord;
use crate::snapshot::setting_text;

/// Monday 2 March 2026 at nine in Norway: where the clock of a sandbox begins unless told
/// otherwise.
const START: Timestamp = Timestamp::constant(1_772_438_400, 0);

/// The seed unless told otherwise.
const SEED: u64 = 1;

/// What somebody asks for when creating a sandbox.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(rename = "NewSandbox")]
pub(super) struct Wanted {
    start: Option<String>,
    seed: Option<u64>,
    clock: Option<ClockWord>,
    profile: Option<String>,
    scenario: Option<String>,
    #[serde(default)]
    settings: BTreeMap<String, Value>,
}

/// `GET /sandboxes`.
pub(super) async fn list(call: Call) -> Answer {
    let mut rows = Vec::new();
    for sandbox in call.house.sandboxes.list() {
        let row = |world: &mut sandbox::World| SandboxRow::of(world, &call.origin);
        rows.push(enter(&call.house, &sandbox, row).await);
    }
    ok(&rows)
}

/// `GET /sandboxes/{s}`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    Ok(view(&call, &sandbox, StatusCode::OK).await)
}

/// `PUT /sandboxes/{s}`.
pub(super) async fn put(call: Call) -> Answer {
    let name = call.slug("s")?;
    let wanted: Wanted = call.read_optional()?;
    let there = call.house.sandboxes.get(&name);
    there.iter().for_each(|there| there.touch());
    let recipe = recipe(&call, &name, wanted, there.as_deref())?;
    let (sandbox, is_new) = match there {
        Some(there) => (there, false),
        None => call.house.sandboxes.create(recipe.clone())?,
    };
    if is_new {
        return Ok(view(&call, &sandbox, StatusCode::CREATED).await);
    }
    if !sandbox.recipe().asks_the_same(&recipe) {
        return Err(another_body(&name));
    }
    Ok(view(&call, &sandbox, StatusCode::OK).await)
}

/// `DELETE /sandboxes/{s}`.
pub(super) async fn delete(call: Call) -> Answer {
    let name = call.slug("s")?;
    if name == default_sandbox() {
        let detail = "`default` is there for as long as the server is";
        let error = AdminError::new(StatusCode::CONFLICT, "cannot be dropped", detail);
        return Err(error.hint("reset it with `POST /_sandbox/sandboxes/default/reset`"));
    }
    if !drop_sandbox(&call.house, &name).await {
        return Err(call.unknown_sandbox(&name));
    }
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// `POST /sandboxes/{s}/reset`.
pub(super) async fn reset(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let look = |world: &mut sandbox::World| SandboxText::of(world, &call.house, &call.origin);
    let text = rebuild(
        &call.house,
        &sandbox,
        Anew::AsCreated,
        || call.input(),
        look,
    )
    .await?;
    ok(&text)
}

async fn view(call: &Call, sandbox: &Arc<Sandbox>, status: StatusCode) -> Response<Bytes> {
    let text = enter(&call.house, sandbox, |world| {
        SandboxText::of(world, &call.house, &call.origin)
    })
    .await;
    json(status, &text)
}

/// What was asked for, whole. `default` was made by the command line, so for it whatever is left
/// out is what the command line said; for a copy it is what it began with.
fn recipe(
    call: &Call,
    name: &Slug,
    wanted: Wanted,
    there: Option<&Sandbox>,
) -> Result<Recipe, AdminError> {
    let there = there.filter(|it| *name == default_sandbox() || it.lock().has_origin());
    let there = there.map(Sandbox::recipe);
    let scenario = match &wanted.scenario {
        Some(wanted) => {
            let wanted = Slug::parse(wanted).map_err(|error| AdminError::not_a_slug(&error))?;
            Some(Arc::new(of_library(call, &wanted)?))
        }
        None => there.and_then(|recipe| recipe.scenario.clone()),
    };
    let stage = scenario.as_deref().map(|scenario| &scenario.stage);
    let start = match &wanted.start {
        Some(text) => {
            Some(read_instant(text).ok_or_else(|| AdminError::value("start", text, INSTANT))?)
        }
        None => stage
            .and_then(|stage| stage.start)
            .or_else(|| there.map_or(Some(START), |recipe| recipe.start)),
    };
    let clock = wanted.clock.or_else(|| stage.and_then(|stage| stage.clock));
    let mode = clock.map(Mode::from);
    let mode = mode.unwrap_or_else(|| there.map_or(Mode::Frozen, |recipe| recipe.mode));
    let seed = wanted.seed.or_else(|| stage.and_then(|stage| stage.seed));
    let seed = seed.unwrap_or_else(|| there.map_or(SEED, |recipe| recipe.seed));
    let asks_for_settings = wanted.profile.is_some() || !wanted.settings.is_empty();
    let settings = match there {
        Some(recipe) if !asks_for_settings => recipe.settings.clone(),
        Some(_) | None => settings(wanted)?,
    };
    Ok(Recipe {
        name: name.clone(),
        start,
        mode,
        seed,
        settings,
        cast: Arc::clone(&call.house.cast),
        scenario,
    })
}

/// The settings asked for, in order of names, each of which fits.
fn settings(wanted: Wanted) -> Result<Vec<(String, String)>, AdminError> {
    let mut texts = BTreeMap::new();
    for (name, value) in wanted.settings {
        let text = setting_text(&name, value)?;
        texts.insert(name, text);
    }
    if let Some(profile) = wanted.profile
        && let Some(other) = texts.insert("profile".to_owned(), profile.clone())
        && other != profile
    {
        let expected = format!("`{profile}`, as in `profile`, or nothing");
        return Err(AdminError::value("settings.profile", &other, &expected));
    }
    let mut trial = Settings::default();
    for (name, text) in &texts {
        trial.set(name, text, SetBy::Creation)?;
    }
    Ok(texts.into_iter().collect())
}

fn another_body(name: &Slug) -> AdminError {
    let detail = format!("`{name}` is there already and was created with another body");
    let hint = if *name == default_sandbox() {
        "leave the body out, or create a sandbox of another name".to_owned()
    } else {
        format!(
            "send the same body as at first, drop it with `DELETE /_sandbox/sandboxes/{name}`, or \
             take another name"
        )
    };
    AdminError::new(StatusCode::CONFLICT, "there is another one", detail).hint(hint)
}
