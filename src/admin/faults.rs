//! Refusals of the admin API: what was found, what was expected, what to do (RFC 9457).

use bytes::Bytes;
use http::header::ALLOW;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value};

use crate::domain::cast::Taken;
use crate::domain::settings::{SETTINGS, SettingError};
use crate::domain::slug::SlugError;
use crate::http::problem;
use crate::sandbox::{
    CastingError, GUARD_SETTING, RecipeError, SnapshotError, TakenElsewhere, Untaken,
};
use crate::scenario::{LibraryError, Objection};
use crate::snapshot::TextError;
use crate::wire::json::{JsonError, hint_for};

/// Most characters of a caller's text that an error repeats.
const SHOWN: usize = 80;

/// A refusal of the admin API.
#[derive(Debug)]
pub(super) struct AdminError {
    status: StatusCode,
    title: &'static str,
    detail: String,
    allow: Option<String>,
    extra: Map<String, Value>,
}

impl AdminError {
    /// A refusal; the detail says what was found and what was expected.
    pub(super) fn new(status: StatusCode, title: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            title,
            detail: detail.into(),
            allow: None,
            extra: Map::new(),
        }
    }

    /// A value that does not fit, at a place in the body, the query or the path.
    pub(super) fn value(field: &str, found: &str, expected: &str) -> Self {
        let found = shown(found);
        let detail = format!("{field}: found `{found}`, expected {expected}");
        Self::new(StatusCode::BAD_REQUEST, "a value does not fit", detail)
            .with("field", field)
            .with("found", found)
            .with("expected", expected)
    }

    /// A name that nobody has, with the nearest one that somebody has.
    pub(super) fn unknown<'a>(
        what: &str,
        found: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Self {
        let found = shown(found);
        let hint = nearest(&found, known);
        let detail = format!("no {what} is called `{found}`");
        let error = Self::new(StatusCode::NOT_FOUND, "unknown name", detail).with("found", found);
        match hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// A name that cannot be one.
    pub(super) fn not_a_slug(error: &SlugError) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "not a usable name",
            error.to_string(),
        )
        .with("found", error.found.as_str())
    }

    /// The address takes other methods.
    pub(super) fn method(found: &str, path: &str, allow: String) -> Self {
        let detail = format!("{} {} is not offered", shown(found), shown(path));
        let mut error = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method not offered", detail)
            .hint(format!("use {allow}"));
        error.allow = Some(allow);
        error
    }

    /// What does not fit in a scenario's file: the first thing, and the rest beside it.
    pub(super) fn of_files(wrong: Vec<LibraryError>) -> Self {
        let all: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        let title = "the scenario does not fit";
        let error = Self::new(StatusCode::BAD_REQUEST, title, all.join(" | "));
        error.with("problems", all)
    }

    /// What does not fit in a scenario: the first thing, and the rest beside it.
    pub(super) fn of_objections(wrong: Vec<Objection>) -> Self {
        let all: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        let title = "the scenario does not fit";
        let error = Self::new(StatusCode::BAD_REQUEST, title, all.join(" | "));
        error.with("problems", all)
    }

    /// The same with another status.
    pub(super) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with what to do.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.detail = format!("{}; {hint}", self.detail);
        self.with("hint", hint)
    }

    /// The same with what to do, if it does not say so already.
    pub(super) fn hint_unless_near(self, hint: impl Into<String>) -> Self {
        if self.extra.contains_key("hint") {
            self
        } else {
            self.hint(hint)
        }
    }

    /// The same with one more member.
    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// The refusal as an answer.
    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = problem(self.status, self.title, &self.detail, self.extra);
        let allow = self.allow.map(|allow| HeaderValue::from_str(&allow));
        if let Some(Ok(allow)) = allow {
            response.headers_mut().insert(ALLOW, allow);
        }
        response
    }
}

/// A caller's text, short enough for an error.
pub(super) fn shown(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// What was probably meant by an unknown word.
pub(super) fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let words: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    // A backtick in the wrong word would be read as its end.
    let found = found.replace('`', "'");
    // In the words of serde, whose lists of known words the hint is looked up in.
    hint_for(&format!(
        "unknown field `{found}`, expected one of {}",
        words.join(", ")
    ))
}

impl From<JsonError> for AdminError {
    fn from(error: JsonError) -> Self {
        let refusal = Self::new(
            StatusCode::BAD_REQUEST,
            "the body does not fit",
            format!("{}: {}", error.path, error.message),
        )
        .with("field", error.path);
        match error.hint {
            Some(hint) => refusal.hint(hint),
            None => refusal,
        }
    }
}

impl From<TextError> for AdminError {
    fn from(error: TextError) -> Self {
        let TextError {
            field,
            found,
            expected,
        } = error;
        let words: Vec<&str> = match expected.strip_prefix("one of ") {
            Some(words) => words.split('`').skip(1).step_by(2).collect(),
            None => Vec::new(),
        };
        let refusal = Self::value(&field, &found, &expected);
        match nearest(&found, words) {
            Some(hint) => refusal.hint(hint),
            None => refusal,
        }
    }
}

impl From<SnapshotError> for AdminError {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Form(error) => error.into(),
            SnapshotError::Value(error) => error.into(),
            SnapshotError::Format { found } => {
                let detail = error.to_string();
                Self::new(StatusCode::BAD_REQUEST, "another format", detail)
                    .with("field", "format")
                    .with("found", found)
            }
        }
    }
}

impl From<Taken> for AdminError {
    fn from(taken: Taken) -> Self {
        let detail = taken.to_string();
        Self::new(StatusCode::CONFLICT, "taken by somebody else", detail)
            .with("found", taken.value)
            .with("owner", taken.owner.as_str())
            .hint("leave it out, and one is kept or minted")
    }
}

impl From<CastingError> for AdminError {
    fn from(error: CastingError) -> Self {
        let detail = error.to_string();
        match error {
            CastingError::Text(error) => error.into(),
            CastingError::Taken(taken) => taken.into(),
            CastingError::Untaken(untaken) => untaken.into(),
            CastingError::MandateTaken { key, owner } => {
                let found = format!("{} {}", key.payee_account, key.kid);
                Self::new(StatusCode::CONFLICT, "taken by somebody else", detail)
                    .with("field", "mandates")
                    .with("found", found)
                    .with("owner", owner.as_str())
                    .hint("take another KID, or end that mandate first")
            }
        }
    }
}

impl From<Objection> for AdminError {
    fn from(objection: Objection) -> Self {
        let Objection { path, reason, hint } = objection;
        let detail = if path.is_empty() {
            reason
        } else {
            format!("{path}: {reason}")
        };
        let status = StatusCode::BAD_REQUEST;
        let refusal = Self::new(status, "the scenario does not fit", detail).with("field", path);
        match hint {
            Some(hint) => refusal.hint(hint),
            None => refusal,
        }
    }
}

impl From<Untaken> for AdminError {
    fn from(untaken: Untaken) -> Self {
        let title = "identity number not taken";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, title, untaken.to_string())
            .with("field", "ssn")
            .with("found", untaken.found.as_str())
            .with("setting", GUARD_SETTING)
            .hint(untaken.hint())
    }
}

impl From<SettingError> for AdminError {
    fn from(error: SettingError) -> Self {
        match error {
            SettingError::Unknown { name } => {
                let names = SETTINGS.iter().map(|row| row.name);
                let refusal = Self::unknown("setting", &name, names.clone())
                    .status(StatusCode::BAD_REQUEST)
                    .with("field", format!("settings.{name}"));
                let names: Vec<&str> = names.collect();
                refusal.hint_unless_near(format!("known are {}", names.join(", ")))
            }
            SettingError::Value {
                name,
                found,
                expected,
            } => Self::value(&format!("settings.{name}"), &found, expected),
        }
    }
}

impl From<RecipeError> for AdminError {
    fn from(error: RecipeError) -> Self {
        match error {
            RecipeError::Setting(error) => error.into(),
            RecipeError::Cast(error) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the cast cannot be built",
                error.to_string(),
            ),
            RecipeError::Scenario(objection) => objection.into(),
            RecipeError::Taken(error) => error.into(),
        }
    }
}

impl From<TakenElsewhere> for AdminError {
    fn from(error: TakenElsewhere) -> Self {
        let hint = format!(
            "take another name, or let `{}` have another credential",
            error.sandbox
        );
        Self::new(
            StatusCode::CONFLICT,
            "taken in another sandbox",
            error.to_string(),
        )
        .with("found", shown(&error.credential))
        .with("owner", error.sandbox.as_str())
        .hint(hint)
    }
}
