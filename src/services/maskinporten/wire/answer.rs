//! Answers as HTTP (RFC 6749, section 5; RFC 8414, section 3; RFC 7517, section 5).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::door::Echo;
use super::form::GRANT_TYPE;
use super::sealed::note_token;
use crate::crypto::jwk::RsaJwk;
use crate::documents::maskinporten::{key_id, signer};
use crate::domain::maskinporten::KeyNumber;
use crate::services::maskinporten::faults::{Fault, Marks};
use crate::services::maskinporten::model::{ALGORITHMS, Answer, Reply};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Tokens and refusals are for one client, now (RFC 6749, section 5.1).
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Writes the answer to a request.
pub(in crate::services::maskinporten) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    match said {
        Ok(Reply { issuer, answer }) => match answer {
            Answer::Metadata => json_body(StatusCode::OK, &metadata(issuer, &echo.address)),
            Answer::Keys(keys) => {
                let keys: Vec<Value> = keys.iter().map(|key| jwk(*key)).collect();
                json_body(StatusCode::OK, &json!({ "keys": keys }))
            }
            Answer::Token(given) => note_token(given),
        },
        Err(fault) => refusal(fault, &echo.address),
    }
}

/// A JSON body.
pub(super) fn json_body(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

/// A body that nobody keeps.
pub(super) fn unkept(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = json_body(status, body);
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}

/// What the server is. The issuer may be set; the other addresses are where the caller is.
fn metadata(issuer: &str, address: &str) -> Value {
    let algorithms: Vec<&str> = ALGORITHMS.iter().map(|it| it.as_str()).collect();
    json!({
        "issuer": issuer,
        "token_endpoint": format!("{address}token"),
        "jwks_uri": format!("{address}jwk"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "grant_types_supported": [GRANT_TYPE],
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
    })
}

/// A key as it is published.
fn jwk(number: KeyNumber) -> Value {
    let certificate = signer(number).certificate();
    let RsaJwk { n, e, .. } = RsaJwk::of(certificate);
    json!({
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": key_id(number),
        "n": n,
        "e": e,
        "x5c": [STANDARD.encode(certificate.der())],
    })
}

/// A refusal. Its description holds no characters that one may not (RFC 6749, section 5.2).
pub(super) fn refusal(fault: &Fault, address: &str) -> Response<Bytes> {
    let Fault { kind, found, marks } = fault;
    let mut said = kind.phrase().to_owned();
    if !found.is_empty() {
        said = format!("{said}: found {found}, {}", kind.expected());
    }
    if let Some(Marks { trace, .. }) = marks {
        said = format!("{said} (trace_id: {trace})");
    }
    let plain = |it: char| match it {
        '"' | '\\' => '\'',
        ' '..='~' => it,
        _ => '?',
    };
    let description: String = said.chars().map(plain).collect();
    let mut body = json!({ "error": kind.error(), "error_description": description });
    if let Some(code) = kind.code() {
        let issuer = marks.as_ref().map_or(address, |marks| &marks.issuer);
        body["error_uri"] = json!(format!("{issuer}errors/{code}"));
    }
    let status = StatusCode::from_u16(kind.status());
    unkept(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &body)
}
