//! What is written into answers on their way out, because it is in wire time and opens doors:
//! access tokens. Until then a mark stands in their place, which is what the journal keeps.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::json;

use super::answer::unkept;
use crate::crypto::Signer;
use crate::documents::maskinporten::{written, written_by};
use crate::domain::maskinporten::Scope;
use crate::services::Sealing;
use crate::services::maskinporten::model::{Given, SignedBy};

/// What stands where a signed token will be.
const UNSIGNED: &str = "(signed on sending)";

/// The token of an answer, on the way from encoding to sending.
#[derive(Debug, Clone)]
struct Noted(Given);

/// An answer with a token, which is completed when it leaves.
pub(super) fn note_token(given: &Given) -> Response<Bytes> {
    let token = &given.token;
    let scopes: Vec<&str> = token.scopes.iter().map(Scope::as_str).collect();
    let body = json!({
        "access_token": UNSIGNED,
        "token_type": "Bearer",
        "expires_in": token.id.life.as_secs(),
        "scope": scopes.join(" "),
    });
    let mut response = unkept(StatusCode::OK, &body);
    response.extensions_mut().insert(Noted(given.clone()));
    response
}

/// Completes it. What a scenario garbled before has no mark any more, and stays as it is.
pub(in crate::services::maskinporten) fn seal(
    sealing: &Sealing<'_>,
    response: &mut Response<Bytes>,
) {
    let Some(Noted(Given { token, signed_by })) = response.extensions_mut().remove() else {
        return;
    };
    let signed = match signed_by {
        SignedBy::Key(key) => written(&token, key, sealing.at),
        SignedBy::Unpublished => written_by(&token, Signer::Stranger, sealing.at),
    };
    let body = response.body_mut();
    let mut places = body.windows(UNSIGNED.len());
    let Some(at) = places.position(|found| found == UNSIGNED.as_bytes()) else {
        return;
    };
    let (before, rest) = body.split_at(at);
    let after = rest.get(UNSIGNED.len()..).unwrap_or_default();
    *body = Bytes::from([before, signed.as_bytes(), after].concat());
}
