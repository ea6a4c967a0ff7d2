//! Tokens of claims, signed with a secret, by a compiled-in key or by nobody.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value};

use super::super::keys::Signer;

/// The claims of a token.
pub type Claims = Map<String, Value>;

/// Claims that are texts, and claims that are times in seconds since 1970.
#[must_use]
pub fn claims(texts: &[(&str, &str)], times: &[(&str, i64)]) -> Claims {
    let texts = texts.iter().map(|(name, text)| (*name, Value::from(*text)));
    let times = times.iter().map(|(name, time)| (*name, Value::from(*time)));
    let all = texts.chain(times);
    all.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A claim that is a text.
#[must_use]
pub fn text<'a>(claims: &'a Claims, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

/// A claim that is a whole number.
#[must_use]
pub fn number(claims: &Claims, name: &str) -> Option<i64> {
    claims.get(name)?.as_i64()
}

/// Why a token was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// It is no token of this kind.
    #[error("no JSON web token of this kind")]
    Form,
    /// Its signature does not hold.
    #[error("a JSON web token whose signature does not hold")]
    Signature,
    /// It is signed in a way that is not taken.
    #[error("a JSON web token signed in a way that is not taken")]
    Algorithm,
}

/// A token signed with a shared secret (HS256).
#[must_use]
pub fn hs256(secret: &[u8], claims: &Claims) -> String {
    let key = EncodingKey::from_secret(secret);
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).unwrap_or_default()
}

/// The claims of a token that was signed with a shared secret (HS256).
///
/// # Errors
/// [`JwtError`]; times are not looked at.
pub fn read_hs256(secret: &[u8], token: &str) -> Result<Claims, JwtError> {
    read(token, &DecodingKey::from_secret(secret), Algorithm::HS256)
}

/// A token signed by a compiled-in key (RS256), with `kid` in its header.
#[must_use]
pub fn rs256(key: Signer, kid: &str, claims: &Claims) -> String {
    let header = Header {
        kid: Some(kid.to_owned()),
        ..Header::new(Algorithm::RS256)
    };
    let Ok(key) = EncodingKey::from_rsa_pem(key.key_pem().as_bytes()) else {
        return String::new();
    };
    jsonwebtoken::encode(&header, claims, &key).unwrap_or_default()
}

/// A token that nobody signed (`alg` is `none`), which nobody should trust.
#[must_use]
pub fn unsigned(claims: &Claims) -> String {
    let head = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
    format!("{head}.{}.", payload(claims))
}

/// A token with other claims than were signed: its signature is that of the first ones.
#[must_use]
pub fn with_claims(token: &str, claims: &Claims) -> String {
    let (head, rest) = token.split_once('.').unwrap_or_default();
    let (_, signature) = rest.split_once('.').unwrap_or_default();
    format!("{head}.{}.{signature}", payload(claims))
}

fn payload(claims: &Claims) -> String {
    URL_SAFE_NO_PAD.encode(Value::Object(claims.clone()).to_string())
}

/// The claims of a token that a compiled-in key signed (RS256).
///
/// # Errors
/// [`JwtError`]; times are not looked at.
pub fn read_rs256(key: Signer, token: &str) -> Result<Claims, JwtError> {
    let key = DecodingKey::from_rsa_der(key.certificate().key_pkcs1());
    read(token, &key, Algorithm::RS256)
}

fn read(token: &str, key: &DecodingKey, algorithm: Algorithm) -> Result<Claims, JwtError> {
    let mut rules = Validation::new(algorithm);
    rules.required_spec_claims.clear();
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules.validate_aud = false;
    match jsonwebtoken::decode::<Claims>(token, key, &rules) {
        Ok(read) => Ok(read.claims),
        Err(error) if *error.kind() == ErrorKind::InvalidSignature => Err(JwtError::Signature),
        Err(_) => Err(JwtError::Form),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims() -> Claims {
        json!({ "sub": "a", "exp": 1 }).as_object().unwrap().clone()
    }

    #[test]
    fn a_token_reads_back_with_its_secret_alone() {
        let token = hs256(b"secret", &claims());
        assert_eq!(read_hs256(b"secret", &token), Ok(claims()));
        assert_eq!(read_hs256(b"other", &token), Err(JwtError::Signature));
        assert_eq!(read_hs256(b"secret", "a.b"), Err(JwtError::Form));
        let changed = token.replace('.', "A.");
        assert!(read_hs256(b"secret", &changed).is_err());
    }

    #[test]
    fn a_token_of_one_key_is_none_of_another_and_none_of_a_secret() {
        let token = rs256(Signer::Sandbox, "k", &claims());
        assert_eq!(read_rs256(Signer::Sandbox, &token), Ok(claims()));
        assert_eq!(
            read_rs256(Signer::Rotated, &token),
            Err(JwtError::Signature)
        );
        assert_eq!(read_hs256(b"secret", &token), Err(JwtError::Form));
    }
    #[test]
    fn a_token_without_a_signature_and_one_with_changed_claims_are_not_read() {
        let token = rs256(Signer::Sandbox, "k", &claims());
        let other = json!({ "sub": "b", "exp": 1 });
        let changed = with_claims(&token, other.as_object().unwrap());
        assert_eq!(
            read_rs256(Signer::Sandbox, &changed),
            Err(JwtError::Signature)
        );
        assert_eq!(
            read_rs256(Signer::Sandbox, &unsigned(&claims())),
            Err(JwtError::Form)
        );
        assert_eq!(with_claims(&token, &claims()), token);
    }
}
