//! Sealed envelopes, opened and made: CMS `EnvelopedData`, as pre-encrypted documents come and
//! packages of digital post.
//!
//! Sources: RFC 5652, section 6; Digipost: Java client 14.7 for what senders make: AES-256 in CBC
//! mode, and the content key encrypted to the recipient's RSA key.

mod content;
mod open;
mod recipients;
mod seal;
#[cfg(test)]
mod tests;

pub use open::{EnvelopeError, open};
pub use seal::{Secrets, seal};
