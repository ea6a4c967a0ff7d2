//! A grant, read and not judged (Digdir: Maskinporten, JWT grant; RFC 7515, section 7.1).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::details;
use crate::crypto::jwt::{RsaAlgorithm, verify_with};
use crate::crypto::{Certificate, CertificateError, PublicKey, Signer};
use crate::domain::maskinporten::ClientKeys;
use crate::services::maskinporten::faults::{Fault, FaultKind};
use crate::services::maskinporten::model::{ALGORITHMS, Chain, Claim, Grant, Head};

/// The claims that documents name.
const KNOWN: [&str; 11] = [
    "aud",
    "iss",
    "scope",
    "iat",
    "exp",
    "jti",
    "resource",
    "pid",
    "consumer_org",
    "iss_onbehalfof",
    "authorization_details",
];

/// The client that a grant names, whatever else is in it.
pub(super) fn issuer(text: &str) -> Option<String> {
    match said(&object(text.split('.').nth(1)?)?, "iss") {
        Claim::Is(client) => Some(client),
        Claim::Missing | Claim::Odd(_) => None,
    }
}

/// Reads a grant.
pub(super) fn read(text: &str) -> Result<Grant, Fault> {
    let malformed = |found: &str| Fault::new(FaultKind::Malformed, found);
    let parts: Vec<&str> = text.split('.').collect();
    let [head, body, signature] = parts.as_slice() else {
        let found = format!("{} parts with dots between", parts.len());
        return Err(malformed(&found));
    };
    let head = object(head).ok_or_else(|| malformed("a header that is no JSON in base64url"))?;
    let claims = object(body).ok_or_else(|| malformed("claims that are no JSON in base64url"))?;
    if URL_SAFE_NO_PAD.decode(signature).is_err() {
        return Err(malformed("a signature that is no base64url"));
    }
    if head.contains_key("crit") {
        return Err(malformed(
            "a header with crit, of which nothing is understood",
        ));
    }
    let claims = &claims;
    let others = claims.keys().filter(|name| !KNOWN.contains(&name.as_str()));
    Ok(Grant {
        text: text.into(),
        head: read_head(&head, text),
        issuer: said(claims, "iss"),
        audience: list(claims, "aud"),
        scope: said(claims, "scope"),
        issued: seconds(claims, "iat"),
        ends: seconds(claims, "exp"),
        id: said(claims, "jti"),
        resource: list(claims, "resource"),
        pid: said(claims, "pid"),
        consumer_org: said(claims, "consumer_org"),
        on_behalf_of: said(claims, "iss_onbehalfof"),
        details: claims.get("authorization_details").map(details::refusal),
        others: others.cloned().collect(),
    })
}

fn read_head(head: &Map<String, Value>, text: &str) -> Head {
    let word = |name: &str| head.get(name).and_then(Value::as_str);
    let named = word("alg").unwrap_or_default();
    let kid = word("kid").map(str::to_owned);
    let holds = |key: &PublicKey| verify_with(key, text, ALGORITHMS).is_ok();
    let chain = match head.get("x5c") {
        None => Chain::Missing,
        Some(value) => chain(value, holds),
    };
    let is_usual = kid.as_deref() == Some(ClientKeys::USUAL_KID) && chain == Chain::Missing;
    Head {
        algorithm: RsaAlgorithm::parse(named).ok_or_else(|| named.chars().take(40).collect()),
        is_by_usual: is_usual && holds(Signer::Municipality.certificate().public_key()),
        kid,
        chain,
    }
}

/// Reads `x5c`. What signs is the first certificate; clients send it alone, or with its chain.
fn chain(value: &Value, holds: impl FnOnce(&PublicKey) -> bool) -> Chain {
    let Value::Array(all) = value else {
        return Chain::Malformed(format!("{} as x5c", kind_of(value)));
    };
    let texts: Option<Vec<&str>> = all.iter().map(Value::as_str).collect();
    let Some([first, ..]) = texts.as_deref() else {
        return Chain::Malformed("an x5c that is no list of texts, or an empty one".to_owned());
    };
    match Certificate::from_base64(first) {
        Ok(certificate) => Chain::Leaf {
            has_signed: holds(certificate.public_key()),
            certificate,
        },
        Err(
            error @ (CertificateError::NotRsa { .. }
            | CertificateError::TooShort { .. }
            | CertificateError::UnreadableKey),
        ) => Chain::Unfit(error.to_string()),
        Err(
            CertificateError::NotPem
            | CertificateError::OtherBlock { .. }
            | CertificateError::NotPublicKeyPem
            | CertificateError::NoPublicKey { .. }
            | CertificateError::NotX509 { .. },
        ) => Chain::Malformed("an entry of x5c that is no certificate".to_owned()),
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
    match serde_json::from_slice(&bytes).ok()? {
        Value::Object(members) => Some(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    }
}

fn said(claims: &Map<String, Value>, name: &str) -> Claim<String> {
    match claims.get(name) {
        None => Claim::Missing,
        Some(Value::String(text)) => Claim::Is(text.clone()),
        Some(other) => Claim::Odd(kind_of(other).to_owned()),
    }
}

/// One text or several.
fn list(claims: &Map<String, Value>, name: &str) -> Claim<Vec<String>> {
    match claims.get(name) {
        None => Claim::Missing,
        Some(Value::String(text)) => Claim::Is(vec![text.clone()]),
        Some(Value::Array(all)) => {
            let texts = all.iter().map(|one| one.as_str().map(str::to_owned));
            match texts.collect::<Option<Vec<_>>>() {
                Some(texts) if !texts.is_empty() => Claim::Is(texts),
                Some(_) | None => Claim::Odd("a list that is no list of texts".to_owned()),
            }
        }
        Some(other) => Claim::Odd(kind_of(other).to_owned()),
    }
}

/// A time, which may have a fraction (RFC 7519, section 2).
fn seconds(claims: &Map<String, Value>, name: &str) -> Claim<i64> {
    match claims.get(name) {
        None => Claim::Missing,
        Some(Value::Number(number)) => {
            let text = number.to_string();
            let whole = text.split('.').next().unwrap_or_default();
            let has_exponent = text.contains(['e', 'E']);
            match whole.parse() {
                Ok(seconds) if !has_exponent => Claim::Is(seconds),
                Ok(_) | Err(_) => Claim::Odd("a number beyond all times".to_owned()),
            }
        }
        Some(other) => Claim::Odd(kind_of(other).to_owned()),
    }
}

/// What a value is, for people.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_panics(head in "\\PC{0,40}", body in "\\PC{0,40}", tail in "\\PC{0,9}") {
            let _ = read(&format!("{head}.{body}.{tail}"));
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let _ = read(&format!("{}.{}.{}", part(&head), part(&body), part(&tail)));
        }

        #[test]
        fn no_value_of_a_claim_panics(value in "(-?[0-9]{0,25}(\\.[0-9]{1,3})?(e[0-9]{1,3})?)") {
            let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
            let body = part(&format!(r#"{{"iat":{value},"exp":{value}}}"#));
            let _ = read(&format!("{}.{body}.{}", part(r#"{"alg":"RS256"}"#), part("s")));
        }
    }
}
