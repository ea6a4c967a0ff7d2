//! Refusals of messages that are wrong by themselves.

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue};
use http::{Response, StatusCode};

use super::answer;
use crate::services::mps::operations::{self, MANDATES_PATH};
use crate::services::{Operation, Refused};
use crate::wire::soap::{self, FaultParts};

/// A refusal, as what it will say and how.
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    rule: Option<&'static str>,
    operation: Option<&'static Operation>,
    why: String,
}

impl Refusal {
    /// The message breaks the schema.
    pub(super) fn schema(why: impl Into<String>) -> Self {
        Self::with(StatusCode::INTERNAL_SERVER_ERROR, "MPS-SCHEMA", why)
    }

    /// The message is no SOAP 1.1 envelope.
    pub(super) fn envelope(why: impl Into<String>) -> Self {
        Self::with(StatusCode::INTERNAL_SERVER_ERROR, "MPS-ENVELOPE", why)
    }

    /// The media type is none that an envelope comes in.
    pub(super) fn media_type(why: impl Into<String>) -> Self {
        Self::with(StatusCode::UNSUPPORTED_MEDIA_TYPE, "MPS-ENVELOPE", why)
    }

    /// The message is too large.
    pub(super) fn limit(why: impl Into<String>) -> Self {
        Self::with(StatusCode::PAYLOAD_TOO_LARGE, "MPS-LIMIT", why)
    }

    /// The real service has it and we do not.
    pub(super) fn not_simulated(operation: &'static Operation) -> Self {
        let id = operation.id;
        Self {
            status: StatusCode::NOT_IMPLEMENTED,
            code: "Server",
            rule: None,
            operation: Some(operation),
            why: format!(
                "{id} is not simulated by Sandkasse; GET /_sandbox/operations lists what is"
            ),
        }
    }

    fn with(status: StatusCode, rule: &'static str, why: impl Into<String>) -> Self {
        Self {
            status,
            code: "Client",
            rule: Some(rule),
            operation: None,
            why: why.into(),
        }
    }

    /// Names the operation.
    pub(super) fn of(self, operation: &'static Operation) -> Self {
        Self {
            operation: Some(operation),
            ..self
        }
    }

    /// Answers with another standard fault code than `Client`.
    pub(super) fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// Puts the words into a SOAP fault without detail.
    pub(super) fn into_refused(self) -> Box<Refused> {
        let fault = soap::write_fault(FaultParts::new(self.code, &self.why));
        Box::new(Refused {
            operation: self.operation,
            response: answer::xml(self.status, fault),
            why: self.why,
            rule: self.rule,
        })
    }
}

/// The method does not fit the address.
pub(super) fn method(found: &str, allow: &'static str) -> Box<Refused> {
    let why = format!("expected POST, or GET with ?wsdl, found {found}");
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let mut refused = Refusal::with(status, "MPS-ENVELOPE", why).into_refused();
    let headers = refused.response.headers_mut();
    headers.insert(ALLOW, HeaderValue::from_static(allow));
    refused
}

/// Nothing is at this address.
pub(super) fn path(found: &str) -> Box<Refused> {
    let why = format!(
        "expected one of the paths {} (POST for messages, GET with ?wsdl for the interface \
         description), or GET below {MANDATES_PATH}v1/, found {found}",
        operations::paths().collect::<Vec<_>>().join(", ")
    );
    let mut response = Response::new(Bytes::from(format!("{why}\n")));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, plain);
    Box::new(Refused {
        operation: None,
        response,
        why,
        rule: None,
    })
}
