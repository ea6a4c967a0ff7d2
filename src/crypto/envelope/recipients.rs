//! Whom an envelope is for, and how the content key comes to them.

use x509_cert::der::oid::ObjectIdentifier;

use super::super::ber::{Element, Malformed, Reader, tag};
use super::super::keys::{Opener, Wrapping};
use super::open::{EnvelopeError, oid};

/// How the content key comes to one recipient.
pub(super) struct Recipient {
    pub(super) wrapping: Wrapping,
    /// The content key, encrypted.
    pub(super) wrapped: Vec<u8>,
}

/// The recipient that is this key.
pub(super) fn recipient_of(
    mut recipients: Reader<'_>,
    key: Opener,
) -> Result<Recipient, EnvelopeError> {
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

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const OAEP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.7");
const MASK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.8");
const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");

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
