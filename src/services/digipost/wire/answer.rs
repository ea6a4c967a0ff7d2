//! An answer as HTTP: envelope, media type, errors, and the seal.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{HeaderName, Response, StatusCode};

use super::dialect::Dialect;
use super::echo::Echo;
use super::{agreements, keeping, people, sending};
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{Answer, Reply};
use crate::services::{Operation, Received, Refused, Spoken};
use crate::wire::xml::Writer;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-digipost-request-id");

/// Writes the answer to a request.
pub(in crate::services::digipost) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    let mut response = match said {
        Ok(reply) => match &reply.answer {
            Answer::People(reply) => people::write(echo, reply),
            Answer::Sending(reply) => sending::write(echo, reply),
            Answer::Keeping(reply) => keeping::write(echo, reply),
            Answer::Agreements(reply) => agreements::write(echo, reply),
        },
        Err(fault) => error(echo.dialect, fault),
    };
    let id = echo.request_id.as_deref().map(HeaderValue::from_str);
    if let Some(Ok(id)) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let form = said.map_or_else(|fault| fault.form, |reply| reply.form);
    echo.signing.note(form, response.extensions_mut());
    response
}

/// An answer in XML whose root is in the namespace of the client's version, without a prefix.
pub(super) fn xml(
    status: StatusCode,
    echo: &Echo,
    root: &str,
    inside: impl FnOnce(&mut Writer),
) -> Response<Bytes> {
    xml_with(status, echo, root, &[], inside)
}

/// The same, with attributes of the root.
pub(super) fn xml_with(
    status: StatusCode,
    echo: &Echo,
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Writer),
) -> Response<Bytes> {
    written(status, echo.dialect, root, attributes, inside)
}

fn written(
    status: StatusCode,
    dialect: Dialect,
    root: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Writer),
) -> Response<Bytes> {
    let mut writer = Writer::new();
    let namespace = [("xmlns", dialect.namespace())];
    writer.open(root, &[namespace.as_slice(), attributes].concat());
    inside(&mut writer);
    writer.close();
    let mut response = Response::new(Bytes::from(writer.finish()));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static(dialect.media_type());
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}

/// A refusal in the client's version.
pub(super) fn error(dialect: Dialect, fault: &Fault) -> Response<Bytes> {
    let kind = match dialect {
        Dialect::V7 | Dialect::V8 => fault.kind,
        Dialect::User1 => fault.kind.about_users(),
    };
    let row = kind.row();
    let status = StatusCode::from_u16(row.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if let Some(wait) = fault.wait_s {
        // Clients read the header and expect nothing beside it.
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(wait));
        return response;
    }
    written(status, dialect, "error", &[], |writer| {
        writer.leaf("error-code", row.code);
        writer.leaf("error-message", &fault.why());
        match dialect {
            Dialect::V7 | Dialect::V8 => {
                writer.leaf("error-type", row.error_type.as_str());
            }
            Dialect::User1 => {}
        }
    })
}

/// A request that no operation takes: another path, or another method than the path takes.
pub(super) fn refused(
    dialect: Dialect,
    received: &Received,
    methods: &[&'static str],
) -> Box<Refused> {
    let path: String = received.path.chars().take(120).collect();
    let method = received.request.method();
    let (status, why) = match methods.join(", ") {
        none if none.is_empty() => {
            let why = format!("nothing stands at {path}; `GET /` lists every address");
            (StatusCode::NOT_FOUND, why)
        }
        allowed => {
            let why = format!("{path}: expected {allowed}, found {method}");
            (StatusCode::METHOD_NOT_ALLOWED, why)
        }
    };
    let mut refused = refused_with(dialect, None, status, why);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        let allow = HeaderValue::from_str(&methods.join(", "));
        if let Ok(allow) = allow {
            refused.response.headers_mut().insert(ALLOW, allow);
        }
    }
    refused
}

/// A request that is wrong by itself, whoever sends it.
pub(super) fn refused_with(
    dialect: Dialect,
    operation: Option<&'static Operation>,
    status: StatusCode,
    why: String,
) -> Box<Refused> {
    let fault = Fault::new(FaultKind::ProblemWithRequest, why.clone());
    let mut response = error(dialect, &fault);
    *response.status_mut() = status;
    Box::new(Refused {
        operation,
        response,
        rule: fault.rule(),
        why,
    })
}
