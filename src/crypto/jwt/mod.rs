//! JSON web tokens (RFC 7519): made, and read with their signature checked. When one is valid is
//! the caller's matter, for there are two clocks.

mod header;
mod signed;
mod token;

pub use header::{JoseHeader, header};
pub use signed::{RsaAlgorithm, claims_of, rs256_bytes, rs256_x5c, verify_with};
pub use token::{
    Claims, JwtError, claims, hs256, number, read_hs256, read_rs256, rs256, text, unsigned,
    with_claims,
};
