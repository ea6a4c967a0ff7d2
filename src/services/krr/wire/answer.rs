//! An answer as HTTP, and refusals in two shapes, neither of which a document has: that of Spring,
//! which the real register is built with, and problems (RFC 9457).

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::certificate::of_printer;
use super::echo::Echo;
use super::person::Writer;
use super::sealed::{Noted, TIME};
use crate::domain::krr::ErrorForm;
use crate::services::krr::faults::{Fault, FaultKind};
use crate::services::krr::model::{Answer, Page, Reply};
use crate::services::{Received, Refused, Spoken};
use crate::wire::json::problem;

/// The organisation number of the print service (Digdir: DPI, complete samples).
const PRINTER: &str = "974761076";

/// Writes the answer to a request.
pub(in crate::services::krr) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    let reply = match said {
        Ok(reply) => reply,
        Err(fault) => return error(&echo.path, fault),
    };
    let mut response = Response::new(Bytes::from(body(reply)));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    if echo.signed {
        let signing = Noted::Sign(reply.signing);
        response.extensions_mut().insert(signing);
    }
    response
}

fn body(reply: &Reply) -> Vec<u8> {
    let mut writer = Writer::new(&reply.settings);
    match &reply.answer {
        Answer::Persons(rows) => {
            writer.raw("{\"personer\":");
            writer.persons(rows);
            writer.raw("}");
        }
        Answer::Own(row) => writer.person(row),
        Answer::Changes(page) => {
            let Page {
                rows,
                from,
                until,
                last,
            } = page;
            writer.raw("{\"list\":");
            writer.persons(rows);
            for (name, number) in [
                ("fraEndringsId", from),
                ("tilEndringsId", until),
                ("sisteEndringsId", last),
            ] {
                writer.key(name, "");
                writer.raw(&number.to_string());
            }
            writer.raw("}");
        }
        Answer::Print => {
            let body = json!({
                "postkasseleverandoerAdresse": PRINTER,
                "x509Sertifikat": of_printer(),
            });
            writer.raw(&body.to_string());
        }
    }
    writer.into_bytes()
}

/// A refusal in its shape.
fn error(path: &str, fault: &Fault) -> Response<Bytes> {
    let code = fault.kind.status();
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let title = status.canonical_reason().unwrap_or_default();
    let (media_type, body) = match fault.form {
        ErrorForm::Spring => {
            let body = json!({
                "timestamp": TIME,
                "status": code,
                "error": title,
                "path": path,
            });
            ("application/json", body.to_string().into_bytes())
        }
        ErrorForm::Problem => {
            let mut more = Map::new();
            more.insert("instance".to_owned(), Value::from(path));
            let body = problem(code, title, &fault.why(), more);
            ("application/problem+json", body)
        }
    };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(challenge) = challenge(fault.kind) {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    }
    response.extensions_mut().insert(Noted::Time);
    response
}

/// What a refused token is told (RFC 6750, section 3): nothing but the scheme where there is none.
fn challenge(kind: FaultKind) -> Option<&'static str> {
    match kind {
        FaultKind::MissingToken => Some("Bearer"),
        FaultKind::InvalidToken | FaultKind::TokenExpired | FaultKind::WrongIssuer => {
            Some("Bearer error=\"invalid_token\"")
        }
        FaultKind::MissingScope | FaultKind::NoUser => Some("Bearer error=\"insufficient_scope\""),
        FaultKind::InvalidJson
        | FaultKind::InvalidMember
        | FaultKind::UnknownMember
        | FaultKind::NoPersons
        | FaultKind::TooManyPersons
        | FaultKind::MalformedNumber
        | FaultKind::UnknownLanguage
        | FaultKind::NoEntry
        | FaultKind::NoRoute
        | FaultKind::NoMethod
        | FaultKind::TooLarge
        | FaultKind::MediaType
        | FaultKind::TooManyRequests
        | FaultKind::Internal
        | FaultKind::NotSimulated
        | FaultKind::Unavailable => None,
    }
}

/// A request to an address that nothing has.
pub(super) fn no_route(received: &Received) -> Box<Refused> {
    let path: String = received.path.chars().take(120).collect();
    refused(received, &Fault::new(FaultKind::NoRoute, path))
}

/// A request with a method that its address does not have.
pub(super) fn no_method(received: &Received, methods: &[&str]) -> Box<Refused> {
    let methods = methods.join(", ");
    let found = format!("{} where {methods} is taken", received.request.method());
    let mut refused = refused(received, &Fault::new(FaultKind::NoMethod, found));
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
