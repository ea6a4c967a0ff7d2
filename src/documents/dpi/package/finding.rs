//! What can be wrong with a package.

use crate::crypto::{CertificateError, EnvelopeError};
use crate::wire::archive::ArchiveError;
use crate::wire::error::WireError;

/// Something that is wrong with a package; each thing has a kind of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// The envelope does not open: it is none, for another key, or damaged.
    #[error("the envelope: {0}")]
    Envelope(#[from] EnvelopeError),
    /// What was in the envelope is no archive that is read.
    #[error("the archive: {0}")]
    Archive(#[from] ArchiveError),
    /// The first file is not `mimetype`.
    #[error("the archive: expected `mimetype` as its first file, found {found}")]
    NoMimetype {
        /// The first file.
        found: String,
    },
    /// The file `mimetype` is compressed.
    #[error("mimetype: expected it stored, found it compressed")]
    CompressedMimetype,
    /// The file `mimetype` says something else.
    #[error("mimetype: expected `application/vnd.etsi.asic-e+zip`, found {found:?}")]
    OtherMimetype {
        /// What it says.
        found: String,
    },
    /// There is no manifest.
    #[error("the archive: expected `manifest.xml`, found none")]
    NoManifest,
    /// The manifest is not as it should be.
    #[error("manifest.xml: {0}")]
    BadManifest(WireError),
    /// There is no signature.
    #[error("the archive: expected `META-INF/signatures.xml`, found none")]
    NoSignature,
    /// The signature file is not as it should be.
    #[error("META-INF/signatures.xml: {0}")]
    BadSignature(WireError),
    /// The manifest names a file that is not there.
    #[error("manifest.xml: expected the file `{name}` in the archive, found none")]
    FileMissing {
        /// The file.
        name: String,
    },
    /// The signature names a file that is not there.
    #[error("META-INF/signatures.xml: expected the file `{name}` in the archive, found none")]
    SignedFileMissing {
        /// The file.
        name: String,
    },
    /// The signature names a file twice.
    #[error("META-INF/signatures.xml: expected one reference to `{name}`, found another")]
    SignedTwice {
        /// The file.
        name: String,
    },
    /// The signature says nothing of a file.
    #[error("META-INF/signatures.xml: expected a reference to `{name}`, found none")]
    Unsigned {
        /// The file.
        name: String,
    },
    /// A file is not the one that was signed.
    #[error("META-INF/signatures.xml: expected the digest of `{name}`, found another")]
    Digest {
        /// The file.
        name: String,
    },
    /// What the signature says of itself is not what was signed.
    #[error("META-INF/signatures.xml: expected the digest of SignedProperties, found another")]
    PropertiesDigest,
    /// The signature's value does not hold.
    #[error(
        "META-INF/signatures.xml: expected a SignatureValue by the key of the certificate over \
         the canonical SignedInfo, found another"
    )]
    SignatureValue,
    /// No certificate is the one that the signature says it was made with.
    #[error(
        "META-INF/signatures.xml: expected a certificate with the digest in SigningCertificate, \
         found none"
    )]
    CertificateDigest,
    /// The signing certificate cannot be read.
    #[error("META-INF/signatures.xml: the certificate: {0}")]
    BadCertificate(CertificateError),
    /// The signature is made in a way that is not read.
    #[error("META-INF/signatures.xml: {what}: expected {expected}, found `{found}`")]
    Algorithm {
        /// For what.
        what: &'static str,
        /// What is read.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// Two documents have one name, the case of letters aside, which e-Boks does not take.
    #[error("manifest.xml: expected names that are unique, found `{name}` again")]
    NameTwice {
        /// The name.
        name: String,
    },
    /// A document is of a type that mailboxes do not take, or a program.
    #[error("manifest.xml: `{name}`: expected a type of document that may be sent, found {found}")]
    ForbiddenType {
        /// The file.
        name: String,
        /// Its type.
        found: String,
    },
}

/// As much of a sender's text as a finding repeats.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}
