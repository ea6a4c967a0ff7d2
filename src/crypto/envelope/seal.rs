//! Making of sealed envelopes: one recipient, RSAES-OAEP with SHA-256, AES-256 in CBC mode, in DER.
//!
//! Source: RFC 5652, section 6; RFC 4055, section 4.1, for the parameters of OAEP.

use std::fmt;

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA256_MGF1SHA256, OaepPublicEncryptingKey, PublicEncryptingKey};

use super::super::ber::tag;
use super::super::certificate::Certificate;

/// What an envelope is sealed with. The caller gives it, so that the same seed gives the same;
/// what OAEP pads with is the library's own and differs each time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secrets {
    /// The content key.
    pub key: [u8; 32],
    /// What the chain begins with.
    pub start: [u8; 16],
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

/// Seals bytes for the holder of a certificate's key.
///
/// Nothing where the key in the certificate is of a length that cannot encrypt, which is none that
/// a [`Certificate`] has.
#[must_use]
pub fn seal(content: &[u8], recipient: &Certificate, secrets: &Secrets) -> Option<Vec<u8>> {
    let wrapped = wrap(recipient, &secrets.key)?;
    let sealed = encrypt(content, secrets)?;
    let version = [tag::INTEGER, 1, 0];
    let recipient_info = element(
        tag::SEQUENCE,
        &[
            &version,
            &name(recipient),
            &element(tag::SEQUENCE, &[&OAEP]),
            &element(tag::OCTETS, &[&wrapped]),
        ],
    );
    let start = element(tag::OCTETS, &[&secrets.start]);
    let content_info = element(
        tag::SEQUENCE,
        &[
            &DATA,
            &element(tag::SEQUENCE, &[&AES_256_CBC, &start]),
            &element(tag::ZERO, &[&sealed]),
        ],
    );
    let recipients = element(tag::SET, &[&recipient_info]);
    let data = element(tag::SEQUENCE, &[&version, &recipients, &content_info]);
    let data = element(tag::ZERO_IN_PARTS, &[&data]);
    Some(element(tag::SEQUENCE, &[&ENVELOPED, &data]))
}

/// `1.2.840.113549.1.7.3`.
const ENVELOPED: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3];

/// `1.2.840.113549.1.7.1`.
const DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];

/// `2.16.840.1.101.3.4.1.42`.
const AES_256_CBC: [u8; 11] = [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 1, 42];

/// `1.2.840.113549.1.1.7` with its parameters: SHA-256, and MGF1 (`1.2.840.113549.1.1.8`) with
/// SHA-256 (`2.16.840.1.101.3.4.2.1`).
const OAEP: [u8; 60] = [
    6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 7, // RSAES-OAEP
    0x30, 47, // its parameters
    0xa0, 15, 0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, // the digest
    0xa1, 28, 0x30, 26, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8, // the mask
    0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0,
];

/// Issuer and serial number.
fn name(recipient: &Certificate) -> Vec<u8> {
    let (issuer, serial) = recipient.name_der();
    let zeros = serial.iter().take_while(|byte| **byte == 0).count();
    let digits = serial.get(zeros..).unwrap_or_default();
    // A number that would look negative, or have no digits, has a zero before it.
    let positive = digits.first().is_some_and(|first| *first < 0x80);
    let zero: &[u8] = if positive { &[] } else { &[0] };
    let serial = element(tag::INTEGER, &[zero, digits]);
    element(tag::SEQUENCE, &[issuer, &serial])
}

fn wrap(recipient: &Certificate, key: &[u8]) -> Option<Vec<u8>> {
    let public = PublicEncryptingKey::from_der(recipient.key_der()).ok()?;
    let public = OaepPublicEncryptingKey::new(public).ok()?;
    let mut room = vec![0; public.ciphertext_size()];
    let wrapped = public
        .encrypt(&OAEP_SHA256_MGF1SHA256, key, &mut room, None)
        .ok()?;
    Some(wrapped.to_vec())
}

fn encrypt(content: &[u8], secrets: &Secrets) -> Option<Vec<u8>> {
    let key = UnboundCipherKey::new(&AES_256, &secrets.key).ok()?;
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).ok()?;
    let mut sealed = content.to_vec();
    let context = EncryptionContext::Iv128(FixedLength::from(secrets.start));
    key.less_safe_encrypt(&mut sealed, context).ok()?;
    Some(sealed)
}

/// An element of DER with these parts in it.
fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(tag);
    if length < 0x80 {
        out.extend(length.to_le_bytes().first());
    } else {
        let digits = length.to_be_bytes();
        let zeros = digits.iter().take_while(|byte| **byte == 0).count();
        let digits = digits.get(zeros..).unwrap_or_default();
        out.extend(u8::try_from(digits.len()).map(|count| 0x80 | count));
        out.extend_from_slice(digits);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::{EnvelopeError, Opener, open};

    const SECRETS: Secrets = Secrets {
        key: [7; 32],
        start: [9; 16],
    };

    #[test]
    fn what_is_sealed_for_a_key_opens_with_it_alone() {
        for content in [&b""[..], b"abc", &[0; 200], &[1; 70_000]] {
            for opener in Opener::ALL {
                let sealed = seal(content, opener.certificate(), &SECRETS).unwrap();
                assert_eq!(open(&sealed, opener).as_deref(), Ok(content));
                let other = if opener == Opener::Print {
                    Opener::Recipient
                } else {
                    Opener::Print
                };
                assert!(matches!(
                    open(&sealed, other),
                    Err(EnvelopeError::ForAnotherKey { .. })
                ));
            }
        }
    }

    #[test]
    fn the_same_secrets_give_the_same_content() {
        let certificate = Opener::Printer.certificate();
        let one = seal(b"abc", certificate, &SECRETS).unwrap();
        let two = seal(b"abc", certificate, &SECRETS).unwrap();
        assert_eq!(one.len(), two.len());
        assert_eq!(one[one.len() - 16..], two[two.len() - 16..]);
    }
}
