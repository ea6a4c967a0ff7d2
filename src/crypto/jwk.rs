//! A public key as a JSON web key (RFC 7517).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha1::{Digest, Sha1};

use super::ber::{Malformed, Reader, tag};
use super::certificate::Certificate;
use super::sign::sha256;

/// What a JSON web key says of an RSA key and its certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaJwk {
    /// Modulus, in base64url.
    pub n: String,
    /// Exponent, in base64url.
    pub e: String,
    /// SHA-1 of the certificate, 40 hexadecimal digits.
    pub sha1: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits.
    pub sha256: String,
}

impl RsaJwk {
    /// That of a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate) -> Self {
        let (n, e) = numbers(certificate.key_pkcs1()).unwrap_or_default();
        Self {
            n,
            e,
            sha1: thumbprint(certificate),
            sha256: hex(&sha256(certificate.der())),
        }
    }
}

/// The SHA-1 of a certificate, 40 hexadecimal digits.
#[must_use]
pub fn thumbprint(certificate: &Certificate) -> String {
    hex(&Sha1::digest(certificate.der()))
}

/// Modulus and exponent of a key of PKCS #1, without the zero that keeps them positive there.
fn numbers(key: &[u8]) -> Result<(String, String), Malformed> {
    let mut parts = Reader::new(key).enter(tag::SEQUENCE)?;
    let mut number = || {
        let digits = parts.take(tag::INTEGER)?.body;
        let zeros = digits.iter().take_while(|byte| **byte == 0).count();
        Ok(URL_SAFE_NO_PAD.encode(digits.get(zeros..).unwrap_or_default()))
    };
    Ok((number()?, number()?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{Algorithm, DecodingKey, Validation};
    use serde_json::{Value, json};

    use super::*;
    use crate::crypto::{Signer, jwt};

    #[test]
    fn a_key_shown_so_verifies_what_its_owner_signed() {
        for signer in Signer::ALL {
            let claims = json!({ "exp": 4_000_000_000_u64 });
            let token = jwt::rs256(signer, "k", claims.as_object().unwrap());
            let shown = RsaJwk::of(signer.certificate());
            let key = DecodingKey::from_rsa_components(&shown.n, &shown.e).unwrap();
            let rules = Validation::new(Algorithm::RS256);
            assert!(jsonwebtoken::decode::<Value>(&token, &key, &rules).is_ok());
            assert_eq!(shown.e, "AQAB");
            assert_eq!((shown.sha1.len(), shown.sha256.len()), (40, 64));
        }
    }

    #[test]
    fn the_thumbprint_is_the_one_that_openssl_tells() {
        // `openssl x509 -fingerprint -sha1 -in vipps-1.cert.pem`
        let found = thumbprint(Signer::VippsFirst.certificate());
        assert_eq!(found, "2037d93ea94fa66a6804319de2f282add80f6235");
    }
}
