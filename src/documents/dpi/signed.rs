//! Messages and receipts as tokens (JWS, RFC 7515) that carry the certificate they are signed with.

use crate::crypto::jwt::{JwtError, RsaAlgorithm, header, rs256_x5c, verify_with};
use crate::crypto::{Certificate, CertificateError, Signer};

/// What a token holds, and who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The first certificate of `x5c`, whose key made the signature. Who issued it and whose it is
    /// has not been asked.
    pub certificate: Certificate,
    /// What was signed.
    pub payload: Vec<u8>,
}

/// Why a token is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignedError {
    /// It is no such token.
    #[error(
        "found something else, expected a compact JWS: header, payload and signature in base64url \
         with dots between them"
    )]
    NoToken,
    /// It is signed in another way.
    #[error("found a JWS with algorithm `{found}`, expected RS256; sign in that way")]
    Algorithm {
        /// What the header says.
        found: String,
    },
    /// It carries no certificate.
    #[error("found a JWS without `x5c` in its header, expected the signing certificate there")]
    NoCertificate,
    /// What it carries is no certificate that can be used.
    #[error("the first entry of `x5c`: {0}")]
    BadCertificate(CertificateError),
    /// The signature is not by the certificate's key over these bytes.
    #[error(
        "found a JWS whose signature does not hold, expected one made with the key of the first \
         certificate in `x5c`"
    )]
    Signature,
}

/// Reads a token, and verifies it with the certificate that it carries.
///
/// # Errors
/// [`SignedError`].
pub fn read_signed(token: &str) -> Result<Signed, SignedError> {
    let said = header(token).map_err(|error| match error {
        JwtError::Form | JwtError::Signature => SignedError::NoToken,
        JwtError::Algorithm => SignedError::Algorithm {
            found: "with extensions (`crit`)".to_owned(),
        },
    })?;
    if said.alg != RsaAlgorithm::Rs256.as_str() {
        let found = said.alg.chars().take(40).collect();
        return Err(SignedError::Algorithm { found });
    }
    let chain = said.x5c.unwrap_or_default();
    let first = chain.first().ok_or(SignedError::NoCertificate)?;
    let certificate = Certificate::from_base64(first).map_err(SignedError::BadCertificate)?;
    let allowed = [RsaAlgorithm::Rs256];
    match verify_with(certificate.public_key(), token, &allowed) {
        Ok(payload) => Ok(Signed {
            certificate,
            payload,
        }),
        Err(JwtError::Form) => Err(SignedError::NoToken),
        Err(JwtError::Signature | JwtError::Algorithm) => Err(SignedError::Signature),
    }
}

/// A token over a message or a receipt, with the signer's certificate in it.
#[must_use]
pub fn write_signed(key: Signer, payload: &[u8]) -> String {
    rs256_x5c(key, payload)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::jwt::{claims, hs256, rs256, rs256_bytes, unsigned};

    #[test]
    fn a_token_reads_back_with_who_signed_it() {
        let token = write_signed(Signer::Municipality, b"{}");
        let read = read_signed(&token).unwrap();
        assert_eq!(&read.certificate, Signer::Municipality.certificate());
        assert_eq!(read.payload, b"{}");
    }

    #[test]
    fn each_thing_that_is_wrong_with_a_token_has_its_own_error() {
        let none = claims(&[], &[]);
        let strangers = Signer::Stranger.certificate();
        let swapped = format!(
            r#"{{"alg":"RS256","x5c":["{}"]}}"#,
            strangers
                .pem()
                .lines()
                .filter(|l| !l.contains('-'))
                .collect::<String>()
        );
        let good = write_signed(Signer::Municipality, b"{}");
        let cut = good.rsplit_once('.').unwrap().0.to_owned();
        for (token, error) in [
            ("abc".to_owned(), SignedError::NoToken),
            (format!("{cut}.!"), SignedError::Signature),
            (format!("{cut}."), SignedError::Signature),
            (
                unsigned(&none),
                SignedError::Algorithm {
                    found: "none".into(),
                },
            ),
            (
                hs256(b"a", &none),
                SignedError::Algorithm {
                    found: "HS256".into(),
                },
            ),
            (
                rs256(Signer::Municipality, "k", &none),
                SignedError::NoCertificate,
            ),
            (
                rs256_bytes(Signer::Municipality, &swapped, b"{}"),
                SignedError::Signature,
            ),
        ] {
            assert_eq!(read_signed(&token).unwrap_err(), error, "{token}");
        }
        let garbage = r#"{"alg":"RS256","x5c":["AAEC"]}"#;
        let token = rs256_bytes(Signer::Municipality, garbage, b"{}");
        assert!(matches!(
            read_signed(&token),
            Err(SignedError::BadCertificate(_))
        ));
    }
}
