//! The player's seat: one sandbox of the house, the way into it, and the keys of its callers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{Method, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::reply::Reply;
use crate::domain::credentials::MpsLogin;
use crate::domain::slug::Slug;
use crate::http::{House, answer, body_max};

/// What the sandbox is called by its clients; it stands in addresses that answers contain.
const HOST_NAME: &str = "sandkasse";

/// What the admin API shows of a person at addresses of its own.
const DIGITAL: [&str; 3] = ["mailbox", "payments", "agreements"];

/// One sandbox, as its clients reach it.
#[derive(Debug)]
pub(super) struct Seat {
    house: Arc<House>,
    sandbox: Slug,
    /// The keys of every company that has some, by slug.
    credentials: Value,
    /// Access tokens by whose they are, each with the instant until which it holds.
    tokens: BTreeMap<String, (String, Timestamp)>,
}

impl Seat {
    /// Makes a sandbox.
    ///
    /// # Errors
    /// What the admin API said.
    pub(super) async fn take(
        house: &Arc<House>,
        sandbox: &Slug,
        wanted: &Value,
    ) -> Result<Self, String> {
        let mut seat = Self {
            house: Arc::clone(house),
            sandbox: sandbox.clone(),
            credentials: Value::Null,
            tokens: BTreeMap::new(),
        };
        let made = seat.admin(&Method::PUT, "", Some(wanted)).await;
        if made.status != Some(201) {
            return Err(made.describe());
        }
        seat.learn_credentials().await;
        Ok(seat)
    }

    /// Asks for everybody's keys, which a stage may have changed.
    pub(super) async fn learn_credentials(&mut self) {
        let shown = self.admin(&Method::GET, "", None).await;
        self.credentials = shown.body.get("credentials").cloned().unwrap_or_default();
    }

    /// Sends to an address of the admin API below this sandbox.
    pub(super) async fn admin(&self, method: &Method, path: &str, body: Option<&Value>) -> Reply {
        let path = format!("/_sandbox/sandboxes/{}{path}", self.sandbox);
        let body = body.map(|body| Bytes::from(body.to_string()));
        let mut request = Request::new(body.unwrap_or_default());
        *request.method_mut() = method.clone();
        self.send(request, &path).await
    }

    /// Sends to an address of a service in this sandbox.
    pub(super) async fn service(
        &self,
        service: &str,
        path: &str,
        request: Request<Bytes>,
    ) -> Reply {
        self.send(request, &self.target(service, path)).await
    }

    /// The whole path of an address of a service in this sandbox.
    pub(super) fn target(&self, service: &str, path: &str) -> String {
        let prefix = self
            .house
            .services
            .iter()
            .map(|entry| entry.mount())
            .find(|mount| mount.service == service)
            .map_or("", |mount| mount.prefix);
        format!("/s/{}{prefix}{path}", self.sandbox)
    }

    /// Where sandbox time stands.
    pub(super) async fn now(&self) -> Option<Timestamp> {
        let clock = self.admin(&Method::GET, "/clock", None).await;
        clock.body.get("now")?.as_str()?.parse().ok()
    }

    /// The keys of a company.
    ///
    /// # Errors
    /// Who has keys.
    pub(super) fn keys(&self, company: &str) -> Result<&Value, String> {
        self.credentials.get(company).ok_or_else(|| {
            let known = self.credentials.as_object();
            let known: Vec<&str> = known
                .iter()
                .flat_map(|it| it.keys())
                .map(String::as_str)
                .collect();
            format!(
                "`{company}` has no keys here; companies with keys are {}",
                known.join(", ")
            )
        })
    }

    /// The user of a company at MPS.
    ///
    /// # Errors
    /// That it has none.
    pub(super) fn login(&self, company: &str) -> Result<MpsLogin, String> {
        let keys = self.keys(company)?;
        let key = |name| keys.get(name).and_then(Value::as_str).map(str::to_owned);
        let (user, password) = key("mps_user")
            .zip(key("mps_password"))
            .ok_or_else(|| format!("`{company}` has no user at MPS, expected one with `mps`"))?;
        Ok(MpsLogin { user, password })
    }

    /// An access token of the router for a company, fetched when there is none that holds.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) async fn token(&mut self, company: &str) -> Result<String, String> {
        let now = self.now().await.unwrap_or(Timestamp::MIN);
        if let Some(token) = self.kept_token(company, now) {
            return Ok(token);
        }
        let form = token_form(self.keys(company)?);
        let mut request = Request::new(Bytes::from(form));
        *request.method_mut() = Method::POST;
        let media_type = http::HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, media_type);
        let reply = self.service("maventa", "/oauth2/token", request).await;
        let token = reply.body.get("access_token").and_then(Value::as_str);
        let Some(token) = token.filter(|_| reply.is_good()) else {
            let said = reply.describe();
            return Err(format!("`{company}` gets no access token: {said}"));
        };
        let life = reply.body.get("expires_in").and_then(Value::as_i64);
        let life = SignedDuration::from_secs(life.unwrap_or(0));
        let until = now.checked_add(life).unwrap_or(Timestamp::MAX);
        self.keep_token(company.to_owned(), token.to_owned(), until);
        Ok(token.to_owned())
    }

    /// A token that was fetched before and holds.
    pub(super) fn kept_token(&self, whose: &str, now: Timestamp) -> Option<String> {
        let (token, until) = self.tokens.get(whose)?;
        (now < *until).then(|| token.clone())
    }

    /// Keeps a token as long as it holds.
    pub(super) fn keep_token(&mut self, whose: String, token: String, until: Timestamp) {
        self.tokens.insert(whose, (token, until));
    }

    /// Adds to a person what lies in the mailbox, waits at the bank and was agreed on, as far as
    /// a text asks for it.
    pub(super) async fn add_digital(&self, person: &mut Value, text: &str) {
        let slug = person
            .get("slug")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let Some((slug, members)) = slug.zip(person.as_object_mut()) else {
            return;
        };
        for part in DIGITAL {
            let is_named = text.contains(&format!("${{people/{slug}/{part}/"));
            if is_named || text.contains(&format!("\"{part}\"")) {
                let path = format!("/people/{}/{part}", encoded(&slug));
                let reply = self.admin(&Method::GET, &path, None).await;
                if reply.is_good() {
                    members.insert(part.to_owned(), reply.body);
                }
            }
        }
    }

    /// Drops the sandbox.
    pub(super) async fn leave(&self) {
        self.admin(&Method::DELETE, "", None).await;
    }

    /// Sends to a whole path.
    pub(super) async fn send(&self, mut request: Request<Bytes>, path: &str) -> Reply {
        let Ok(uri) = path.parse() else {
            return Reply {
                breakage: Some("no address"),
                text: path.to_owned(),
                ..Reply::default()
            };
        };
        *request.uri_mut() = uri;
        let host = http::HeaderValue::from_static(HOST_NAME);
        request.headers_mut().entry(HOST).or_insert(host);
        // As the adapter has it: a body beyond the limit is not read.
        let path = request.uri().path();
        let limit = body_max(&self.house, request.method().as_str(), path);
        let too_large = (request.body().len() > limit).then_some(limit);
        if too_large.is_some() {
            *request.body_mut() = Bytes::new();
        }
        Reply::of(answer(&self.house, request, too_large).await)
    }
}

/// The form of a token call with everything that a sender may do.
pub(super) fn token_fields(keys: &Value) -> [(&'static str, String); 5] {
    let key = |name| {
        keys.get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    [
        ("grant_type", "client_credentials".to_owned()),
        ("client_id", key("company_id")),
        ("client_secret", key("user_api_key")),
        ("vendor_api_key", key("vendor_api_key")),
        ("scope", "eui".to_owned()),
    ]
}

fn token_form(keys: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(token_fields(keys));
    form.finish()
}

/// A segment of a path, or a name in a query, with every other character as percent signs.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A query string of values: texts as they are, others as JSON.
pub(super) fn query(filters: &Value) -> String {
    let members = filters.as_object().into_iter().flatten();
    let pairs = members.map(|(name, value)| {
        let text = value.as_str().map(str::to_owned);
        let value = encoded(&text.unwrap_or_else(|| value.to_string()));
        format!("{}={value}", encoded(name))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// What a sandbox begins with.
pub(super) fn wanted(start: Option<Timestamp>, seed: Option<u64>) -> Value {
    let mut wanted = json!({ "clock": "frozen" });
    if let Some(start) = start {
        wanted["start"] = Value::from(start.to_string());
    }
    if let Some(seed) = seed {
        wanted["seed"] = Value::from(seed);
    }
    wanted
}
