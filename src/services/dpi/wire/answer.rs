//! An answer as HTTP, and refusals as problems (DPI: OpenAPI of the access points).

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::door::Echo;
use super::sealed::{Noted, note};
use crate::documents::dpi::write_receipt;
use crate::domain::calendar::with_offset;
use crate::services::dpi::faults::{Fault, FaultKind};
use crate::services::dpi::model::{Answer, Listed, Reply, StatusLine};
use crate::services::{Received, Refused, Spoken};
use crate::wire::json::problem;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Writes the answer to a request.
pub(in crate::services::dpi) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    match said.map(|reply| &reply.answer) {
        Ok(Answer::Taken) => empty(StatusCode::CREATED),
        Ok(Answer::Read) => empty(StatusCode::OK),
        Ok(Answer::Statuses(lines)) => json_body(&Value::Array(lines.iter().map(status).collect())),
        Ok(Answer::List(receipts)) if receipts.is_empty() => empty(StatusCode::NO_CONTENT),
        Ok(Answer::List(receipts)) => list(echo, receipts),
        Err(fault) => error(&echo.path, fault),
    }
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

fn json_body(body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

fn status(line: &StatusLine) -> Value {
    json!({
        "status": line.status.as_str(),
        "beskrivelse": line.text,
        "timestamp": with_offset(line.at),
    })
}

/// The receipts, readable; they are signed when the answer leaves.
fn list(echo: &Echo, receipts: &[Listed]) -> Response<Bytes> {
    let (rows, notes): (Vec<Value>, Vec<Noted>) = receipts
        .iter()
        .map(|listed| {
            let id = listed.receipt.header.message;
            let text = write_receipt(&listed.receipt);
            let readable: Value = serde_json::from_slice(&text).unwrap_or(Value::Null);
            let row = json!({
                "forretningsmelding": readable,
                "downloadurl": format!("{}/messages/in/{id}", echo.base),
            });
            let noted = Noted {
                from: listed.from,
                flaw: listed.flaw,
            };
            (row, noted)
        })
        .unzip();
    let mut response = json_body(&Value::Array(rows));
    note(&mut response, notes);
    response
}

/// A refusal as a problem.
fn error(path: &str, fault: &Fault) -> Response<Bytes> {
    let mut more = Map::new();
    more.insert("instance".to_owned(), Value::from(path));
    let (status, title) = (fault.kind.status(), fault.kind.title());
    let body = problem(status, title, &fault.why(), more);
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, PROBLEM);
    response
}

/// A request to an address that nothing has.
pub(super) fn no_route(received: &Received) -> Box<Refused> {
    let path: String = received.path.chars().take(120).collect();
    refused(received, &Fault::of(FaultKind::NoRoute, path))
}

/// A request with a method that its address does not have.
pub(super) fn no_method(received: &Received, methods: &[&'static str]) -> Box<Refused> {
    let method = received.request.method();
    let methods = methods.join(", ");
    let found = format!("{method} where {methods} is taken");
    let mut refused = refused(received, &Fault::of(FaultKind::NoMethod, found));
    if let Ok(allowed) = HeaderValue::from_str(&methods) {
        refused.response.headers_mut().insert(ALLOW, allowed);
    }
    refused
}

fn refused(received: &Received, fault: &Fault) -> Box<Refused> {
    Box::new(Refused {
        operation: None,
        response: error(&received.path, fault),
        why: fault.why(),
        rule: fault.rule(),
    })
}
