//! Opening of sealed envelopes: CMS `EnvelopedData`, as pre-encrypted documents come.
//!
//! Sources: RFC 5652, section 6; Digipost: Java client 14.7 and invoice API specification for what
//! senders make: AES-256 in CBC mode, and the content key encrypted to the recipient's RSA key.

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, Algorithm, DecryptionContext, PaddedBlockDecryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use x509_cert::der::oid::ObjectIdentifier;

use super::ber::{Element, Malformed, Reader, tag};
use super::keys::{Opener, Wrapping};

/// Why an envelope cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// The bytes are something else.
    #[error(
        "found {found}, expected a CMS envelope (EnvelopedData of RFC 5652); encrypt the content \
         with the key that the service gave"
    )]
    NotAnEnvelope {
        /// What they seem to be.
        found: String,
    },
    /// The envelope names other keys.
    #[error(
        "found an envelope for {found}, expected one for the key {expected}; encrypt with the key \
         that the service gave for this recipient"
    )]
    ForAnotherKey {
        /// Whom it names.
        found: String,
        /// The id of the key that was to open it.
        expected: String,
    },
    /// The envelope is sealed in a way that is not read.
    #[error("found {what} {found}, expected {expected}; encrypt in that way")]
    OtherAlgorithm {
        /// What it is for.
        what: &'static str,
        /// Its object identifier.
        found: String,
        /// What is read.
        expected: &'static str,
    },
    /// The envelope is cut, changed, or its content is not what its key opens.
    #[error(
        "found an envelope that is damaged: {what}; expected it as it was sealed, send it again"
    )]
    Damaged {
        /// Where.
        what: &'static str,
    },
}

/// What is in an envelope that was sealed for this key, in BER or DER.
///
/// # Errors
/// [`EnvelopeError`] where the bytes are no envelope, where it is for other keys, where it is sealed
/// in another way, and where it does not open.
pub fn open(cms: &[u8], key: Opener) -> Result<Vec<u8>, EnvelopeError> {
    let mut data = enveloped_data(cms)?;
    let damaged = |what| move |Malformed| EnvelopeError::Damaged { what };
    data.take(tag::INTEGER).map_err(damaged("no version"))?;
    if data.peek() == Some(tag::ZERO_IN_PARTS) {
        data.next().map_err(damaged("the originator"))?;
    }
    let recipients = data.enter(tag::SET).map_err(damaged("no recipients"))?;
    let content = data.enter(tag::SEQUENCE).map_err(damaged("no content"))?;
    let content = Content::read(content)?;
    let recipient = recipient_of(recipients, key)?;
    let content_key = key
        .unwrap_key(recipient.wrapping, &recipient.wrapped)
        .ok_or(EnvelopeError::Damaged {
            what: "the content key does not open with the key it names",
        })?;
    content.decrypt(&content_key)
}

const ENVELOPED: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.3");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const OAEP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.7");
const MASK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const AES_128_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2");
const AES_192_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22");
const AES_256_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42");

/// Size of a block of AES, and of what its chain begins with, in bytes.
const BLOCK: usize = 16;

/// The inside of the envelope, past the words that say it is one.
fn enveloped_data(cms: &[u8]) -> Result<Reader<'_>, EnvelopeError> {
    let kind = || {
        let mut info = Reader::new(cms).enter(tag::SEQUENCE)?;
        let kind = oid(info.take(tag::OID)?)?;
        Ok((kind, info))
    };
    let (kind, mut info) = kind().map_err(|Malformed| EnvelopeError::NotAnEnvelope {
        found: beginning(cms),
    })?;
    if kind != ENVELOPED {
        return Err(EnvelopeError::NotAnEnvelope {
            found: format!("CMS content of type {kind}"),
        });
    }
    let what = "it is cut or does not nest";
    let data = info.enter(tag::ZERO_IN_PARTS);
    data.and_then(|mut data| data.enter(tag::SEQUENCE))
        .map_err(|Malformed| EnvelopeError::Damaged { what })
}

fn beginning(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "no bytes".to_owned();
    }
    let first: Vec<String> = bytes.iter().take(4).map(|b| format!("{b:02x}")).collect();
    format!("bytes that begin with {}", first.join(" "))
}

/// How the content key comes to one recipient.
struct Recipient {
    wrapping: Wrapping,
    wrapped: Vec<u8>,
}

/// The recipient that is this key.
fn recipient_of(mut recipients: Reader<'_>, key: Opener) -> Result<Recipient, EnvelopeError> {
    let damaged = |Malformed| EnvelopeError::Damaged {
        what: "a recipient",
    };
    let mut others = Others::default();
    while !recipients.is_empty() {
        let recipient = recipients.next().map_err(damaged)?;
        // Only RSA is a bare sequence; agreed keys and passwords have tags of their own.
        if recipient.tag != tag::SEQUENCE {
            others.note("a key that is not RSA".to_owned());
            continue;
        }
        let mut fields = Reader::new(recipient.body);
        fields.take(tag::INTEGER).map_err(damaged)?;
        let name = fields.next().map_err(damaged)?;
        if let Some(other) = another(name, key).map_err(damaged)? {
            others.note(other);
            continue;
        }
        let algorithm = fields.enter(tag::SEQUENCE).map_err(damaged)?;
        let wrapped = fields.next().and_then(|wrapped| wrapped.octets());
        return Ok(Recipient {
            wrapping: wrapping(algorithm)?,
            wrapped: wrapped.map_err(damaged)?.into_owned(),
        });
    }
    Err(EnvelopeError::ForAnotherKey {
        found: others.said(),
        expected: key.certificate().key_id().to_owned(),
    })
}

/// The recipients that are somebody else; the first few stand for all.
#[derive(Default)]
struct Others {
    first: Vec<String>,
    more: usize,
}

impl Others {
    fn note(&mut self, name: String) {
        if self.first.len() < 3 {
            self.first.push(name);
        } else {
            self.more += 1;
        }
    }

    fn said(&self) -> String {
        match (self.first.is_empty(), self.more) {
            (true, _) => "nobody".to_owned(),
            (false, 0) => self.first.join(", "),
            (false, more) => format!("{} and {more} more", self.first.join(", ")),
        }
    }
}

/// Whom a recipient's name means, or nothing where it is this key.
fn another(name: Element<'_>, key: Opener) -> Result<Option<String>, Malformed> {
    let certificate = key.certificate();
    match name.tag {
        tag::SEQUENCE => {
            let mut fields = Reader::new(name.body);
            let issuer = fields.take(tag::SEQUENCE)?;
            let serial = fields.take(tag::INTEGER)?.body;
            let said = || format!("the certificate with serial number {}", hex(serial));
            Ok((!certificate.is_of(issuer.whole, serial)).then(said))
        }
        tag::ZERO | tag::ZERO_IN_PARTS => {
            let identifier = name.octets()?;
            let said = || format!("the key {}", shown(&identifier));
            Ok((!certificate.has_identifier(&identifier)).then(said))
        }
        _ => Err(Malformed),
    }
}

/// A key identifier: ids are text, identifiers of certificates are bytes.
fn shown(identifier: &[u8]) -> String {
    match std::str::from_utf8(identifier) {
        Ok(text) if text.len() <= 128 && text.bytes().all(|b| b.is_ascii_graphic()) => {
            text.to_owned()
        }
        Ok(_) | Err(_) => hex(identifier),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().take(64).map(|byte| format!("{byte:02x}"));
    digits.collect()
}

/// How a content key was encrypted.
fn wrapping(mut algorithm: Reader<'_>) -> Result<Wrapping, EnvelopeError> {
    let damaged = |Malformed| EnvelopeError::Damaged {
        what: "how the content key was encrypted",
    };
    let found = algorithm.take(tag::OID).and_then(oid).map_err(damaged)?;
    let other = |what, found: ObjectIdentifier, expected| EnvelopeError::OtherAlgorithm {
        what,
        found: found.to_string(),
        expected,
    };
    if found == RSA {
        return Ok(Wrapping::Pkcs1);
    }
    if found != OAEP {
        let expected = "RSA with PKCS #1 v1.5 or OAEP";
        return Err(other("a content key encrypted by", found, expected));
    }
    let (digest, mask) = oaep_digests(algorithm).map_err(damaged)?;
    if digest != mask {
        let expected = "the digest that OAEP itself has";
        return Err(other("an OAEP mask by", mask, expected));
    }
    let known = [
        (SHA1, Wrapping::OaepSha1),
        (SHA256, Wrapping::OaepSha256),
        (SHA384, Wrapping::OaepSha384),
        (SHA512, Wrapping::OaepSha512),
    ];
    let wrapping = known.iter().find(|(known, _)| *known == digest);
    let unknown = || {
        other(
            "OAEP with digest",
            digest,
            "SHA-1, SHA-256, SHA-384 or SHA-512",
        )
    };
    wrapping.map(|(_, wrapping)| *wrapping).ok_or_else(unknown)
}

/// The digest of OAEP and of its mask; each is SHA-1 where it is left out (RFC 8017, A.2.1).
fn oaep_digests(
    mut algorithm: Reader<'_>,
) -> Result<(ObjectIdentifier, ObjectIdentifier), Malformed> {
    let (mut digest, mut mask) = (SHA1, SHA1);
    if algorithm.peek() != Some(tag::SEQUENCE) {
        return Ok((digest, mask));
    }
    let mut parameters = algorithm.enter(tag::SEQUENCE)?;
    if parameters.peek() == Some(tag::ZERO_IN_PARTS) {
        let mut inner = parameters.enter(tag::ZERO_IN_PARTS)?;
        digest = oid(inner.enter(tag::SEQUENCE)?.take(tag::OID)?)?;
    }
    if parameters.peek() == Some(tag::ONE_IN_PARTS) {
        let mut inner = parameters.enter(tag::ONE_IN_PARTS)?;
        let mut generator = inner.enter(tag::SEQUENCE)?;
        mask = oid(generator.take(tag::OID)?)?;
        if mask == MASK {
            mask = oid(generator.enter(tag::SEQUENCE)?.take(tag::OID)?)?;
        }
    }
    Ok((digest, mask))
}

/// What is sealed, and how.
struct Content {
    cipher: &'static Algorithm,
    start: [u8; BLOCK],
    sealed: Vec<u8>,
}

impl Content {
    fn read(mut fields: Reader<'_>) -> Result<Self, EnvelopeError> {
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

    fn decrypt(mut self, content_key: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
        let damaged = EnvelopeError::Damaged {
            what: "the content does not open with its content key",
        };
        if self.sealed.is_empty() || self.sealed.len() % BLOCK != 0 {
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

fn oid(element: Element<'_>) -> Result<ObjectIdentifier, Malformed> {
    ObjectIdentifier::from_bytes(element.body).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EnvelopeError, open};
    use crate::crypto::keys::Opener::{self, Print, Recipient};

    /// What most of the envelopes hold.
    const PLAIN: &[u8] = b"%PDF-1.4 sandbox\n";

    macro_rules! envelope {
        ($name:literal) => {
            include_bytes!(concat!("tests/envelopes/", $name)).as_slice()
        };
    }

    const STREAMED: &[u8] = envelope!("recipient-streamed.ber");

    #[test]
    fn an_envelope_opens_however_it_was_written() {
        for (name, bytes, key) in [
            ("streamed", STREAMED, Recipient),
            ("DER", envelope!("recipient.der"), Recipient),
            (
                "AES-128, by key identifier",
                envelope!("print-by-key-identifier-aes128.ber"),
                Print,
            ),
            (
                "OAEP, SHA-1",
                envelope!("recipient-oaep-sha1.ber"),
                Recipient,
            ),
            (
                "OAEP, SHA-256",
                envelope!("recipient-oaep-sha256.ber"),
                Recipient,
            ),
            ("two, first", envelope!("print-and-recipient.ber"), Print),
            (
                "two, second",
                envelope!("print-and-recipient.ber"),
                Recipient,
            ),
        ] {
            assert_eq!(open(bytes, key).as_deref(), Ok(PLAIN), "{name}");
        }
    }

    #[test]
    fn what_the_java_client_seals_opens_by_key_id_and_by_certificate() {
        let plain: Vec<u8> = (0..=250).cycle().take(2500).collect();
        for bytes in [
            envelope!("recipient-bouncycastle-key-id.ber"),
            envelope!("recipient-bouncycastle-certificate.ber"),
        ] {
            assert_eq!(open(bytes, Recipient).as_ref(), Ok(&plain));
        }
    }

    #[test]
    fn a_document_in_the_clear_is_no_envelope() {
        for (bytes, found) in [
            (PLAIN, "bytes that begin with 25 50 44 46"),
            (b"", "no bytes"),
            (b"0", "bytes that begin with 30"),
            (
                envelope!("signed.der"),
                "CMS content of type 1.2.840.113549.1.7.2",
            ),
        ] {
            let found = found.to_owned();
            assert_eq!(
                open(bytes, Recipient),
                Err(EnvelopeError::NotAnEnvelope { found })
            );
        }
    }

    #[test]
    fn an_envelope_for_another_key_says_for_which() {
        for (bytes, key, said) in [
            (STREAMED, Print, "the certificate with serial number "),
            (
                envelope!("recipient-bouncycastle-key-id.ber"),
                Print,
                &*format!("the key {}", Recipient.certificate().key_id()),
            ),
            (
                envelope!("print-by-key-identifier-aes128.ber"),
                Recipient,
                "the key ",
            ),
        ] {
            match open(bytes, key) {
                Err(EnvelopeError::ForAnotherKey { found, expected }) => {
                    assert!(found.starts_with(said), "{found}");
                    assert_eq!(expected, key.certificate().key_id());
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn another_cipher_is_named() {
        let said = open(envelope!("recipient-des3.ber"), Recipient);
        assert_eq!(
            said.map_err(|error| error.to_string()),
            Err(
                "found content encrypted by 1.2.840.113549.3.7, expected AES-256-CBC; encrypt in \
                 that way"
                    .to_owned()
            )
        );
    }

    #[test]
    fn a_cut_envelope_is_damaged_wherever_it_was_cut() {
        for bytes in [STREAMED, envelope!("recipient.der")] {
            for length in 0..bytes.len() {
                let said = open(&bytes[..length], Recipient);
                assert!(
                    matches!(
                        said,
                        Err(EnvelopeError::Damaged { .. } | EnvelopeError::NotAnEnvelope { .. })
                    ),
                    "{length}: {said:?}"
                );
            }
        }
    }

    #[test]
    fn a_changed_content_key_is_damage() {
        let mut bytes = envelope!("recipient.der").to_vec();
        let content = bytes.len() - 200;
        bytes[content] ^= 1;
        let said = open(&bytes, Recipient);
        assert!(
            matches!(said, Err(EnvelopeError::Damaged { .. })),
            "{said:?}"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for key in Opener::ALL {
                prop_assert!(open(&bytes, key).is_err());
            }
        }

        #[test]
        fn no_change_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in 0..4_usize) {
            let mut bytes = STREAMED.to_vec();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(bytes.len() - cut);
            let _ = open(&bytes, Recipient);
        }
    }
}
