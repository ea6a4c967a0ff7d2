//! X.509 certificates with an RSA key: read, and what they say of their owner.

mod owner;
mod public_key;
mod read;

pub use public_key::PublicKeyPem;
pub use read::{Certificate, CertificateError};
pub(super) use read::{modulus_bits, pem_block};
