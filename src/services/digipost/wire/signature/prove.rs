//! The headers by which a broker proves a request.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{DATE, HeaderName, HeaderValue};
use http::{HeaderMap, Request};
use jiff::Timestamp;

use super::{canonical, date};
use crate::crypto::{Signer, sha256, sign};

const HASH: HeaderName = HeaderName::from_static("x-content-sha256");
const SIGNATURE: HeaderName = HeaderName::from_static("x-digipost-signature");

/// Adds date, hash of the body and signature; what is there already stays, right or wrong, and a
/// name that is left out gets no value.
pub(in crate::services::digipost::wire) fn prove(
    request: &mut Request<Bytes>,
    left_out: &[HeaderName],
    at: Timestamp,
    signer: Signer,
) {
    let hash = || Some(STANDARD.encode(sha256(request.body())));
    let hash = (!request.body().is_empty()).then(hash).flatten();
    let is_wanted = |name: &HeaderName| !left_out.contains(name);
    let headers = request.headers_mut();
    for (name, value) in [(DATE, date::write(at)), (HASH, hash)] {
        if is_wanted(&name) {
            add(headers, name, value);
        }
    }
    let uri = request.uri();
    let query = uri.query().unwrap_or_default().to_lowercase();
    let text = canonical::request(request, uri.path(), &query);
    if is_wanted(&SIGNATURE) {
        let signature = STANDARD.encode(sign(signer, text.as_bytes()));
        add(request.headers_mut(), SIGNATURE, Some(signature));
    }
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: Option<String>) {
    if let Some(Ok(value)) = value.map(|value| HeaderValue::from_str(&value)) {
        headers.entry(name).or_insert(value);
    }
}
