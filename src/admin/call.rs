//! One request to the admin API, as its handlers see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Method, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::faults::AdminError;
use crate::domain::slug::Slug;
use crate::http::{DROPPED_IDLE, House, enter_noting, json};
use crate::sandbox::{Input, Sandbox, Stay, World};
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
    /// HTTP method.
    pub(super) method: Method,
    /// Path below the prefix, as sent.
    pub(super) path: String,
    /// Headers.
    pub(super) headers: HeaderMap,
    /// What stands in the path for each name of the template, decoded.
    pub(super) parameters: Vec<(&'static str, String)>,
    /// The query string as sent.
    pub(super) query: String,
    /// The body.
    pub(super) body: Bytes,
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

    /// The sandbox that the path names, which is in use as long as the visit lasts.
    pub(super) fn sandbox(&self) -> Result<Stay, AdminError> {
        let name = self.slug("s")?;
        let visited = self.house.sandboxes.visit(&name);
        visited.ok_or_else(|| self.unknown_sandbox(&name))
    }

    /// The media types that the client takes.
    pub(super) fn accept(&self) -> String {
        let values = self.headers.get_all(ACCEPT).iter();
        let texts: Vec<&str> = values.filter_map(|value| value.to_str().ok()).collect();
        texts.join(", ")
    }

    /// Whether the body is TOML, as its media type says.
    pub(super) fn is_toml(&self) -> bool {
        let media_type = self.headers.get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        media_type.is_some_and(|media_type| media_type.contains("toml"))
    }

    /// Changes the world of a sandbox, as an input from outside that the command log takes down.
    /// Whatever a handler changes it changes here; what only looks goes through `enter`.
    pub(super) async fn change<R>(
        &self,
        sandbox: &Arc<Sandbox>,
        act: impl FnOnce(&mut World) -> R,
    ) -> R {
        enter_noting(&self.house, sandbox, || self.input(), act).await
    }

    /// This request as the command log keeps it.
    pub(super) fn input(&self) -> Input {
        // Behind `/sandboxes/{s}`, so that it fits whatever the sandbox is called.
        let target = self.path.splitn(4, '/').nth(3).unwrap_or_default();
        let media_type = self.headers.get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok());
        Input::Admin {
            content_type: media_type.map(str::to_owned),
            method: self.method.as_str().to_owned(),
            target: match self.query.as_str() {
                "" => format!("/{target}"),
                query => format!("/{target}?{query}"),
            },
            body: self.body.clone(),
        }
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
        let mut found = self.query_of(&names)?;
        Ok(names.map(|name| found.remove(name)))
    }

    /// The same for a list of names.
    pub(super) fn query_of<'a>(
        &self,
        names: impl IntoIterator<Item = &'a &'static str>,
    ) -> Result<BTreeMap<&'static str, String>, AdminError> {
        let names: Vec<&'static str> = names.into_iter().copied().collect();
        let mut values = BTreeMap::new();
        for (found, value) in form_urlencoded::parse(self.query.as_bytes()) {
            let Some(name) = names.iter().find(|known| **known == found) else {
                let error = AdminError::unknown("query parameter", &found, names.into_iter());
                return Err(error.status(StatusCode::BAD_REQUEST));
            };
            values.entry(*name).or_insert_with(|| value.into_owned());
        }
        Ok(values)
    }
}

/// A good answer.
pub(super) fn ok(body: &impl Serialize) -> Answer {
    Ok(json(StatusCode::OK, body))
}
