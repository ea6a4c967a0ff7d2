//! Words of Maskinporten that cast, settings and services share: clients, scopes, access tokens.

mod admit;
mod client;
mod scope;
mod settings;
mod token;

pub use admit::{Denied, admit};
pub use client::{ClientKey, ClientKeys, Delegation, MaskinportenClient, PublicKeyDer};
pub use scope::{KNOWN_SCOPES, KnownScope, Scope, ScopeUse};
pub use settings::{KeyNumber, KeyRing, MaskinportenSettings};
pub use token::{AccessToken, Authentication, Bearer, TokenId};
