//! `[[step]]`: one thing to do, as meant.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::effect::{texts, wrong_act};
use super::message::Message;
use super::placeholder::{CAST, is_open};
use super::references;
use super::whole::Present;
use crate::consumer::actions;
use crate::domain::slug::Slug;
use crate::scenario::catalogue;
use crate::scenario::objection::Objection;
use crate::scenario::script::{self, DialectWord, Field, Fields};
use crate::services::{Fidelity, Match, Operation};

/// The company that calls unless a step names another.
const DEFAULT_CALLER: &str = "fjord-energi";

/// The service whose requests are signed, in one of several versions.
const DIGIPOST: &str = "digipost";

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
    /// Whether the step names it; a caller that it does not name is nobody in particular for
    /// services that take messages from anybody.
    pub names_caller: bool,
    /// How its fields become a message.
    pub message: Message,
    /// The body, where it is sent as it is.
    pub body: Option<Body>,
    /// What the message says, field by field; beside an invoice that is sent as it is, the
    /// parameters of its form.
    pub fields: Fields,
    /// Values of the names in the path.
    pub path: BTreeMap<String, String>,
    /// Query parameters.
    pub query: BTreeMap<String, String>,
    /// Headers.
    pub headers: BTreeMap<String, String>,
    /// The address that is called in the place of the operation's own.
    pub link: Option<String>,
    /// Whether the request is signed.
    pub signed: bool,
    /// The version of Digipost's interface; that of the operation unless given.
    pub dialect: Option<DialectWord>,
}

/// A body that is sent as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// This text.
    Text(String),
    /// What is in a file beside the scenario's.
    File(String),
}

pub(super) fn read_all(
    written: &[script::Step],
    present: &Present,
    wrong: &mut Vec<Objection>,
) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    // Those that were not understood have names as well.
    let mut names: Vec<String> = Vec::new();
    for (index, step) in written.iter().enumerate() {
        let read = read(step, index, present).and_then(|read| {
            references::of_step(step, &names, present)?;
            if CAST.contains(&read.name.as_str()) || read.name.contains(['/', '}']) {
                let expected = "a name without `/` and `}` that is not `people` or `companies`";
                return Err(Objection::new("name", &read.name, expected));
            }
            if steps.iter().any(|other| other.name == read.name) {
                let why = format!("found the name `{}` a second time", read.name);
                return Err(Objection::because("name", why));
            }
            Ok(read)
        });
        names.push(name_of(step, index));
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
        "await" => {
            let filters = step.awaited.clone().unwrap_or_default();
            super::value::filters("await", &filters)?;
            Doing::Await {
                filters,
                timeout: step.timeout.clone(),
            }
        }
        _ => Doing::Advance {
            by: step.advance.clone(),
            until_idle: step.until_idle.unwrap_or(false),
        },
    };
    Ok(Step {
        name: name_of(step, index),
        doing,
    })
}

fn name_of(step: &script::Step, index: usize) -> String {
    let name = step.name.clone();
    name.unwrap_or_else(|| format!("step {}", index + 1))
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
        ("link", step.link.is_some(), &["call"]),
        ("signed", step.signed.is_some(), &["call"]),
        ("dialect", step.dialect.is_some(), &["call"]),
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
    if operation.matched_by == Match::Own {
        let why = format!(
            "`{id}` cannot be called: {} does it by itself when its time comes; move the clock \
             with `advance` or `set`",
            service.name
        );
        return Err(Objection::because("call", why));
    }
    let caller = step.caller.as_deref().unwrap_or(DEFAULT_CALLER);
    present.company("as", caller)?;
    of_digipost(step, service.name)?;
    of_path(step, operation.path, service.name)?;
    let body = match (&step.body, &step.body_file) {
        (Some(_), Some(_)) => {
            let why = "found beside `body`, expected one of them";
            return Err(Objection::because("body_file", why));
        }
        (Some(body), None) => Some(Body::Text(body.clone())),
        (None, Some(file)) => Some(Body::File(file.clone())),
        (None, None) => None,
    };
    let message = Message::of(operation);
    message.check(&step.fields, body.is_some())?;
    if body.is_none() {
        somebody(message, &step.fields, present)?;
    }
    Ok(Call {
        operation,
        service: service.name,
        caller: caller.to_owned(),
        names_caller: step.caller.is_some(),
        message,
        body,
        fields: step.fields.clone(),
        path: step.path.clone(),
        query: step.query.clone(),
        headers: step.headers.clone(),
        link: step.link.clone(),
        signed: step.signed.unwrap_or(false),
        dialect: step.dialect,
    })
}

/// Objects to a name in the path that is missing or not there.
fn of_path(step: &script::Step, template: &str, service: &str) -> Result<(), Objection> {
    for name in names_in(template) {
        // Whoever calls Digipost sends for itself unless a step says otherwise.
        let is_known = service == DIGIPOST && name == "sender";
        if !step.path.contains_key(name) && step.link.is_none() && !is_known {
            let why = format!("has no `{name}`, which `{template}` needs");
            return Err(Objection::because("path", why));
        }
    }
    for name in step.path.keys() {
        if !names_in(template).any(|known| known == name) {
            let path = format!("path.{name}");
            let expected = format!("a name in `{template}`");
            return Err(Objection::new(&path, name, &expected));
        }
    }
    Ok(())
}

/// Objects to somebody who is named by a slug and not there.
fn somebody(message: Message, fields: &Fields, present: &Present) -> Result<(), Objection> {
    for (name, is_person) in message.slugs() {
        match fields.text(name) {
            Some(slug) if is_open(slug) => {}
            Some(slug) if *is_person => present.person(&format!("fields.{name}"), slug)?,
            Some(slug) => present.company(&format!("fields.{name}"), slug)?,
            None => {}
        }
    }
    Ok(())
}

/// Objects to what only requests to Digipost have.
fn of_digipost(step: &script::Step, service: &str) -> Result<(), Objection> {
    for (name, given) in [
        ("signed", step.signed.is_some()),
        ("dialect", step.dialect.is_some()),
    ] {
        if given && service != DIGIPOST {
            let why = format!("found with an operation of {service}, expected one of {DIGIPOST}");
            return Err(Objection::because(name, why));
        }
    }
    Ok(())
}

/// Whether a field's value is only known once an earlier step has been done.
fn names_a_reply(fields: &Fields) -> bool {
    let names = |(_, value): &(String, Field)| match value {
        Field::Text(text) => is_open(text),
        Field::Bare(_) | Field::Group(_) | Field::List(_) => false,
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
