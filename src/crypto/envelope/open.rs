//! From the bytes to what is in them, and what may be wrong on the way.

use x509_cert::der::oid::ObjectIdentifier;

use super::super::ber::{Element, Malformed, Reader, tag};
use super::super::keys::Opener;
use super::content::Content;
use super::recipients::recipient_of;

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
        "found an envelope that is damaged ({what}), expected it as it was sealed; send it again"
    )]
    Damaged {
        /// Where.
        what: &'static str,
    },
}

/// What is in an envelope that was sealed for this key, in BER or DER.
///
/// # Errors
/// [`EnvelopeError`] where the bytes are no envelope, where it is for other keys, where it is
/// sealed in another way, and where it does not open.
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

/// The object identifier in an element.
pub(super) fn oid(element: Element<'_>) -> Result<ObjectIdentifier, Malformed> {
    ObjectIdentifier::from_bytes(element.body).map_err(|_| Malformed)
}

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
