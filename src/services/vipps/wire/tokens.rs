//! Access tokens as they stand in headers: made and read (Vipps: Access token API).

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use serde_json::Value;
use uuid::Uuid;

use super::subject::claims_of;
use crate::crypto::jwt::{self, Claims};
use crate::crypto::{Signer, sha256};
use crate::services::vipps::model::Authorization;

/// The claim with the client id, as in tokens of Entra.
pub(super) const CLIENT: &str = "appid";

/// The claim with the token's own id.
pub(super) const ID: &str = "uti";

/// Whose key signs access tokens.
pub(super) const SIGNER: Signer = Signer::VippsFirst;

/// The scheme that the guide has. Its case matters where settings ask for this form alone.
const BEARER: &str = "Bearer";

/// The scheme of the draft of version 2.0.
const OWN: &str = "VippsAccessToken";

/// Tokens whose signature was found to hold. Whether it holds never changes, and to find out costs
/// more than all the rest of a look-up.
#[derive(Debug, Default)]
pub(in crate::services::vipps) struct Tokens {
    good: RwLock<BTreeMap<[u8; 32], Uuid>>,
}

/// More than that and all are looked at again.
const KEPT_MAX: usize = 10_000;

impl Tokens {
    /// What an Authorization header is worth, as far as that can be said without the state.
    pub(super) fn judge(&self, header: Option<&str>) -> Authorization {
        let Some(header) = header else {
            return Authorization::Missing;
        };
        let (scheme, token) = split(header);
        let with_bearer = match scheme {
            None if token.is_empty() || token.eq_ignore_ascii_case(BEARER) => {
                return Authorization::Missing;
            }
            None => false,
            Some(scheme) if scheme.eq_ignore_ascii_case(BEARER) => scheme == BEARER,
            Some(scheme) if scheme.eq_ignore_ascii_case(OWN) => false,
            Some(scheme) => {
                let shown: String = scheme.chars().take(40).collect();
                return Authorization::Bad(format!("the scheme `{shown}`"));
            }
        };
        let hash = sha256(token.as_bytes());
        if let Some(id) = self.known(&hash) {
            return Authorization::Token { id, with_bearer };
        }
        let claims = match jwt::read_rs256(SIGNER, token) {
            Ok(claims) => claims,
            Err(error) => return Authorization::Bad(error.to_string()),
        };
        let Some(id) = id_of(&claims) else {
            return Authorization::Bad("a token without an id".to_owned());
        };
        self.know(hash, id);
        Authorization::Token { id, with_bearer }
    }

    fn known(&self, hash: &[u8; 32]) -> Option<Uuid> {
        let good = self.good.read().unwrap_or_else(PoisonError::into_inner);
        good.get(hash).copied()
    }

    fn know(&self, hash: [u8; 32], id: Uuid) {
        let mut good = self.good.write().unwrap_or_else(PoisonError::into_inner);
        if good.len() >= KEPT_MAX {
            good.clear();
        }
        good.insert(hash, id);
    }
}

/// The client that a token says it was given to; nothing of it is judged.
pub(super) fn client_of(header: &str) -> Option<String> {
    let (_, token) = split(header);
    let claims = claims_of(token)?;
    let client = claims.get(CLIENT)?.as_str()?;
    Some(client.to_owned())
}

fn id_of(claims: &Claims) -> Option<Uuid> {
    claims.get(ID).and_then(Value::as_str)?.parse().ok()
}

/// The token, and the scheme in front of it, which may be missing.
fn split(header: &str) -> (Option<&str>, &str) {
    match header.trim().split_once(' ') {
        Some((scheme, token)) => (Some(scheme), token.trim()),
        None => (None, header.trim()),
    }
}
