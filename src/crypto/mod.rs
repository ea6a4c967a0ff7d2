//! Keys, signatures, certificates and sealed envelopes: bytes in, bytes or a verdict out.
//!
//! It knows no HTTP and no service. What a signature covers, and what an envelope holds, is the
//! matter of whoever calls.

mod ber;
pub mod certificate;
pub mod envelope;
pub mod jwk;
pub mod jwt;
pub mod keys;
pub mod sign;

pub use certificate::{Certificate, CertificateError, PublicKeyPem};
pub use envelope::{EnvelopeError, Secrets, open, seal};
pub use keys::{BROKER_PASSWORD, BROKER_PKCS12, Opener, Outdated, Signer};
pub use sign::{PublicKey, Sha, sha1, sha256, sha512, sign};
