//! Answers of the sandbox itself, as against those of the impersonated services.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::identity::masked;
use crate::wire;

/// A problem body in the form of RFC 9457. Whatever it repeats of a request, it repeats without
/// identity numbers that may be a citizen's: problems end up in other people's logs.
#[must_use]
pub fn problem(
    status: StatusCode,
    title: &str,
    detail: &str,
    extra: Map<String, Value>,
) -> Response<Bytes> {
    let body = wire::json::problem(status.as_u16(), title, detail, extra);
    let body = masked(&body, |_| false).unwrap_or(body);
    respond(status, "application/problem+json", body)
}

/// A JSON body.
#[must_use]
pub fn json(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    match serde_json::to_vec(body) {
        Ok(body) => respond(status, "application/json", body),
        Err(error) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the answer could not be written",
            &error.to_string(),
            Map::new(),
        ),
    }
}

/// Nothing stands at this address.
#[must_use]
pub fn not_found(detail: &str) -> Response<Bytes> {
    problem(
        StatusCode::NOT_FOUND,
        "nothing stands at this address",
        detail,
        Map::new(),
    )
}

/// A line of its own, so that a terminal shows the prompt below it.
fn respond(status: StatusCode, media_type: &'static str, mut body: Vec<u8>) -> Response<Bytes> {
    body.push(b'\n');
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
