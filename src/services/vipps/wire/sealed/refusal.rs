//! Refused log-ins, in the shape of Entra, which stands behind them and tells when it refused
//! (Vipps: Access token API, error 400 and 401; the codes are those of Entra).

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use uuid::{Builder, Uuid};

use super::noted::{Noted, put};
use crate::crypto::sha256;
use crate::services::vipps::faults::FrontKind;
use crate::services::vipps::wire::answer::json_body;

const TIME: &str = "(time, written on sending)";

/// A refusal, which is completed when it leaves. The correlation id is that of the fault.
pub(in crate::services::vipps::wire) fn note_refusal(
    status: StatusCode,
    kind: FrontKind,
    why: &str,
    correlation: Option<Uuid>,
) -> Response<Bytes> {
    let (error, code) = words_of(kind);
    let correlation = correlation.unwrap_or_default();
    let trace = other(correlation);
    let description = format!(
        "AADSTS{code}: {why}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\n\
         Timestamp: {TIME}"
    );
    let body = json!({
        "error": error,
        "error_description": description,
        "error_codes": [code],
        "timestamp": TIME,
        "trace_id": trace.to_string(),
        "correlation_id": correlation.to_string(),
        "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
    });
    let mut response = json_body(status, &body);
    let extensions = response.extensions_mut();
    extensions.insert(Noted::Refusal);
    response
}

/// Completes it.
pub(super) fn write(at: Timestamp, body: &mut Bytes) {
    let at = at.to_zoned(TimeZone::UTC);
    let at = at.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    put(body, TIME, &at);
    put(body, TIME, &at);
}

fn words_of(kind: FrontKind) -> (&'static str, u32) {
    match kind {
        FrontKind::UnknownClient => ("unauthorized_client", 700_016),
        FrontKind::WrongSecret => ("invalid_client", 7_000_215),
        FrontKind::TokenServer
        | FrontKind::MissingSubscriptionKey
        | FrontKind::InvalidSubscriptionKey
        | FrontKind::RateLimited
        | FrontKind::MissingAccessToken
        | FrontKind::InvalidAccessToken
        | FrontKind::ExpiredAccessToken
        | FrontKind::NoRoute
        | FrontKind::NoMethod
        | FrontKind::TooLarge => ("temporarily_unavailable", 90_033),
    }
}

/// An id that belongs to another.
fn other(id: Uuid) -> Uuid {
    let hash = sha256(id.as_bytes());
    let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
    Builder::from_random_bytes(*first).into_uuid()
}
