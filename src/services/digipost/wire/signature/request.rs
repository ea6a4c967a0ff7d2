//! What a request has of a signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use md5::{Digest, Md5};

use super::{canonical, date};
use crate::crypto::{Signer, sha256};
use crate::services::Received;
use crate::services::digipost::model::{Dated, Hashed, Signature, SignedRequest};

/// Reads the signing of a request, and judges what needs nobody's key.
pub(in crate::services::digipost::wire) fn signed(received: &Received) -> SignedRequest {
    let headers = received.request.headers();
    let body = received.request.body();
    // A body that was too large is not here, so that its hash is taken as it is.
    let is_here = received.too_large.is_none();
    let hashed = |name: &str, of_body: fn(&[u8]) -> String| match text(headers, name) {
        None => Hashed::Missing,
        Some(_) if !is_here => Hashed::Right,
        Some(found) => {
            let expected = of_body(body);
            if found == expected {
                Hashed::Right
            } else {
                Hashed::Wrong { found, expected }
            }
        }
    };
    let mut signed = SignedRequest {
        user_id: text(headers, "x-digipost-userid"),
        date: match text(headers, "date") {
            None => Dated::Missing,
            Some(text) => date::read(&text).map_or(Dated::Unreadable(text), Dated::At),
        },
        has_body: !body.is_empty() || !is_here,
        sha256: hashed("x-content-sha256", |body| STANDARD.encode(sha256(body))),
        md5: hashed("content-md5", |body| STANDARD.encode(Md5::digest(body))),
        signature: match text(headers, "x-digipost-signature") {
            None => Signature::Missing,
            Some(text) => STANDARD
                .decode(text.trim())
                .map_or(Signature::Unreadable, Signature::Bytes),
        },
        canonical: canonical::of_request(received),
        by_usual: None,
        arrived: received.arrived,
    };
    signed.by_usual = signed.held_by(Signer::Broker.certificate().public_key());
    signed
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
