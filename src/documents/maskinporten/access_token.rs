//! Access tokens of Maskinporten as they stand in headers: written, and read with their signature
//! (Digdir: Maskinporten, access token).

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::crypto::jwk::thumbprint;
use crate::crypto::jwt::{self, Claims, JwtError};
use crate::crypto::{Signer, sha256};
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::maskinporten::{AccessToken, Authentication, Bearer, KeyNumber, Scope, TokenId};

/// How organisations are named: the register of Norwegian ones in ISO 6523.
const AUTHORITY: &str = "iso6523-actorid-upis";
const ISO6523: &str = "0192:";

/// Where delegations come from, as tokens of the test environment say.
const DELEGATION_SOURCE: &str = "https://tt02.altinn.no/";

/// Whose compiled-in key a number is.
#[must_use]
pub fn signer(key: KeyNumber) -> Signer {
    match key {
        KeyNumber::First => Signer::MaskinportenFirst,
        KeyNumber::Second => Signer::MaskinportenSecond,
    }
}

/// The id of a key, in key set and headers.
#[must_use]
pub fn key_id(key: KeyNumber) -> String {
    thumbprint(signer(key).certificate())
}

/// The token, signed, with the times of day of this instant of wire time.
#[must_use]
pub fn written(token: &AccessToken, key: KeyNumber, at: Timestamp) -> String {
    written_by(token, signer(key), at)
}

/// The same, signed by any compiled-in key: who trusts published keys refuses it.
#[must_use]
pub fn written_by(token: &AccessToken, key: Signer, at: Timestamp) -> String {
    jwt::rs256(key, &thumbprint(key.certificate()), &claims(token, at))
}

fn claims(token: &AccessToken, at: Timestamp) -> Claims {
    // Taken apart by name, so that nothing a token says is forgotten.
    let AccessToken {
        id,
        issuer,
        client_id,
        authentication,
        consumer,
        supplier,
        scopes,
        audience,
        pid,
    } = token;
    let all: Vec<&str> = scopes.iter().map(Scope::as_str).collect();
    let issued = at.as_second();
    let ends = issued.saturating_add(id.life.as_secs());
    let mut claims = jwt::claims(
        &[
            ("iss", issuer),
            ("client_id", client_id),
            ("client_amr", authentication.as_str()),
            ("scope", &all.join(" ")),
            ("token_type", "Bearer"),
            ("jti", &URL_SAFE_NO_PAD.encode(id.to_bytes())),
        ],
        &[("iat", issued), ("exp", ends)],
    );
    let mut say = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    say("consumer", party(consumer));
    if let Some(supplier) = supplier {
        say("supplier", party(supplier));
        say("delegation_source", json!(DELEGATION_SOURCE));
    }
    match audience.as_slice() {
        [] => None,
        [one] => say("aud", json!(one)),
        more => say("aud", json!(more)),
    };
    if let Some(pid) = pid {
        say("pid", json!(pid.as_str()));
    }
    claims
}

/// An organisation as tokens name it.
fn party(number: &OrgNumber) -> Value {
    json!({ "authority": AUTHORITY, "ID": format!("{ISO6523}{number}") })
}

/// Tokens whose signature was found to hold, which a resource server may remember: whether it
/// holds never changes, and to find out costs more than all the rest of a look-up.
#[derive(Debug, Default)]
pub struct Bearers {
    good: RwLock<BTreeMap<[u8; 32], Known>>,
}

/// A token, and the key that signed it.
type Known = (Arc<AccessToken>, KeyNumber);

/// More than that and all are looked at again.
const KEPT_MAX: usize = 10_000;

impl Bearers {
    /// What an `Authorization` header is worth, as far as that can be said without the state.
    pub fn judge(&self, header: Option<&str>) -> Bearer {
        let Some(header) = header.map(str::trim).filter(|text| !text.is_empty()) else {
            return Bearer::Missing;
        };
        let Some(text) = bearer(header) else {
            let scheme = header.split(' ').next().unwrap_or_default();
            let shown: String = scheme.chars().take(40).collect();
            return Bearer::Bad(format!("the scheme `{shown}` where `Bearer` belongs"));
        };
        let hash = sha256(text.as_bytes());
        if let Some((token, key)) = self.known(&hash) {
            return Bearer::Token { token, key };
        }
        match read(text) {
            Ok((token, key)) => {
                let token = Arc::new(token);
                self.know(hash, (Arc::clone(&token), key));
                Bearer::Token { token, key }
            }
            Err(why) => Bearer::Bad(why),
        }
    }

    fn known(&self, hash: &[u8; 32]) -> Option<Known> {
        let good = self.good.read().unwrap_or_else(PoisonError::into_inner);
        good.get(hash).cloned()
    }

    fn know(&self, hash: [u8; 32], token: Known) {
        let mut good = self.good.write().unwrap_or_else(PoisonError::into_inner);
        if good.len() >= KEPT_MAX {
            good.clear();
        }
        good.insert(hash, token);
    }
}

/// The client that a token says it was given to; nothing of it is judged.
#[must_use]
pub fn client_of(header: &str) -> Option<String> {
    let text = bearer(header.trim())?;
    let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    Some(claims.get("client_id")?.as_str()?.to_owned())
}

/// The token in a header, whose scheme may be written in any case (RFC 9110, section 11.1).
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Reads a token that a key of ours signed.
fn read(text: &str) -> Result<(AccessToken, KeyNumber), String> {
    let mut said = String::new();
    for (key, _) in KeyNumber::WORDS {
        match jwt::read_rs256(signer(*key), text) {
            Ok(claims) => {
                let token = token_of(&claims);
                let token = token.ok_or("a token without what Maskinporten writes in it")?;
                return Ok((token, *key));
            }
            Err(error @ (JwtError::Form | JwtError::Algorithm)) => return Err(error.to_string()),
            Err(error @ JwtError::Signature) => said = error.to_string(),
        }
    }
    Err(said)
}

fn token_of(claims: &Claims) -> Option<AccessToken> {
    let text = |name: &str| jwt::text(claims, name);
    let id = URL_SAFE_NO_PAD.decode(text("jti")?).ok()?;
    let audience = match claims.get("aud") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => {
            let all = all.iter().map(|it| it.as_str().map(str::to_owned));
            all.collect::<Option<_>>()?
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            Vec::new()
        }
    };
    let scopes = text("scope")?.split(' ').filter(|it| !it.is_empty());
    Some(AccessToken {
        id: TokenId::from_bytes(&id)?,
        issuer: text("iss")?.to_owned(),
        client_id: text("client_id")?.to_owned(),
        authentication: Authentication::parse(text("client_amr")?)?,
        consumer: organisation(claims.get("consumer")?)?,
        supplier: match claims.get("supplier") {
            Some(supplier) => Some(organisation(supplier)?),
            None => None,
        },
        scopes: scopes.map(Scope::parse).collect::<Option<_>>()?,
        audience,
        pid: match text("pid") {
            Some(pid) => Some(NationalId::parse(pid).ok()?),
            None => None,
        },
    })
}

fn organisation(party: &Value) -> Option<OrgNumber> {
    let id = party.get("ID")?.as_str()?;
    OrgNumber::parse(id.strip_prefix(ISO6523)?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;

    fn token() -> AccessToken {
        AccessToken {
            id: TokenId {
                unique: Uuid::from_u128(7),
                issued: "2026-03-02T08:00:00Z".parse().unwrap(),
                life: SignedDuration::from_secs(120),
            },
            issuer: "http://127.0.0.1/maskinporten/".to_owned(),
            client_id: "a-client".to_owned(),
            authentication: Authentication::PrivateKey,
            consumer: OrgNumber::parse("364926111").unwrap(),
            supplier: Some(OrgNumber::parse("980858073").unwrap()),
            scopes: [Scope::DPI_SEND, "a:b"]
                .map(|it| Scope::parse(it).unwrap())
                .to_vec(),
            audience: vec!["https://a.example".to_owned()],
            pid: None,
        }
    }

    #[test]
    fn a_token_reads_back_as_what_it_was_written_of_whichever_key_signed() {
        let at = "2030-01-01T00:00:00Z".parse().unwrap();
        let bearers = Bearers::default();
        for (key, _) in KeyNumber::WORDS {
            let header = format!("Bearer {}", written(&token(), *key, at));
            for _ in 0..2 {
                let Bearer::Token {
                    token: read,
                    key: by,
                } = bearers.judge(Some(&header))
                else {
                    panic!("no token");
                };
                assert_eq!((read.as_ref(), by), (&token(), *key));
            }
            assert_eq!(client_of(&header).as_deref(), Some("a-client"));
        }
    }

    #[test]
    fn what_maskinporten_did_not_sign_is_no_token() {
        let bearers = Bearers::default();
        let at = "2030-01-01T00:00:00Z".parse().unwrap();
        let stranger = jwt::rs256(Signer::Stranger, "k", &claims(&token(), at));
        let unsigned = jwt::unsigned(&claims(&token(), at));
        for bad in ["Bearer", "Basic YTpi", "Bearer a.b.c", "x"] {
            assert!(matches!(bearers.judge(Some(bad)), Bearer::Bad(_)), "{bad}");
        }
        for bad in [stranger, unsigned] {
            let header = format!("Bearer {bad}");
            assert!(matches!(bearers.judge(Some(&header)), Bearer::Bad(_)));
        }
        assert_eq!(bearers.judge(None), Bearer::Missing);
        assert_eq!(bearers.judge(Some(" ")), Bearer::Missing);
    }
}
