//! Scenarios: the library, and what is loaded into a sandbox.

use std::sync::Arc;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::trouble::no_content;
use super::wire::FaultText;
use crate::domain::slug::Slug;
use crate::http::{Anew, enter, json, move_clock, rebuild};
use crate::sandbox::{Mode, Recipe, Room, Sandbox, World, wall_now};
use crate::scenario::script::{ClockWord, Scenario};
use crate::scenario::{Objection, Prepared, ScenarioFile};

/// The name of a posted scenario unless the query gives one.
const POSTED: &str = "posted";

/// A scenario of the library.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ScenarioRow")]
pub(super) struct Row {
    name: String,
    title: String,
    story: String,
    exercises: Vec<String>,
    file: String,
    /// Rules of it that are armed here.
    armed: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    wrong: Option<String>,
}

/// How the rules of a scenario have fared.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ScenarioReport")]
pub(super) struct Report {
    name: String,
    rules: Vec<FaultText>,
}

/// `GET /sandboxes/{s}/scenarios`.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let (armed, loaded): (Vec<Slug>, Vec<Slug>) = enter(&call.house, &sandbox, |world| {
        let armed = world.director.armed();
        let armed = armed.filter_map(|(_, armed)| armed.scenario.clone());
        (armed.collect(), world.director.loaded().cloned().collect())
    })
    .await;
    let count = |name: &Slug| armed.iter().filter(|other| *other == name).count();
    let row = |file: &Arc<ScenarioFile>| {
        let (written, wrong) = match file.parse() {
            Ok(written) => (written, None),
            Err(error) => (Scenario::default(), Some(error.to_string())),
        };
        Row {
            name: file.name.to_string(),
            title: written.title,
            story: written.story,
            exercises: written.exercises,
            file: file.path.clone(),
            armed: count(&file.name),
            wrong,
        }
    };
    let mut rows: Vec<Row> = call.house.scenarios.list().map(row).collect();
    let others = loaded
        .iter()
        .filter(|name| call.house.scenarios.get(name).is_none());
    rows.extend(others.map(|name| Row {
        name: name.to_string(),
        title: "posted".to_owned(),
        story: String::new(),
        exercises: Vec::new(),
        file: String::new(),
        armed: count(name),
        wrong: None,
    }));
    ok(&rows)
}

/// `POST /sandboxes/{s}/scenarios/{name}/load`.
pub(super) async fn load(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let scenario = of_library(&call, &call.slug("name")?)?;
    let [reset] = call.query(["reset"])?;
    bring(&call, &sandbox, Arc::new(scenario), reset).await
}

/// `POST /sandboxes/{s}/scenarios`.
pub(super) async fn post(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let [reset, name] = call.query(["reset", "name"])?;
    let name = name.as_deref().unwrap_or(POSTED);
    let name = Slug::parse(name).map_err(|error| AdminError::not_a_slug(&error))?;
    let scenario = if call.is_toml() {
        let text = String::from_utf8(call.body.to_vec())
            .map_err(|_| AdminError::value("the body", "bytes that are not UTF-8", "UTF-8"))?;
        let file = ScenarioFile::posted(name, text);
        file.prepare(&call.house.cast)
            .map_err(AdminError::of_files)?
    } else {
        let written: Scenario = call.read()?;
        Prepared::read(name, written, &call.house.cast).map_err(AdminError::of_objections)?
    };
    bring(&call, &sandbox, Arc::new(scenario), reset).await
}

/// `DELETE /sandboxes/{s}/scenarios/{name}`.
pub(super) async fn disarm(call: Call) -> Answer {
    let (sandbox, name) = (call.sandbox()?, call.slug("name")?);
    let gone = call
        .change(&sandbox, |world| world.director.disarm_scenario(&name))
        .await;
    if !gone {
        return Err(nothing_armed(&name));
    }
    Ok(no_content())
}

/// `GET /sandboxes/{s}/scenarios/{name}/report`.
pub(super) async fn report(call: Call) -> Answer {
    let (sandbox, name) = (call.sandbox()?, call.slug("name")?);
    let (report, is_loaded) = enter(&call.house, &sandbox, |world| {
        let is_loaded = world.director.loaded().any(|loaded| *loaded == name);
        (Report::of(world, &name), is_loaded)
    })
    .await;
    if !is_loaded {
        return Err(nothing_armed(&name));
    }
    ok(&report)
}

/// A scenario of the library, ready to be staged.
pub(super) fn of_library(call: &Call, name: &Slug) -> Result<Prepared, AdminError> {
    let Some(file) = call.house.scenarios.get(name) else {
        let names = call.house.scenarios.list().map(|file| file.name.as_str());
        let error = AdminError::unknown("scenario of the library", name.as_str(), names);
        return Err(error.hint_unless_near("`GET …/scenarios` lists them"));
    };
    file.prepare(&call.house.cast).map_err(AdminError::of_files)
}

impl Report {
    fn of(world: &World, name: &Slug) -> Self {
        let armed = world.director.armed();
        let of_it = armed.filter(|(_, armed)| armed.scenario.as_ref() == Some(name));
        Self {
            name: name.to_string(),
            rules: of_it.map(|(id, armed)| FaultText::of(id, armed)).collect(),
        }
    }
}

/// Brings a scenario into a sandbox: onto what is there, or into a world built anew for it.
async fn bring(
    call: &Call,
    sandbox: &Arc<Sandbox>,
    scenario: Arc<Prepared>,
    reset: Option<String>,
) -> Answer {
    let name = scenario.name.clone();
    let report = match reset.as_deref() {
        Some("true") => {
            let recipe = on_its_terms(sandbox.recipe(), scenario);
            let look = |world: &mut World| Report::of(world, &name);
            rebuild(
                &call.house,
                sandbox,
                Anew::From(&recipe),
                || call.input(),
                look,
            )
            .await?
        }
        None | Some("false") => onto(call, sandbox, scenario).await?,
        Some(other) => return Err(AdminError::value("reset", other, "`true` or `false`")),
    };
    Ok(json(StatusCode::OK, &report))
}

/// How a world is made for a scenario: what the stage says goes before what the sandbox was.
fn on_its_terms(recipe: &Recipe, scenario: Arc<Prepared>) -> Recipe {
    let stage = &scenario.stage;
    Recipe {
        start: stage.start.or(recipe.start),
        mode: stage.clock.map_or(recipe.mode, Mode::from),
        seed: stage.seed.unwrap_or(recipe.seed),
        scenario: Some(scenario),
        ..recipe.clone()
    }
}

async fn onto(
    call: &Call,
    sandbox: &Arc<Sandbox>,
    scenario: Arc<Prepared>,
) -> Result<Report, AdminError> {
    let (house, sandbox) = (Arc::clone(&call.house), Arc::clone(sandbox));
    let runtime = house.runtime.clone();
    let name = scenario.name.clone();
    let (owner, keeper) = (Arc::clone(&sandbox), Arc::clone(&house));
    // All in one lock, before the clock moves: what does not fit changes nothing.
    let turn_clock = move |world: &mut World| {
        world.check_beginning(&scenario)?;
        world.stage(&scenario, |old, new| {
            let recast = keeper.sandboxes.recast(&owner, old, new);
            recast.map_err(|taken| Objection::because("stage.companies", taken.to_string()))
        })?;
        let wall = wall_now();
        match scenario.stage.clock {
            Some(ClockWord::Frozen) => world.clock.freeze(wall),
            Some(ClockWord::Running) => world.clock.run(wall),
            None => {}
        }
        if let Some(start) = scenario.stage.start {
            // It does not lie before the clock, as was just seen.
            let _ = world.clock.set(start, wall);
        }
        Ok::<_, AdminError>(())
    };
    let input = call.input();
    let look = move |room: &mut Room, _| {
        room.note(|| input);
        Report::of(&room.world, &name)
    };
    // In a task of its own, so that a client that hangs up stops nothing half-way.
    let task = async move { move_clock(&house, &sandbox, turn_clock, look).await };
    runtime.spawn(task).await.map_err(|error| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        AdminError::new(status, "the scenario broke off", error.to_string())
    })?
}

fn nothing_armed(name: &Slug) -> AdminError {
    let detail = format!("no scenario `{name}` is loaded here");
    AdminError::new(StatusCode::NOT_FOUND, "not loaded", detail)
        .hint(format!("load it with `POST …/scenarios/{name}/load`"))
}
