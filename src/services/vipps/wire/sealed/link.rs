//! Links to documents: the sender's address and a token that whoever keeps the document checks
//! (Vipps: guide of the invoice API, JSON web tokens; integrator checklist).

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::noted::{Noted, UNSIGNED, seconds};
use crate::crypto::jwk::thumbprint;
use crate::crypto::jwt::{self, Claims};
use crate::services::vipps::model::{DocumentLink, LinkTamper};
use crate::services::vipps::wire::answer::json_body;
use crate::services::vipps::wire::keys::signer;

/// Who signs.
const ISSUER: &str = "vippsinvoice.vipps.no";

/// The id of a key that was never published.
const NOBODYS: &str = "0000000000000000000000000000000000000000";

/// How far off a link is that expired, or does not hold yet, in seconds.
const OFF: i64 = 60;

/// More than any key is changed by: a link that was made to hold longer, in seconds.
const LONGER: i64 = 24 * 60 * 60;

/// An answer that gives this link; its token is written when the answer leaves.
pub(in crate::services::vipps) fn note_link(link: &DocumentLink) -> Response<Bytes> {
    let body = json!({ "url": with_token(&link.url, UNSIGNED) });
    let mut response = json_body(StatusCode::OK, &body);
    let extensions = response.extensions_mut();
    extensions.insert(Noted::Link(link.clone()));
    response
}

/// The address with the token behind what it asks already, and before its fragment.
fn with_token(url: &str, token: &str) -> String {
    let (address, fragment) = match url.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (url, String::new()),
    };
    let join = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some((_, query)) if query.ends_with('&') => "",
        Some(_) => "&",
    };
    format!("{address}{join}token={token}{fragment}")
}

/// The token of a link that is given at this instant.
pub(super) fn signed(link: &DocumentLink, at: Timestamp) -> String {
    let key = signer(link.key);
    let kid = thumbprint(key.certificate());
    let life = link.life.as_secs();
    let good = claims(&link.url, [0, 0, life], at);
    let sign = |claims: &Claims| jwt::rs256(key, &kid, claims);
    match link.tamper {
        None => sign(&good),
        Some(LinkTamper::Expired) => {
            let issued = (-OFF).saturating_sub(life);
            sign(&claims(&link.url, [issued, issued, -OFF], at))
        }
        Some(LinkTamper::Early) => {
            let ends = OFF.saturating_add(life);
            sign(&claims(&link.url, [0, OFF, ends], at))
        }
        Some(LinkTamper::WrongKid) => jwt::rs256(key, NOBODYS, &good),
        Some(LinkTamper::BrokenSignature) => broken(&sign(&good)),
        Some(LinkTamper::ChangedClaim) => {
            let ends = life.saturating_add(LONGER);
            jwt::with_claims(&sign(&good), &claims(&link.url, [0, 0, ends], at))
        }
        Some(LinkTamper::OtherDocument) => sign(&claims(&another(&link.url), [0, 0, life], at)),
        Some(LinkTamper::Unsigned) => jwt::unsigned(&good),
    }
}

/// The claims of a link; times are issue, begin and end, in seconds from the instant.
fn claims(url: &str, [iat, nbf, exp]: [i64; 3], at: Timestamp) -> Claims {
    let claims = json!({
        "iss": ISSUER,
        "sub": url,
        "iat": seconds(at, iat),
        "nbf": seconds(at, nbf),
        "exp": seconds(at, exp),
    });
    match claims {
        Value::Object(claims) => claims,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Claims::new()
        }
    }
}

/// The address of another document at the same place.
fn another(url: &str) -> String {
    let ends = url.find(['?', '#']).unwrap_or(url.len());
    let (address, rest) = url.split_at(ends);
    format!("{}/another-document{rest}", address.trim_end_matches('/'))
}

/// The token with the first character of its signature changed: the last one may stand for bits
/// that nobody looks at.
fn broken(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or_default();
    let mut rest = signature.chars();
    let first = if rest.next() == Some('A') { 'B' } else { 'A' };
    format!("{signed}.{first}{}", rest.as_str())
}
