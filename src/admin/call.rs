//! One request to the admin API, as its handlers see it.

use std::sync::Arc;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::faults::AdminError;
use crate::domain::slug::Slug;
use crate::http::{DROPPED_IDLE, House, json};
use crate::sandbox::Sandbox;
use crate::wire;

/// What a handler gives back.
pub(super) type Answer = Result<Response<Bytes>, AdminError>;

/// A request after routing.
#[derive(Debug)]
pub(super) struct Call {
    /// The house.
    pub(super) house: Arc<House>,
    /// Scheme and host as the client used them.
    pub(super) origin: String,
    /// What stands in the path for each name of the template, decoded.
    pub(super) parameters: Vec<(&'static str, String)>,
    /// The query string as sent.
    pub(super) query: String,
    /// What the client would like to get, as it says in `Accept`.
    pub(super) accept: String,
    /// The body.
    pub(super) body: Bytes,
    /// The body is TOML, as its media type says.
    pub(super) is_toml: bool,
}

impl Call {
    /// What stands in the path for a name; empty when the template has no such name.
    pub(super) fn parameter(&self, name: &str) -> &str {
        let found = self.parameters.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| value)
    }

    /// A name in the path that has to be a slug.
    pub(super) fn slug(&self, name: &str) -> Result<Slug, AdminError> {
        Slug::parse(self.parameter(name)).map_err(|error| AdminError::not_a_slug(&error))
    }

    /// The sandbox that the path names.
    pub(super) fn sandbox(&self) -> Result<Arc<Sandbox>, AdminError> {
        let name = self.slug("s")?;
        let visited = self.house.sandboxes.visit(&name);
        visited
            .map(|stay| Arc::clone(&stay))
            .ok_or_else(|| self.unknown_sandbox(&name))
    }

    /// Nothing has this name.
    pub(super) fn unknown_sandbox(&self, name: &Slug) -> AdminError {
        let all = self.house.sandboxes.list();
        let names = all.iter().map(|sandbox| sandbox.name().as_str());
        let error = if self.house.sandboxes.was_idle(name) {
            let detail = format!("no sandbox is called `{name}`{DROPPED_IDLE}");
            AdminError::new(StatusCode::NOT_FOUND, "unknown name", detail)
        } else {
            AdminError::unknown("sandbox", name.as_str(), names)
        };
        error.hint_unless_near(format!("create it with `PUT /_sandbox/sandboxes/{name}`"))
    }

    /// The body, which has to be JSON of this shape.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, AdminError> {
        if self.body.trim_ascii().is_empty() {
            let detail = "found an empty body, expected JSON";
            return Err(AdminError::new(
                StatusCode::BAD_REQUEST,
                "body missing",
                detail,
            ));
        }
        Ok(wire::json::read(&self.body)?)
    }

    /// The body, or the default where none was sent.
    pub(super) fn read_optional<T: DeserializeOwned + Default>(&self) -> Result<T, AdminError> {
        if self.body.trim_ascii().is_empty() {
            Ok(T::default())
        } else {
            self.read()
        }
    }

    /// The body as a merge patch, which has to be an object.
    pub(super) fn read_patch(&self) -> Result<Value, AdminError> {
        let patch: Map<String, Value> = self.read()?;
        Ok(Value::Object(patch))
    }

    /// The values of the query, each of which has to have one of these names; the first value of a
    /// name counts.
    pub(super) fn query<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<[Option<String>; N], AdminError> {
        let mut values: [Option<String>; N] = [const { None }; N];
        for (name, value) in form_urlencoded::parse(self.query.as_bytes()) {
            let slot = names
                .iter()
                .position(|known| *known == name)
                .and_then(|index| values.get_mut(index))
                .ok_or_else(|| {
                    AdminError::unknown("query parameter", &name, names.into_iter())
                        .status(StatusCode::BAD_REQUEST)
                })?;
            slot.get_or_insert_with(|| value.into_owned());
        }
        Ok(values)
    }
}

/// A good answer.
pub(super) fn ok(body: &impl Serialize) -> Answer {
    Ok(json(StatusCode::OK, body))
}
