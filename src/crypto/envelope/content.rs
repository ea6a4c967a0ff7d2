//! What is sealed in an envelope: AES in CBC mode.

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, Algorithm, DecryptionContext, PaddedBlockDecryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use x509_cert::der::oid::ObjectIdentifier;

use super::super::ber::{Malformed, Reader, tag};
use super::open::{EnvelopeError, oid};

/// What is sealed, and how.
pub(super) struct Content {
    cipher: &'static Algorithm,
    start: [u8; BLOCK],
    sealed: Vec<u8>,
}

impl Content {
    /// Reads the fields of the sealed content.
    pub(super) fn read(mut fields: Reader<'_>) -> Result<Self, EnvelopeError> {
        let damaged = |Malformed| EnvelopeError::Damaged {
            what: "the content",
        };
        fields.take(tag::OID).map_err(damaged)?;
        let mut algorithm = fields.enter(tag::SEQUENCE).map_err(damaged)?;
        let found = algorithm.take(tag::OID).and_then(oid).map_err(damaged)?;
        let ciphers = [
            (AES_128_CBC, &AES_128),
            (AES_192_CBC, &AES_192),
            (AES_256_CBC, &AES_256),
        ];
        let cipher = ciphers.iter().find(|(known, _)| *known == found);
        let Some((_, cipher)) = cipher else {
            return Err(EnvelopeError::OtherAlgorithm {
                what: "content encrypted by",
                found: found.to_string(),
                expected: "AES-256-CBC",
            });
        };
        let start = algorithm.next().and_then(|start| start.octets());
        let start = start.map_err(damaged)?;
        let start = <[u8; BLOCK]>::try_from(start.as_ref());
        let sealed = fields.next().and_then(|sealed| match sealed.tag {
            tag::ZERO | tag::ZERO_IN_PARTS => sealed.octets(),
            _ => Err(Malformed),
        });
        Ok(Self {
            cipher,
            start: start.map_err(|_| damaged(Malformed))?,
            sealed: sealed.map_err(damaged)?.into_owned(),
        })
    }

    /// Opens it with its key.
    pub(super) fn decrypt(mut self, content_key: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
        let damaged = EnvelopeError::Damaged {
            what: "the content does not open with its content key",
        };
        if self.sealed.is_empty() || !self.sealed.len().is_multiple_of(BLOCK) {
            return Err(damaged);
        }
        let length = UnboundCipherKey::new(self.cipher, content_key)
            .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
            .and_then(|key| {
                let context = DecryptionContext::Iv128(FixedLength::from(self.start));
                key.decrypt(&mut self.sealed, context)
                    .map(|plain| plain.len())
            });
        let Ok(length) = length else {
            return Err(damaged);
        };
        self.sealed.truncate(length);
        Ok(self.sealed)
    }
}

const AES_128_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES_192_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES_256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");

/// Size of a block of AES, and of what its chain begins with, in bytes.
const BLOCK: usize = 16;
