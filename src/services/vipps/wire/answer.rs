//! An answer as HTTP, and the shapes of refusals: problems of the backend, and three of what stands
//! in front of it (Vipps: swagger, Error and MsError; developer knowledge base).

use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_METHODS, ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::echo::Echo;
use super::{access, paying, sending};
use crate::domain::vipps::{EmptyContentType, VippsSettings};
use crate::services::vipps::faults::{Fault, FaultKind, FrontKind, ProblemKind};
use crate::services::vipps::model::{Answer, Reply};
use crate::services::{Received, Refused, Spoken};

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
            Answer::Access(reply) => access::write(echo, settings, reply),
            Answer::Sending(reply) => sending::write(echo, settings, reply),
            Answer::Paying(reply) => paying::write(echo, settings, reply),
        },
        Err(fault) => error(fault),
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
pub(super) fn error(fault: &Fault) -> Response<Bytes> {
    let status = StatusCode::from_u16(fault.kind.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = match fault.kind {
        FaultKind::Problem(kind) => json!({ "error": problem(kind, &fault.why()) }),
        FaultKind::Front(kind) => front(kind, &fault.why()),
    };
    let mut response = json_body(status, &body);
    if let Some(wait) = fault.wait_s {
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(wait));
    }
    response
}

fn front(kind: FrontKind, why: &str) -> Value {
    let status = kind.status();
    match kind {
        FrontKind::MissingSubscriptionKey
        | FrontKind::InvalidSubscriptionKey
        | FrontKind::RateLimited
        | FrontKind::NoMethod
        | FrontKind::TooLarge => json!({ "statusCode": status, "message": why }),
        FrontKind::MissingAccessToken
        | FrontKind::InvalidAccessToken
        | FrontKind::ExpiredAccessToken
        | FrontKind::NoRoute => json!({
            "responseInfo": { "responseCode": status, "responseMessage": why },
            "result": { "message": why },
        }),
        FrontKind::UnknownClient | FrontKind::WrongSecret | FrontKind::TokenServer => {
            access::log_in_error(kind, why)
        }
    }
}

/// A request to an address that nothing has.
pub(super) fn no_route(received: &Received) -> Box<Refused> {
    let path: String = received.path.chars().take(120).collect();
    refused(&Fault::front(FrontKind::NoRoute, format!("{path}")))
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
        response: error(fault),
        why: fault.why(),
        rule: fault.rule(),
    })
}
