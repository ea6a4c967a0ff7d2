//! Strict reading of JSON objects: each member is asked for, and none may be left over.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::domain::dpi::OutOfBounds;
use crate::wire::error::WireError;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Field<'a> {
    path: String,
    value: &'a Value,
}

/// An object of which each member that was asked for is remembered.
#[derive(Debug)]
pub(super) struct Members<'a> {
    path: String,
    map: &'a Map<String, Value>,
    asked: Vec<&'static str>,
}

impl<'a> Members<'a> {
    /// Whether a member is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// A member that must be there.
    pub(super) fn required(&mut self, name: &'static str) -> Result<Field<'a>, WireError> {
        self.optional(name)
            .ok_or_else(|| WireError::new(self.path_of(name), "this member", "nothing"))
    }

    /// A member that may be there.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<Field<'a>> {
        self.asked.push(name);
        let value = self.map.get(name)?;
        let path = self.path_of(name);
        Some(Field { path, value })
    }

    /// Reads a member that may be there.
    pub(super) fn maybe<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(Field<'a>) -> Result<T, WireError>,
    ) -> Result<Option<T>, WireError> {
        self.optional(name).map(read).transpose()
    }

    /// Says that no other member may be there.
    pub(super) fn finish(self) -> Result<(), WireError> {
        let other = self
            .map
            .keys()
            .find(|name| !self.asked.contains(&name.as_str()));
        match other {
            None => Ok(()),
            Some(name) => Err(WireError::new(
                self.path_of(&shortened(name)),
                format!("no other members than {}", self.asked.join(", ")),
                "one",
            )),
        }
    }

    /// An error at this object.
    pub(super) fn error(&self, expected: impl Into<String>, found: impl Into<String>) -> WireError {
        WireError::new(self.path.as_str(), expected, found)
    }

    fn path_of(&self, name: &str) -> String {
        match self.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        }
    }
}

impl<'a> Field<'a> {
    /// The whole of a document.
    pub(super) fn whole(value: &'a Value) -> Self {
        let path = String::new();
        Self { path, value }
    }

    /// An object.
    pub(super) fn members(self) -> Result<Members<'a>, WireError> {
        let Value::Object(map) = self.value else {
            return Err(self.error("an object", kind(self.value)));
        };
        Ok(Members {
            path: self.path,
            map,
            asked: Vec::new(),
        })
    }

    /// The values of a list.
    pub(super) fn list(self) -> Result<Vec<Self>, WireError> {
        let Value::Array(values) = self.value else {
            return Err(self.error("a list", kind(self.value)));
        };
        let values = values.iter().enumerate();
        let at = |(at, value)| Self {
            path: format!("{}[{at}]", self.path),
            value,
        };
        Ok(values.map(at).collect())
    }

    /// The one value of a list.
    pub(super) fn only(self) -> Result<Self, WireError> {
        let mut values = self.clone().list()?;
        match (values.len(), values.pop()) {
            (1, Some(only)) => Ok(only),
            (length, _) => Err(self.error("a list of one", format!("one of {length}"))),
        }
    }

    /// A text.
    pub(super) fn text(&self) -> Result<&'a str, WireError> {
        let text = self.value.as_str();
        text.ok_or_else(|| self.error("a text", kind(self.value)))
    }

    /// A text with limits or a form.
    pub(super) fn parsed<T>(
        &self,
        parse: impl FnOnce(&str) -> Result<T, OutOfBounds>,
    ) -> Result<T, WireError> {
        parse(self.text()?).map_err(|wrong| self.error(wrong.expected, wrong.found))
    }

    /// A text that is one of a table's words.
    pub(super) fn word<T: Copy>(&self, words: &[(T, &str)]) -> Result<T, WireError> {
        let text = self.text()?;
        let known = words.iter().find(|(_, word)| *word == text);
        known.map(|(value, _)| *value).ok_or_else(|| {
            let all: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            self.error(all.join(" or "), format!("`{}`", shortened(text)))
        })
    }

    /// A text that is this one.
    pub(super) fn exactly(&self, expected: &str) -> Result<(), WireError> {
        self.word(&[((), expected)])
    }

    /// Yes or no.
    pub(super) fn boolean(&self) -> Result<bool, WireError> {
        let found = self.value.as_bool();
        found.ok_or_else(|| self.error("true or false", kind(self.value)))
    }

    /// A whole number, zero or more.
    pub(super) fn number(&self) -> Result<u64, WireError> {
        let found = self.value.as_u64();
        found.ok_or_else(|| self.error("a whole number", kind(self.value)))
    }

    /// A date.
    pub(super) fn date(&self) -> Result<Date, WireError> {
        let text = self.text()?;
        let date = text.parse().ok().filter(|_| text.len() == 10);
        date.ok_or_else(|| self.wrong(text, "a date, for example 2026-03-01"))
    }

    /// A moment with its offset (RFC 3339).
    pub(super) fn moment(&self) -> Result<Timestamp, WireError> {
        let text = self.text()?;
        let plain = matches!(text.as_bytes().get(10), Some(b'T' | b't')) && !text.contains('[');
        let moment = text.parse().ok().filter(|_| plain);
        let expected = "a date and a time with offset, for example 2026-03-01T08:00:00+01:00";
        moment.ok_or_else(|| self.wrong(text, expected))
    }

    /// An error here that shows a text.
    pub(super) fn wrong(&self, text: &str, expected: impl Into<String>) -> WireError {
        self.error(expected, format!("`{}`", shortened(text)))
    }

    /// An error here.
    pub(super) fn error(&self, expected: impl Into<String>, found: impl Into<String>) -> WireError {
        let path = match self.path.as_str() {
            "" => "the message",
            path => path,
        };
        WireError::new(path, expected, found)
    }
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Number(number) => format!("the number {}", shortened(&number.to_string())),
        Value::String(text) => format!("the text `{}`", shortened(text)),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Errors quote the message; they must not repeat a megabyte of it.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
