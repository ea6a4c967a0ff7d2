//! What a token says of itself before anybody believes it (RFC 7515, section 4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::JwtError;

/// The longest header that is read, in bytes of its base64 form: room for a chain of certificates.
const MAX_LENGTH: usize = 100_000;

/// The header of a token, as it says it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct JoseHeader {
    /// How it is signed, for example `RS256`.
    pub alg: String,
    /// Which key signed it.
    #[serde(default)]
    pub kid: Option<String>,
    /// What it is.
    #[serde(default)]
    pub typ: Option<String>,
    /// The certificates of the key, its own first, each as base64 of DER.
    #[serde(default)]
    pub x5c: Option<Vec<String>>,
    /// Extensions that a reader must understand (RFC 7515, section 4.1.11); none is understood.
    #[serde(default)]
    crit: Option<Value>,
}

/// The header of a token; nothing is verified.
///
/// # Errors
/// [`JwtError::Form`] where it is no compact signed token or its header is none;
/// [`JwtError::Algorithm`] where it wants extensions understood.
pub fn header(token: &str) -> Result<JoseHeader, JwtError> {
    let parts = Parts::of(token)?;
    let text = decoded(parts.header)?;
    let header: JoseHeader = serde_json::from_slice(&text).map_err(|_| JwtError::Form)?;
    if header.crit.is_some() {
        return Err(JwtError::Algorithm);
    }
    Ok(header)
}

/// The parts of a compact token (RFC 7515, section 7.1), still in base64.
pub(super) struct Parts<'a> {
    pub(super) header: &'a str,
    pub(super) payload: &'a str,
    pub(super) signature: &'a str,
    /// Header and payload with their dot: what is signed.
    pub(super) signed: &'a str,
}

impl<'a> Parts<'a> {
    pub(super) fn of(token: &'a str) -> Result<Self, JwtError> {
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Form)?;
        let (header, payload) = signed.split_once('.').ok_or(JwtError::Form)?;
        if header.len() > MAX_LENGTH || payload.contains('.') {
            return Err(JwtError::Form);
        }
        Ok(Self {
            header,
            payload,
            signature,
            signed,
        })
    }
}

/// The bytes of a part.
pub(super) fn decoded(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn token(header: &str) -> String {
        format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn a_header_is_read_without_belief_in_it() {
        let read = header(&token(r#"{"alg":"none","kid":"a","x5c":["b"],"other":1}"#)).unwrap();
        assert_eq!(read.alg, "none");
        assert_eq!(read.kid.as_deref(), Some("a"));
        assert_eq!(read.x5c.as_deref(), Some(&["b".to_owned()][..]));
        assert_eq!(read.typ, None);
    }

    #[test]
    fn what_has_no_header_is_no_token() {
        for bad in [
            "",
            "a.b",
            "a.b.c",
            "a.b.c.d",
            &token("[]"),
            &token(r#"{"kid":"a"}"#),
            &token(r#"{"alg":"RS256","x5c":"a"}"#),
        ] {
            assert_eq!(header(bad), Err(JwtError::Form), "{bad}");
        }
        let extended = token(r#"{"alg":"RS256","crit":["b64"],"b64":false}"#);
        assert_eq!(header(&extended), Err(JwtError::Algorithm));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC*\\.?\\PC*\\.?\\PC*") {
            let _ = header(&text);
        }
    }
}
