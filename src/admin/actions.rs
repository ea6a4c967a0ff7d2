//! Acting as a person of the cast.

use http::StatusCode;
use serde_json::{Map, Value};

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::people::current;
use super::wire::{ActionRow, DoneText, read_fields};
use crate::consumer::actions::{ACTIONS, ActionError, find};

/// `GET /actions`.
pub(super) async fn list(_: Call) -> Answer {
    let rows: Vec<ActionRow> = ACTIONS.iter().map(ActionRow::of).collect();
    ok(&rows)
}

/// `POST /sandboxes/{s}/people/{slug}/actions/{action}`.
pub(super) async fn act(call: Call) -> Answer {
    let (sandbox, slug) = (call.sandbox()?, call.slug("slug")?);
    let action = call.parameter("action");
    // Who is wrong in the address hears that before anything about the body.
    if find(action).is_none() {
        let names = ACTIONS.iter().map(|row| row.name);
        let error = AdminError::unknown("action", action, names);
        return Err(error.hint_unless_near("`GET /_sandbox/actions` lists them all"));
    }
    let body: Map<String, Value> = call.read_optional()?;
    let fields = read_fields(body)?;
    let done = call
        .change(&sandbox, |world| {
            current(world, &slug)?;
            let done = world.act(&slug, action, fields)?;
            let case = done.about.as_ref().and_then(|id| world.cases.first_of(id));
            Ok::<_, AdminError>(DoneText {
                invoice: case.map(str::to_owned),
                done: done.text,
                changed: done.changed,
                person: current(world, &slug)?,
            })
        })
        .await?;
    ok(&done)
}

impl From<ActionError> for AdminError {
    fn from(error: ActionError) -> Self {
        let detail = error.to_string();
        match &error {
            ActionError::UnknownAction { found } => {
                Self::unknown("action", found, error.known().into_iter())
            }
            ActionError::UnknownPerson { found } => {
                Self::unknown("person of the cast", found.as_str(), std::iter::empty())
            }
            ActionError::UnknownField { action, found } => {
                let known = error.known();
                let what = format!("field of `{action}`");
                let refusal = Self::unknown(&what, found, known.iter().copied())
                    .status(StatusCode::BAD_REQUEST)
                    .with("field", found.as_str());
                let all = match known.as_slice() {
                    [] => "it takes none".to_owned(),
                    names => format!("it takes {}", names.join(", ")),
                };
                refusal.hint_unless_near(all)
            }
            ActionError::Missing {
                field, expected, ..
            } => Self::new(StatusCode::BAD_REQUEST, "a field is missing", detail)
                .with("field", field.as_str())
                .with("expected", *expected),
            ActionError::Value {
                field,
                found,
                expected,
            } => Self::value(field, found, expected),
            ActionError::UnknownInvoice {
                found,
                expected,
                hint,
            } => unknown("invoice", "unknown invoice", detail)(found, expected, hint),
            ActionError::UnknownClaim {
                found,
                expected,
                hint,
            } => unknown("claim", "unknown claim", detail)(found, expected, hint),
            ActionError::UnknownMail {
                found,
                expected,
                hint,
            } => unknown("mail", "unknown letter", detail)(found, expected, hint),
            ActionError::UnknownPayment {
                found,
                expected,
                hint,
            } => unknown("payment", "unknown payment", detail)(found, expected, hint),
            ActionError::Refused(refusal) => {
                Self::new(StatusCode::CONFLICT, "it cannot be done now", detail)
                    .with("found", refusal.found.as_str())
                    .with("expected", refusal.expected.as_str())
                    .with("hint", refusal.hint.as_str())
            }
        }
    }
}

/// What is meant is not there.
fn unknown(
    field: &'static str,
    title: &'static str,
    detail: String,
) -> impl FnOnce(&str, &str, &str) -> AdminError {
    move |found, expected, hint| {
        AdminError::new(StatusCode::NOT_FOUND, title, detail)
            .with("field", field)
            .with("found", found)
            .with("expected", expected)
            .with("hint", hint)
    }
}
