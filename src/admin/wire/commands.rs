//! The command log and its marks.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::domain::slug::Slug;
use crate::sandbox::{Command, CommandLog, Input, Mark};

/// A mark.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct MarkText {
    name: String,
    at: String,
    /// The number of the first command behind it.
    from: u64,
    /// How many commands lie behind it, those included that had no room.
    commands: u64,
    dropped: u64,
}

/// A command.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct CommandText<'a> {
    number: u64,
    at: String,
    #[serde(flatten)]
    input: InputText<'a>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum InputText<'a> {
    Request {
        service: &'static str,
        method: &'a str,
        target: &'a str,
        headers: Vec<[String; 2]>,
        #[serde(flatten)]
        body: BytesText<'a>,
    },
    Clock {
        to: String,
        mode: &'static str,
    },
    Admin {
        #[serde(skip_serializing_if = "Option::is_none")]
        content_type: Option<&'a str>,
        method: &'a str,
        target: &'a str,
        #[serde(flatten)]
        body: BytesText<'a>,
    },
}

/// Bytes as text where they are text.
#[derive(Debug, Serialize, JsonSchema)]
struct BytesText<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl MarkText {
    /// A mark of a log.
    pub(in crate::admin) fn of(name: &Slug, mark: Mark, log: &CommandLog) -> Self {
        Self {
            name: name.to_string(),
            at: instant(mark.at),
            from: mark.from,
            commands: log.next_number().saturating_sub(mark.from),
            dropped: log.dropped_from(mark.from),
        }
    }
}

impl<'a> CommandText<'a> {
    /// The text of a command.
    pub(in crate::admin) fn of(command: &'a Command) -> Self {
        let input = match &command.input {
            Input::Request {
                service,
                method,
                target,
                headers,
                body,
            } => InputText::Request {
                service,
                method,
                target,
                headers: headers
                    .iter()
                    .map(|(name, value)| [name.as_str().to_owned(), text_of(value.as_bytes())])
                    .collect(),
                body: BytesText::of(body),
            },
            Input::Clock { to, mode } => InputText::Clock {
                to: instant(*to),
                mode: mode.as_str(),
            },
            Input::Admin {
                content_type,
                method,
                target,
                body,
            } => InputText::Admin {
                content_type: content_type.as_deref(),
                method,
                target,
                body: BytesText::of(body),
            },
        };
        Self {
            number: command.number,
            at: instant(command.at),
            input,
        }
    }
}

/// A header value, which by its standard is Latin-1 where it is not ASCII.
fn text_of(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) => value.iter().copied().map(char::from).collect(),
    }
}

impl<'a> BytesText<'a> {
    fn of(bytes: &'a Bytes) -> Self {
        let body = std::str::from_utf8(bytes).ok();
        Self {
            body,
            body_base64: body.is_none().then(|| BASE64_STANDARD.encode(bytes)),
        }
    }
}
