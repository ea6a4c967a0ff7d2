//! RSA signatures over SHA-256 in the form of PKCS #1 v1.5, which Digipost calls `SHA256withRSA`.
//!
//! Source: RFC 8017, section 8.2.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::rand;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::certificate::modulus_bits;
use super::keys::Signer;

/// The signature of a message by a compiled-in key; the same message gets the same signature.
#[must_use]
pub fn sign(key: Signer, message: &[u8]) -> Vec<u8> {
    sign_with(key.key_pair(), message)
}

/// The SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-1 of some bytes, for digests that others made; nothing of ours rests on it.
#[must_use]
pub fn sha1(bytes: &[u8]) -> [u8; 20] {
    Sha1::digest(bytes).into()
}

/// The SHA-512 of some bytes.
#[must_use]
pub fn sha512(bytes: &[u8]) -> [u8; 64] {
    Sha512::digest(bytes).into()
}

/// An RSA public key, read once however often it verifies.
#[derive(Clone)]
pub struct PublicKey {
    parsed: Arc<ParsedPublicKey>,
    der: Arc<[u8]>,
    bits: usize,
}

/// The digest under a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sha {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl PublicKey {
    /// Reads an RSA key of so many bits in DER, bare or as `SubjectPublicKeyInfo`, or says nothing
    /// if it is none that can verify.
    pub(super) fn from_der(der: &[u8], bits: usize) -> Option<Self> {
        let parsed = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der).ok()?;
        Some(Self {
            parsed: Arc::new(parsed),
            der: der.into(),
            bits,
        })
    }

    /// Reads the RSA key of 2048 to 8192 bits that a
    /// [`Certificate`](super::Certificate) says as PKCS #1, or says nothing if it is none.
    #[must_use]
    pub fn from_pkcs1(der: &[u8]) -> Option<Self> {
        Self::from_der(der, modulus_bits(der).ok()?)
    }

    /// Whether the holder of the private key made this signature over this message.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }

    /// Whether the holder of the private key made this signature over this message by this digest.
    #[must_use]
    pub fn verify_by(&self, digest: Sha, message: &[u8], signature: &[u8]) -> bool {
        let algorithm = match digest {
            Sha::Sha256 => return self.verify(message, signature),
            Sha::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            Sha::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        };
        // The library binds a key that was read to one digest, and the longer ones are rare.
        let key = UnparsedPublicKey::new(algorithm, &self.der);
        key.verify(message, signature).is_ok()
    }

    /// The length of the key in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        self.bits
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey(RSA, {} bits)", self.bits)
    }
}

fn sign_with(key: &KeyPair, message: &[u8]) -> Vec<u8> {
    let mut signature = vec![0; key.public_modulus_len()];
    // The library ignores the source of randomness; this form of signature has no use for any.
    let signed = key.sign(
        &RSA_PKCS1_SHA256,
        &rand::SystemRandom::new(),
        message,
        &mut signature,
    );
    signed.map_or_else(|_| Vec::new(), |()| signature)
}

#[cfg(test)]
mod tests {
    use super::{PublicKey, sha256, sign};
    use crate::crypto::keys::Signer;

    #[test]
    fn a_signature_holds_for_its_message_and_its_key_alone() {
        for signer in Signer::ALL {
            let signature = sign(signer, b"GET\n/\n");
            assert_eq!(signature.len(), 256);
            assert_eq!(signature, sign(signer, b"GET\n/\n"));
            let key = signer.certificate().public_key();
            assert!(key.verify(b"GET\n/\n", &signature));
            assert!(!key.verify(b"GET\n/a\n", &signature));
            assert!(!key.verify(b"GET\n/\n", &signature[1..]));
            assert!(!key.verify(b"GET\n/\n", b""));
            let others = Signer::ALL.into_iter().filter(|other| *other != signer);
            for other in others {
                assert!(
                    !other
                        .certificate()
                        .public_key()
                        .verify(b"GET\n/\n", &signature)
                );
            }
        }
    }

    #[test]
    fn a_key_that_was_kept_as_bytes_verifies_as_before() {
        let kept = Signer::Broker.certificate().key_pkcs1();
        let key = PublicKey::from_pkcs1(kept).unwrap();
        assert_eq!(key.bits(), 2048);
        assert!(key.verify(b"GET", &sign(Signer::Broker, b"GET")));
        assert!(!key.verify(b"GET", &sign(Signer::Stranger, b"GET")));
        for bad in [&b""[..], b"\x30\x80", &kept[1..], &kept[..100]] {
            assert!(PublicKey::from_pkcs1(bad).is_none());
        }
    }

    #[test]
    fn a_signature_by_openssl_holds() {
        // `printf 'sandkasse' | openssl dgst -sha256 -sign broker.key.pem`
        let signature = include_bytes!("tests/sandkasse.broker.signature");
        let key = Signer::Broker.certificate().public_key();
        assert!(key.verify(b"sandkasse", signature));
        assert_eq!(sign(Signer::Broker, b"sandkasse"), signature);
    }

    #[test]
    fn the_digest_of_the_worked_example() {
        let hex: String = sha256(b"abc").iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(
            hex,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
