//! An answer as HTTP, and the shapes of refusals: problems of the backend, and three of what stands
//! in front of it (Vipps: swagger, Error and MsError; developer knowledge base).

use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_METHODS, ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::echo::Echo;
use super::sealed::note_refusal;
use super::strict::documented;
use super::{access, paying, sending};
use crate::domain::vipps::{EmptyContentType, VippsSettings};
use crate::services::vipps::faults::{Fault, FaultKind, FrontKind, Manner, ProblemKind};
use crate::services::vipps::model::{Answer, Reply};
use crate::services::{Operation, Received, Refused, Spoken};

/// What the type of every problem begins with (Vipps: invoice API problems).
const PROBLEMS: &str = "https://vipps.no/invoice/v1/problems";

/// As somebody saw it on the wire.
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=UTF-8");

/// Writes the answer to a request.
pub(in crate::services::vipps) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    match said {
        Ok(Reply { settings, answer }) => match answer {
            Answer::Access(reply) => access::write(reply),
            Answer::Sending(reply) => sending::write(settings, reply),
            Answer::Paying(reply) => paying::write(settings, reply),
        },
        Err(fault) => error(Some(echo.operation), fault),
    }
}

/// A JSON body.
pub(super) fn json_body(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

/// No body; whether it has a media type all the same is a setting.
pub(super) fn empty(status: StatusCode, settings: &VippsSettings) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    match settings.empty_content_type {
        EmptyContentType::None => {}
        EmptyContentType::Json => {
            response.headers_mut().insert(CONTENT_TYPE, JSON);
        }
    }
    response
}

/// A problem as it stands in a body and among the problems of a rejected invoice.
pub(super) fn problem(kind: ProblemKind, detail: &str) -> Value {
    let row = kind.row();
    json!({
        "type": format!("{PROBLEMS}{}", row.slug),
        "title": row.title,
        "detail": detail,
    })
}

/// A refusal in its shape.
pub(super) fn error(operation: Option<&Operation>, fault: &Fault) -> Response<Bytes> {
    let Manner {
        correlation,
        strict_statuses,
    } = fault.manner;
    let status = match operation {
        Some(operation) if strict_statuses => documented(operation.id, fault.kind),
        Some(_) | None => fault.kind.status(),
    };
    let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match fault.kind {
        FaultKind::Problem(kind) => {
            let mut problem = problem(kind, &fault.why());
            if let (Some((key, id)), Value::Object(members)) = (correlation, &mut problem) {
                members.insert(key.as_str().to_owned(), id.to_string().into());
            }
            json_body(code, &json!({ "error": problem }))
        }
        FaultKind::Front(kind) => match front(kind, status, &fault.why()) {
            Some(body) => json_body(code, &body),
            None => note_refusal(code, kind, &fault.why(), correlation.map(|(_, id)| id)),
        },
    };
    if let Some(wait) = fault.wait_s {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}

/// What stands in front of the backend says so, except for the log-in, which speaks like Entra.
fn front(kind: FrontKind, status: u16, why: &str) -> Option<Value> {
    let of_token = |code: &str| {
        json!({
            "responseInfo": { "responseCode": status, "responseMessage": format!("{code}{why}") },
            "result": { "message": format!("{code}{why}") },
        })
    };
    match kind {
        FrontKind::MissingSubscriptionKey
        | FrontKind::InvalidSubscriptionKey
        | FrontKind::RateLimited
        | FrontKind::NoMethod
        | FrontKind::TooLarge => Some(json!({ "statusCode": status, "message": why })),
        // The codes are those of the library for tokens that the gateway is built with; the first
        // one stands in the swagger's example.
        FrontKind::InvalidAccessToken => Some(of_token("IDX10503: ")),
        FrontKind::ExpiredAccessToken => Some(of_token("IDX10223: ")),
        FrontKind::MissingAccessToken | FrontKind::NoRoute => Some(of_token("")),
        FrontKind::UnknownClient | FrontKind::WrongSecret | FrontKind::TokenServer => None,
    }
}

/// A request to an address that nothing has.
pub(super) fn no_route(received: &Received) -> Box<Refused> {
    let path: String = received.path.chars().take(120).collect();
    refused(&Fault::front(FrontKind::NoRoute, path))
}

/// A request with a method that its address does not have; `OPTIONS` is told which it has.
pub(super) fn no_method(received: &Received, methods: &[&'static str]) -> Box<Refused> {
    let method = received.request.method();
    let methods = methods.join(", ");
    let found = format!("{method} where {methods} is taken");
    let mut refused = refused(&Fault::front(FrontKind::NoMethod, found));
    if method == http::Method::OPTIONS {
        refused.response = Response::new(Bytes::new());
        *refused.response.status_mut() = StatusCode::NO_CONTENT;
    }
    if let Ok(allowed) = HeaderValue::from_str(&format!("{methods}, OPTIONS")) {
        let headers = refused.response.headers_mut();
        headers.insert(ALLOW, allowed.clone());
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, allowed);
    }
    refused
}

fn refused(fault: &Fault) -> Box<Refused> {
    Box::new(Refused {
        operation: None,
        response: error(None, fault),
        why: fault.why(),
        rule: fault.rule(),
    })
}
