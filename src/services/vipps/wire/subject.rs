//! What tokens say without being judged: of whom rules of scenarios may ask, and which sandbox is
//! meant.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::crypto::jwt::Claims;
use crate::services::vipps::model::{Ident, IdentKind, consumer_fact};

/// The claims of a token.
pub(super) fn claims_of(token: &str) -> Option<Claims> {
    let payload = token.split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
}

/// Whom a recipient token says it is for.
pub(super) fn consumer_of(token: &str) -> Option<String> {
    let claims = claims_of(token)?;
    let (kind, value) = claims.get("sub")?.as_str()?.split_once('.')?;
    let kind = IdentKind::parse(kind)?;
    let value = value.to_owned();
    Some(consumer_fact(&Ident { kind, value }))
}
