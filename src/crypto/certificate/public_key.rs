//! A public key as people paste it: alone, or in a certificate.

use x509_cert::der::{Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::read::{MIN_BITS, RSA, modulus_bits, pem_block, pem_text};
use super::{Certificate, CertificateError};
use crate::crypto::ber::Malformed;
use crate::crypto::sign::PublicKey;

/// An RSA key of 2048 to 8192 bits, read from PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeyPem {
    /// What it was read from, with lines of 64 characters.
    pub pem: String,
    /// The key as DER in the form of PKCS #1, which [`PublicKey::from_pkcs1`] reads.
    pub pkcs1: Vec<u8>,
}

impl PublicKeyPem {
    /// Reads the first PEM block of a text: `CERTIFICATE`, or `PUBLIC KEY` as `openssl rsa -pubout`
    /// writes it (RFC 7468, section 13).
    ///
    /// # Errors
    /// [`CertificateError`] where it is neither, or its key is not RSA of at least 2048 bits.
    pub fn parse(pem: &str) -> Result<Self, CertificateError> {
        const LABEL: &str = "PUBLIC KEY";
        let block = pem_block(pem).ok_or(CertificateError::NotPublicKeyPem)?;
        if block.label != LABEL {
            let label = block.label.to_owned();
            let certificate = Certificate::parse(pem).map_err(|error| {
                if matches!(error, CertificateError::OtherBlock { .. }) {
                    CertificateError::NoPublicKey { label }
                } else {
                    error
                }
            })?;
            return Ok(Self {
                pem: certificate.pem().to_owned(),
                pkcs1: certificate.key_pkcs1().to_vec(),
            });
        }
        let unreadable = || CertificateError::UnreadableKey;
        let info = SubjectPublicKeyInfoOwned::from_der(&block.der).map_err(|_| unreadable())?;
        if info.algorithm.oid != RSA {
            return Err(CertificateError::NotRsa {
                algorithm: info.algorithm.oid.to_string(),
            });
        }
        let pkcs1 = info.subject_public_key.raw_bytes().to_vec();
        let bits = modulus_bits(&pkcs1).map_err(|Malformed| unreadable())?;
        if bits < MIN_BITS {
            return Err(CertificateError::TooShort { bits });
        }
        PublicKey::from_pkcs1(&pkcs1).ok_or_else(unreadable)?;
        let der = info.to_der().map_err(|_| unreadable())?;
        Ok(Self {
            pem: pem_text(LABEL, &der),
            pkcs1,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crypto::Signer;

    #[test]
    fn a_key_reads_alike_alone_and_from_its_certificate() {
        let certificate = Signer::Municipality.certificate();
        let alone = PublicKeyPem::parse(&certificate.public_key_pem()).unwrap();
        let within = PublicKeyPem::parse(certificate.pem()).unwrap();
        assert_eq!(alone.pkcs1, within.pkcs1);
        assert_eq!(alone.pem, certificate.public_key_pem());
        assert_eq!(within.pem, certificate.pem());
    }

    #[test]
    fn what_holds_no_public_rsa_key_is_told_what_to_do() {
        let elliptic = "-----BEGIN PUBLIC KEY-----\n\
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\n\
            q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\n\
            -----END PUBLIC KEY-----";
        for (text, said) in [
            (
                "",
                "found no PEM block, expected one `PUBLIC KEY` or `CERTIFICATE`",
            ),
            (
                Signer::Broker.key_pem(),
                "found a PEM block `PRIVATE KEY`, expected `PUBLIC KEY` or `CERTIFICATE`; keep",
            ),
            (
                elliptic,
                "found a key of algorithm 1.2.840.10045.2.1, expected RSA",
            ),
            (
                "-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----",
                "found an RSA key that cannot be read",
            ),
        ] {
            let error = PublicKeyPem::parse(text).expect_err(said).to_string();
            assert!(error.starts_with(said), "{error}");
        }
    }

    proptest! {
        #[test]
        fn no_changed_key_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let pem = Signer::Broker.certificate().public_key_pem();
            let mut der = pem_block(&pem).unwrap().der;
            let at = at.index(der.len());
            der[at] = byte;
            let _ = PublicKeyPem::parse(&pem_text("PUBLIC KEY", &der));
        }
    }
}
