//! What a resource server asks of an access token, the same everywhere (RFC 6750; Digdir:
//! Maskinporten, guide for providers of interfaces).

use std::sync::Arc;

use jiff::Timestamp;

use super::settings::MaskinportenSettings;
use super::token::{AccessToken, Bearer};
use crate::domain::cast::Cast;

/// Why a request is not let in. All but the last are 401, the last is 403.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// There is no token.
    #[error("found no access token, expected `Authorization: Bearer` and one of Maskinporten")]
    Missing,
    /// What is there is no token of ours.
    #[error("found {0}, expected an access token of this sandbox's Maskinporten")]
    Bad(String),
    /// The key that signed it is not published any more, or not yet.
    #[error("found a token signed by a key that is not in the key set, expected a published one")]
    UnpublishedKey,
    /// Another issuer.
    #[error("found a token issued by `{found}`, expected `{expected}`")]
    Issuer {
        /// Who issued it.
        found: String,
        /// Who should have.
        expected: String,
    },
    /// The client is nobody of this sandbox.
    #[error("found a token of client `{0}`, expected one of this sandbox; get a new token")]
    Client(String),
    /// Its life is over, or has not begun where the clock was set back.
    #[error("found a token that was good from {from} to {until}, expected one good at {now}")]
    Expired {
        /// Beginning, in sandbox time.
        from: Timestamp,
        /// End, in sandbox time.
        until: Timestamp,
        /// Now, in sandbox time.
        now: Timestamp,
    },
    /// It opens something else.
    #[error("found a token for `{found}`, expected one of {expected}")]
    Scope {
        /// What it opens.
        found: String,
        /// What would do, any of them.
        expected: String,
    },
}

/// Lets a request in whose token holds now and opens one of these scopes.
///
/// # Errors
/// [`Denied`] for the first thing that is wrong.
pub fn admit(
    bearer: &Bearer,
    scopes: &[&str],
    now: Timestamp,
    cast: &Cast,
    settings: &MaskinportenSettings,
) -> Result<Arc<AccessToken>, Denied> {
    let (token, key) = match bearer {
        Bearer::Missing => return Err(Denied::Missing),
        Bearer::Bad(why) => return Err(Denied::Bad(why.clone())),
        Bearer::Token { token, key } => (token, *key),
    };
    if !settings.keys.published.contains(&key) {
        return Err(Denied::UnpublishedKey);
    }
    if let Some(expected) = &settings.issuer
        && *expected != token.issuer
    {
        return Err(Denied::Issuer {
            found: token.issuer.clone(),
            expected: expected.clone(),
        });
    }
    if cast
        .company_by_maskinporten_client(&token.client_id)
        .is_none()
    {
        return Err(Denied::Client(token.client_id.clone()));
    }
    let (from, until) = (token.id.issued, token.id.ends());
    if now < from || until <= now {
        return Err(Denied::Expired { from, until, now });
    }
    if !scopes.iter().any(|scope| token.has(scope)) {
        let all: Vec<&str> = token.scopes.iter().map(|it| it.as_str()).collect();
        return Err(Denied::Scope {
            found: all.join(" "),
            expected: format!("`{}`", scopes.join("`, `")),
        });
    }
    Ok(Arc::clone(token))
}
