//! Listeners: one service of one sandbox at the root of a port of its own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http::{Response, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::call::{Answer, Call, ok};
use super::faults::{AdminError, shown};
use crate::domain::slug::Slug;
use crate::http::{LISTENERS_MAX, ListenError, Listener, default_sandbox, json, listen};

/// What somebody asks for when opening a listener.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(rename = "NewListener")]
pub(super) struct Wanted {
    service: String,
    sandbox: Option<String>,
    host: Option<String>,
    #[serde(default)]
    port: u16,
}

#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ListenerText {
    id: String,
    service: &'static str,
    sandbox: String,
    address: String,
    url: String,
}

impl ListenerText {
    fn of(listener: &Listener) -> Self {
        let address = listener.address.to_string();
        Self {
            id: listener.id.to_string(),
            service: listener.seat.service,
            sandbox: listener.seat.sandbox_name.to_string(),
            url: format!("http://{address}"),
            address,
        }
    }
}

/// `GET /listeners`.
pub(super) async fn list(call: Call) -> Answer {
    let all = call.house.listeners.list();
    ok(&all.iter().map(ListenerText::of).collect::<Vec<_>>())
}

/// `POST /listeners`.
pub(super) async fn post(call: Call) -> Answer {
    let wanted: Wanted = call.read()?;
    let sandbox = match &wanted.sandbox {
        Some(name) => Slug::parse(name).map_err(|error| AdminError::not_a_slug(&error))?,
        None => default_sandbox(),
    };
    let address = SocketAddr::new(host(wanted.host.as_deref())?, wanted.port);
    let opened = listen(&call.house, &wanted.service, &sandbox, address);
    let listener = opened.map_err(|error| refusal(&call, error))?;
    Ok(json(StatusCode::CREATED, &ListenerText::of(&listener)))
}

/// `GET /listeners/{id}`.
pub(super) async fn get(call: Call) -> Answer {
    let listener = id(&call).and_then(|id| call.house.listeners.get(id));
    match listener {
        Some(listener) => ok(&ListenerText::of(&listener)),
        None => Err(unknown(&call)),
    }
}

/// `DELETE /listeners/{id}`.
pub(super) async fn delete(call: Call) -> Answer {
    let was_open = match id(&call) {
        Some(id) => call.house.listeners.close(id).await,
        None => false,
    };
    if !was_open {
        return Err(unknown(&call));
    }
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

fn id(call: &Call) -> Option<u64> {
    let text = call.parameter("id");
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

fn unknown(call: &Call) -> AdminError {
    let found = shown(call.parameter("id"));
    let detail = format!("no listener has the id `{found}`");
    AdminError::new(StatusCode::NOT_FOUND, "unknown listener", detail)
        .with("found", found)
        .hint("`GET /_sandbox/listeners` lists those that are open")
}

fn host(text: Option<&str>) -> Result<IpAddr, AdminError> {
    match text {
        None | Some("localhost") => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        Some(text) => text.parse().map_err(|_| {
            AdminError::value("host", text, "an address such as `127.0.0.1` or `::1`")
        }),
    }
}

fn refusal(call: &Call, error: ListenError) -> AdminError {
    let detail = error.to_string();
    match error {
        ListenError::UnknownService { found, known } => {
            AdminError::unknown("service", &found, known.iter().copied())
                .status(StatusCode::BAD_REQUEST)
                .with("field", "service")
                .hint_unless_near(format!("known are {}", known.join(", ")))
        }
        ListenError::UnknownSandbox(name) => call.unknown_sandbox(&name).with("field", "sandbox"),
        ListenError::BeyondLoopback(address) => {
            AdminError::new(StatusCode::BAD_REQUEST, "beyond loopback", detail)
                .with("field", "host")
                .with("found", address.ip().to_string())
                .with("expected", "a loopback address")
                .hint("leave `host` out, or let the server itself listen there")
        }
        ListenError::TooMany => AdminError::new(StatusCode::CONFLICT, "too many listeners", detail)
            .with("expected", format!("at most {LISTENERS_MAX}"))
            .hint("close one with `DELETE /_sandbox/listeners/{id}`"),
        ListenError::Refused {
            address,
            cause,
            holder,
        } => {
            let hint = match holder {
                Some(id) => {
                    format!("close it with `DELETE /_sandbox/listeners/{id}`, or take port 0")
                }
                None => "take another port, or port 0 for a free one".to_owned(),
            };
            AdminError::new(StatusCode::CONFLICT, "cannot listen there", detail)
                .with("field", "port")
                .with("found", format!("{address}: {cause}"))
                .with("expected", "an address that is free")
                .hint(hint)
        }
    }
}
