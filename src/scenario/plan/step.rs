//! `[[step]]`: one thing to do, as meant.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::effect::{texts, wrong_act};
use super::whole::Present;
use crate::consumer::actions;
use crate::domain::slug::Slug;
use crate::scenario::catalogue;
use crate::scenario::objection::Objection;
use crate::scenario::script::{self, Field, Fields};
use crate::services::{Fidelity, Operation};

/// The company that calls unless a step names another.
const DEFAULT_CALLER: &str = "fjord-energi";

/// One thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name; `step 3` for the third one without a name.
    pub name: String,
    /// What it is.
    pub doing: Doing,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum Doing {
    /// Calls an operation.
    Call(Box<Call>),
    /// Moves the clock by a duration, or until nothing is left to happen, or both.
    Advance {
        /// By this long, ISO 8601.
        by: Option<String>,
        /// Until nothing is left to happen.
        until_idle: bool,
    },
    /// Moves the clock to an instant or a named stop.
    Set(String),
    /// Does what a consumer does.
    Act {
        /// The name of the act.
        action: String,
        /// Who.
        person: Slug,
        /// With what.
        fields: Fields,
    },
    /// Waits for a journal entry.
    Await {
        /// Filters of the journal.
        filters: Map<String, Value>,
        /// How long at most, as the admin API reads it.
        timeout: Option<String>,
    },
}

/// A call of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Which.
    pub operation: &'static Operation,
    /// The name of its service.
    pub service: &'static str,
    /// The company that calls.
    pub caller: String,
    /// What the message says.
    pub content: Content,
    /// Values of the names in the path.
    pub path: BTreeMap<String, String>,
    /// Query parameters.
    pub query: BTreeMap<String, String>,
    /// Headers.
    pub headers: BTreeMap<String, String>,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Field by field.
    Fields(Fields),
    /// This body.
    Body(String),
    /// The body in a file beside the scenario's.
    File(String),
}

pub(super) fn read_all(
    written: &[script::Step],
    present: &Present,
    wrong: &mut Vec<Objection>,
) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (index, step) in written.iter().enumerate() {
        let read = read(step, index, present).and_then(|read| {
            if steps.iter().any(|other| other.name == read.name) {
                let why = format!("found the name `{}` a second time", read.name);
                return Err(Objection::because("name", why));
            }
            Ok(read)
        });
        match read {
            Ok(step) => steps.push(step),
            Err(objection) => wrong.push(objection.within(&format!("step[{index}]"))),
        }
    }
    steps
}

fn read(step: &script::Step, index: usize, present: &Present) -> Result<Step, Objection> {
    let verbs = [
        ("call", step.call.is_some()),
        ("advance", step.advance.is_some()),
        ("set", step.set.is_some()),
        ("act", step.act.is_some()),
        ("await", step.awaited.is_some()),
    ];
    let given: Vec<&str> = verbs
        .iter()
        .filter_map(|(name, given)| given.then_some(*name))
        .collect();
    let verb = match given[..] {
        [one] => one,
        [] if step.until_idle == Some(true) => "advance",
        [] => {
            let why = "found nothing to do, expected one of `call`, `advance`, `until_idle`, \
                       `set`, `act` and `await`";
            return Err(Objection::because("", why));
        }
        [first, second, ..] => {
            let why = format!("found beside `{first}`, expected one thing in one step");
            return Err(Objection::because(second, why));
        }
    };
    strays(step, verb)?;
    let doing = match verb {
        "call" => Doing::Call(Box::new(call(step, present)?)),
        "act" => act(step, present)?,
        "set" => Doing::Set(step.set.clone().unwrap_or_default()),
        "await" => Doing::Await {
            filters: step.awaited.clone().unwrap_or_default(),
            timeout: step.timeout.clone(),
        },
        _ => Doing::Advance {
            by: step.advance.clone(),
            until_idle: step.until_idle.unwrap_or(false),
        },
    };
    let name = step.name.clone();
    Ok(Step {
        name: name.unwrap_or_else(|| format!("step {}", index + 1)),
        doing,
    })
}

/// A field that goes with another verb says that something was meant which will not happen.
fn strays(step: &script::Step, verb: &str) -> Result<(), Objection> {
    let rows = [
        ("as", step.caller.is_some(), &["call"][..]),
        ("fields", !step.fields.is_empty(), &["call", "act"]),
        ("body", step.body.is_some(), &["call"]),
        ("body_file", step.body_file.is_some(), &["call"]),
        ("path", !step.path.is_empty(), &["call"]),
        ("query", !step.query.is_empty(), &["call"]),
        ("headers", !step.headers.is_empty(), &["call"]),
        ("until_idle", step.until_idle.is_some(), &["advance"]),
        ("person", step.person.is_some(), &["act"]),
        ("timeout", step.timeout.is_some(), &["await"]),
    ];
    for (name, given, goes_with) in rows {
        if given && !goes_with.contains(&verb) {
            let why = format!(
                "found beside `{verb}`, expected `{}`",
                goes_with.join("` or `")
            );
            return Err(Objection::because(name, why));
        }
    }
    Ok(())
}

fn call(step: &script::Step, present: &Present) -> Result<Call, Objection> {
    let id = step.call.as_deref().unwrap_or_default();
    let Some((service, operation)) = catalogue::operation(id) else {
        let expected = "an operation such as `maventa.createInvoice`";
        let known = catalogue::names().filter(|name| name.contains('.'));
        return Err(Objection::unknown("call", id, expected, known));
    };
    if operation.fidelity == Fidelity::Absent {
        let why = format!("`{id}` is not simulated; `GET /_sandbox/operations` lists what is");
        return Err(Objection::because("call", why));
    }
    let caller = step.caller.as_deref().unwrap_or(DEFAULT_CALLER);
    present.company("as", caller)?;
    for name in names_in(operation.path) {
        if !step.path.contains_key(name) {
            let why = format!("has no `{name}`, which `{}` needs", operation.path);
            return Err(Objection::because("path", why));
        }
    }
    let given = [
        ("fields", !step.fields.is_empty()),
        ("body", step.body.is_some()),
        ("body_file", step.body_file.is_some()),
    ];
    let mut given = given.iter().filter(|(_, given)| *given);
    if let (Some((first, _)), Some((second, _))) = (given.next(), given.next()) {
        let why = format!("found beside `{first}`, expected one of them");
        return Err(Objection::because(second, why));
    }
    let content = match (&step.body, &step.body_file) {
        (Some(body), _) => Content::Body(body.clone()),
        (None, Some(file)) => Content::File(file.clone()),
        (None, None) => Content::Fields(step.fields.clone()),
    };
    Ok(Call {
        operation,
        service: service.name,
        caller: caller.to_owned(),
        content,
        path: step.path.clone(),
        query: step.query.clone(),
        headers: step.headers.clone(),
    })
}

/// Whether a field's value is only known once an earlier step has been done.
fn names_a_reply(fields: &Fields) -> bool {
    let names = |(_, value): &(String, Field)| match value {
        Field::Text(text) => text.contains("${"),
        Field::Group(_) | Field::List(_) => false,
    };
    fields.0.iter().any(names)
}

/// The names in braces of a path template.
fn names_in(template: &str) -> impl Iterator<Item = &str> {
    let segments = template.split('/');
    segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

fn act(step: &script::Step, present: &Present) -> Result<Doing, Objection> {
    let Some(person) = &step.person else {
        let why = "found without a `person`, expected the slug of who acts";
        return Err(Objection::because("act", why));
    };
    present.person("person", person)?;
    let action = step.act.as_deref().unwrap_or_default();
    if !names_a_reply(&step.fields) {
        let fields = texts(&step.fields)?;
        actions::check(action, &fields).map_err(|error| wrong_act("act", action, &error))?;
    } else if actions::find(action).is_none() {
        let known = actions::ACTIONS.iter().map(|row| row.name);
        return Err(Objection::unknown(
            "act",
            action,
            "something that a consumer does",
            known,
        ));
    }
    let slug = Slug::parse(person);
    Ok(Doing::Act {
        action: action.to_owned(),
        person: slug.map_err(|error| Objection::because("person", error.to_string()))?,
        fields: step.fields.clone(),
    })
}
