//! Tokens over any bytes, signed by RSA, with the certificate of the key in the header.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use super::header::{Parts, decoded, header};
use super::{Claims, JwtError};
use crate::crypto::keys::Signer;
use crate::crypto::sign::{PublicKey, Sha, sign};
use crate::domain::words::words;

words! {
    /// How an RSA key signs a token (RFC 7518, section 3.3).
    pub enum RsaAlgorithm {
        /// Over SHA-256.
        Rs256 "RS256",
        /// Over SHA-384.
        Rs384 "RS384",
        /// Over SHA-512.
        Rs512 "RS512",
    }
}

impl RsaAlgorithm {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Rs384, Self::Rs512];

    fn digest(self) -> Sha {
        match self {
            Self::Rs256 => Sha::Sha256,
            Self::Rs384 => Sha::Sha384,
            Self::Rs512 => Sha::Sha512,
        }
    }
}

/// A token over these bytes, signed by a compiled-in key (RS256), with its certificate as the one
/// entry of `x5c` and no `kid`.
#[must_use]
pub fn rs256_x5c(key: Signer, payload: &[u8]) -> String {
    let certificate = STANDARD.encode(key.certificate().der());
    let header = json!({ "alg": "RS256", "x5c": [certificate] });
    rs256_bytes(key, &header.to_string(), payload)
}

/// A token over these bytes, signed by a compiled-in key (RS256), with this header.
#[must_use]
pub fn rs256_bytes(key: Signer, header: &str, payload: &[u8]) -> String {
    let header = URL_SAFE_NO_PAD.encode(header);
    let mut token = format!("{header}.{}", URL_SAFE_NO_PAD.encode(payload));
    let signature = URL_SAFE_NO_PAD.encode(sign(key, token.as_bytes()));
    token.push('.');
    token.push_str(&signature);
    token
}

/// The payload of a token that the holder of this key signed in one of these ways.
///
/// # Errors
/// [`JwtError`]; what the payload says, times among it, is not looked at.
pub fn verify_with(
    key: &PublicKey,
    token: &str,
    allowed: &[RsaAlgorithm],
) -> Result<Vec<u8>, JwtError> {
    let said = header(token)?.alg;
    let known = RsaAlgorithm::parse(&said).filter(|algorithm| allowed.contains(algorithm));
    let algorithm = known.ok_or(JwtError::Algorithm)?;
    let parts = Parts::of(token)?;
    let payload = decoded(parts.payload)?;
    let signature = decoded(parts.signature).map_err(|_| JwtError::Signature)?;
    if !key.verify_by(algorithm.digest(), parts.signed.as_bytes(), &signature) {
        return Err(JwtError::Signature);
    }
    Ok(payload)
}

/// The claims that a payload is.
///
/// # Errors
/// [`JwtError::Form`] where it is no JSON object.
pub fn claims_of(payload: &[u8]) -> Result<Claims, JwtError> {
    serde_json::from_slice(payload).map_err(|_| JwtError::Form)
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
    use serde_json::Value;

    use super::*;
    use crate::crypto::jwt::{hs256, unsigned};

    const ALL: [RsaAlgorithm; 3] = RsaAlgorithm::ALL;

    fn key(signer: Signer) -> &'static PublicKey {
        signer.certificate().public_key()
    }

    #[test]
    fn a_token_over_bytes_reads_back_with_its_key_alone() {
        let token = rs256_x5c(Signer::Register, b"[1, 2]");
        assert_eq!(
            verify_with(key(Signer::Register), &token, &ALL),
            Ok(b"[1, 2]".to_vec())
        );
        assert_eq!(
            verify_with(key(Signer::Stranger), &token, &ALL),
            Err(JwtError::Signature)
        );
        assert_eq!(
            verify_with(key(Signer::Register), &token, &[RsaAlgorithm::Rs512]),
            Err(JwtError::Algorithm)
        );
        let claims = crate::crypto::jwt::claims(&[("a", "b")], &[]);
        assert_eq!(claims_of(br#"{"a":"b"}"#), Ok(claims));
        assert_eq!(claims_of(b"[1, 2]"), Err(JwtError::Form));
        let shown = header(&token).unwrap().x5c.unwrap();
        let der = Signer::Register.certificate().der();
        assert_eq!(shown, [STANDARD.encode(der)]);
    }

    #[test]
    fn a_token_changed_anywhere_is_refused() {
        let token = rs256_x5c(Signer::Register, b"{\"a\":1}");
        for at in (0..token.len()).step_by(7) {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(verify_with(key(Signer::Register), &changed, &ALL).is_err());
        }
    }

    #[test]
    fn neither_nobody_nor_a_secret_stands_for_a_key() {
        let claims = crate::crypto::jwt::claims(&[("a", "b")], &[]);
        let secret = Signer::Register.certificate().public_key_pem();
        for token in [unsigned(&claims), hs256(secret.as_bytes(), &claims)] {
            assert_eq!(
                verify_with(key(Signer::Register), &token, &ALL),
                Err(JwtError::Algorithm)
            );
        }
    }

    #[test]
    fn another_library_reads_ours_and_we_read_its() {
        let ours = rs256_x5c(Signer::Register, br#"{"exp":4000000000}"#);
        let pkcs1 = Signer::Register.certificate().key_pkcs1();
        let public = DecodingKey::from_rsa_der(pkcs1);
        let rules = Validation::new(Algorithm::RS256);
        assert!(jsonwebtoken::decode::<Value>(&ours, &public, &rules).is_ok());
        let private = EncodingKey::from_rsa_pem(Signer::Register.key_pem().as_bytes()).unwrap();
        for algorithm in [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512] {
            let claims = json!({ "a": 1 });
            let token = jsonwebtoken::encode(&Header::new(algorithm), &claims, &private).unwrap();
            let read = verify_with(key(Signer::Register), &token, &ALL);
            assert_eq!(read, Ok(br#"{"a":1}"#.to_vec()));
        }
    }
}
