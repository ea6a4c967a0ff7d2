//! Members of a JSON object, each of the type that the documentation gives it; null is as good as
//! absent. What is missing or breaks a rule of form is noted, so that all of it is told at once.

use serde_json::{Map, Value};

use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::wire::json;

/// Most notes that one refusal spells out.
const TOLD_MAX: usize = 20;

/// The JSON of a body.
pub(super) fn json_of(body: &[u8]) -> Result<Value, Fault> {
    json::read(body).map_err(|error| Fault::problem(ProblemKind::InvalidJson, error.to_string()))
}

/// An object and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Members<'a> {
    members: &'a Map<String, Value>,
    /// In front of each member's name.
    place: String,
}

impl<'a> Members<'a> {
    /// The members of a value that must be an object.
    pub(super) fn of(value: &'a Value, place: &str) -> Result<Self, Fault> {
        match value {
            Value::Object(members) => Ok(Self {
                members,
                place: match place {
                    "" => String::new(),
                    place => format!("{place}."),
                },
            }),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => {
                let place = match place {
                    "" => "the body",
                    place => place,
                };
                Err(wrong_type(place, value, "an object"))
            }
        }
    }

    /// A member's full name.
    pub(super) fn name(&self, name: &str) -> String {
        format!("{}{name}", self.place)
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, Fault> {
        self.read(name, "text", Value::as_str)
    }

    /// A whole number of øre.
    pub(super) fn whole(&self, name: &str) -> Result<Option<i64>, Fault> {
        self.read(name, "a whole number that fits 64 bits", Value::as_i64)
    }

    /// A list.
    pub(super) fn list(&self, name: &str) -> Result<Option<&'a [Value]>, Fault> {
        self.read(name, "a list", |value| value.as_array().map(Vec::as_slice))
    }

    /// An object.
    pub(super) fn object(&self, name: &str) -> Result<Option<Members<'a>>, Fault> {
        let found = self.read(name, "an object", Some)?;
        found
            .map(|value| Members::of(value, &self.name(name)))
            .transpose()
    }

    /// Every member that is text, by its name.
    pub(super) fn texts(&self) -> Result<Vec<(&'a str, &'a str)>, Fault> {
        let names = self.members.keys();
        let texts = names.map(|name| Ok(self.text(name)?.map(|text| (name.as_str(), text))));
        texts.filter_map(Result::transpose).collect()
    }

    fn read<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Fault> {
        match self.members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match read(value) {
                Some(read) => Ok(Some(read)),
                None => Err(wrong_type(&self.name(name), value, expected)),
            },
        }
    }
}

/// What is missing or breaks a rule of form.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<String>);

impl Notes {
    /// Notes something.
    pub(super) fn note(&mut self, name: &str, what: &str) {
        self.0.push(format!("{name}: {what}."));
    }

    /// A value that must be there; without one it is noted, and a stand-in goes on.
    pub(super) fn needed<T: Default>(&mut self, value: Option<T>, name: &str) -> T {
        value.unwrap_or_else(|| {
            self.note(name, "missing");
            T::default()
        })
    }

    /// Refuses if anything was noted.
    pub(super) fn judge(self) -> Result<(), Fault> {
        let count = self.0.len();
        if count == 0 {
            return Ok(());
        }
        let told: Vec<&str> = self.0.iter().take(TOLD_MAX).map(String::as_str).collect();
        let found = format!("{count} validation error(s) occurred. {}", told.join(" "));
        Err(Fault::problem(ProblemKind::InputValidationFailed, found))
    }
}

fn wrong_type(name: &str, value: &Value, expected: &str) -> Fault {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "another number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let found = format!("{name}: {found} where {expected} is expected");
    Fault::problem(ProblemKind::InvalidJson, found)
}
