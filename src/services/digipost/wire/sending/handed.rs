//! Content as it comes: hashed and, where it is encrypted, opened before any lock is taken.

use bytes::Bytes;

use crate::crypto::{EnvelopeError, Opener, open};
use crate::domain::blob::Blob;
use crate::services::digipost::model::{Handed, Sealed};

/// What every PDF has near its beginning (ISO 32000-1, 7.5.2), and how near readers look for it.
const PDF: (&[u8], usize) = (b"%PDF-", 1024);

/// Content that is as it is read.
pub(super) fn plain(bytes: Bytes) -> Handed {
    let beginning = bytes.get(..PDF.1).unwrap_or(&bytes);
    let is_pdf = beginning.windows(PDF.0.len()).any(|it| it == PDF.0);
    Handed {
        bytes: Blob::of(bytes),
        sealed: None,
        is_pdf,
    }
}

/// Content that its message says is encrypted, or may say so: one that comes after its message.
pub(super) fn encrypted(bytes: Bytes) -> Handed {
    let sealed = match open(&bytes, Opener::Recipient) {
        Ok(opened) => Sealed::ForRecipient(Blob::of(opened)),
        Err(error @ EnvelopeError::NotAnEnvelope { .. }) => Sealed::Nothing(error.to_string()),
        Err(
            error @ (EnvelopeError::ForAnotherKey { .. }
            | EnvelopeError::OtherAlgorithm { .. }
            | EnvelopeError::Damaged { .. }),
        ) => match open(&bytes, Opener::Print) {
            Ok(opened) => Sealed::ForPrint(Blob::of(opened)),
            Err(_) => Sealed::ForNobody(error.to_string()),
        },
    };
    Handed {
        sealed: Some(sealed),
        ..plain(bytes)
    }
}
