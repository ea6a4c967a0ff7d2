//! What travels to and from Maskinporten: grants of clients, and the access tokens that they get.

mod access_token;
mod grant;

pub use access_token::{Bearers, client_of, key_id, signer, written, written_by};
pub use grant::{BEARER_GRANT, Grant, Shown, form, signed};
