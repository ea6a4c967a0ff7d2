//! Grants as clients make them: a JSON web token that asks for an access token (Digdir:
//! Maskinporten, JWT grant).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::crypto::Signer;
use crate::crypto::jwt::{self, Claims};

/// The grant type of a request for a token (RFC 7523).
pub const BEARER_GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// What a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant<'a> {
    /// The client.
    pub client_id: &'a str,
    /// The issuer of tokens, as its metadata name it.
    pub issuer: &'a str,
    /// Scopes with blanks between them.
    pub scope: &'a str,
    /// The organisation that it acts for, where that is not its own.
    pub consumer_org: Option<&'a str>,
    /// What tells this grant from others.
    pub id: &'a str,
}

/// How long a grant holds at most.
const LIFE: SignedDuration = SignedDuration::from_secs(120);

impl Grant<'_> {
    /// What it says when it is made at this instant of wire time.
    #[must_use]
    pub fn claims(&self, at: Timestamp) -> Claims {
        // Taken apart by name, so that nothing that is asked for is forgotten.
        let Self {
            client_id,
            issuer,
            scope,
            consumer_org,
            id,
        } = *self;
        let issued = at.as_second();
        let mut claims = jwt::claims(
            &[
                ("aud", issuer),
                ("iss", client_id),
                ("scope", scope),
                ("jti", id),
            ],
            &[
                ("iat", issued),
                ("exp", issued.saturating_add(LIFE.as_secs())),
            ],
        );
        if let Some(number) = consumer_org {
            claims.insert("consumer_org".to_owned(), json!(number));
        }
        claims
    }
}

/// What shows which key signed a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown<'a> {
    /// The id of a key that was registered on the client.
    Kid(&'a str),
    /// The certificate of the key.
    Certificate,
}

/// A grant, signed.
#[must_use]
pub fn signed(claims: &Claims, key: Signer, shown: Shown<'_>) -> String {
    let header = match shown {
        Shown::Kid(kid) => json!({ "alg": "RS256", "typ": "JWT", "kid": kid }),
        Shown::Certificate => {
            let certificate = STANDARD.encode(key.certificate().der());
            json!({ "alg": "RS256", "typ": "JWT", "x5c": [certificate] })
        }
    };
    let payload = Value::Object(claims.clone()).to_string();
    jwt::rs256_bytes(key, &header.to_string(), payload.as_bytes())
}

/// The form that a grant is sent in.
#[must_use]
pub fn form(assertion: &str) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", BEARER_GRANT);
    form.append_pair("assertion", assertion);
    form.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::jwt::{RsaAlgorithm, header, verify_with};

    #[test]
    fn a_grant_says_what_is_asked_and_shows_its_key() {
        let grant = Grant {
            client_id: "a",
            issuer: "https://test.maskinporten.no/",
            scope: "b:c d:e",
            consumer_org: Some("364926111"),
            id: "1",
        };
        let claims = grant.claims("2026-03-02T08:00:00Z".parse().unwrap());
        assert_eq!(jwt::number(&claims, "exp"), Some(1_772_438_520));
        assert_eq!(jwt::text(&claims, "consumer_org"), Some("364926111"));
        let by_id = signed(&claims, Signer::Municipality, Shown::Kid("k"));
        assert_eq!(header(&by_id).unwrap().kid.as_deref(), Some("k"));
        let by_certificate = signed(&claims, Signer::Municipality, Shown::Certificate);
        let shown = header(&by_certificate).unwrap();
        assert_eq!((shown.kid, shown.x5c.map(|all| all.len())), (None, Some(1)));
        let key = Signer::Municipality.certificate().public_key();
        for token in [by_id, by_certificate] {
            assert!(verify_with(key, &token, &[RsaAlgorithm::Rs256]).is_ok());
            assert!(form(&token).ends_with(&token));
        }
    }
}
