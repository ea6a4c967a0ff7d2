//! Clients of Maskinporten: whose they are, which keys and scopes were registered.

use std::fmt;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::scope::Scope;
use crate::domain::credentials::computed;
use crate::domain::identity::OrgNumber;
use crate::domain::slug::Slug;

/// A client that a company registered (Digdir: Maskinporten, self-service).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskinportenClient {
    /// The id, where it was given instead of computed.
    pub given_id: Option<String>,
    /// Scopes registered on it.
    pub scopes: Vec<Scope>,
    /// Scopes that their owner took back from the organisation though they are registered (error
    /// MP-250).
    pub withdrawn: Vec<Scope>,
    /// Keys registered on it.
    pub keys: ClientKeys,
    /// How long its access tokens live; `None`, as long as the setting says.
    pub token_life: Option<SignedDuration>,
    /// Signatures of its grants are judged. Ours: a client whose certificate no sandbox knows can
    /// be tried without.
    pub checks_signature: bool,
}

/// What grants of a client are verified with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientKeys {
    /// The compiled-in key whose private half `sandkasse certs` writes.
    Usual,
    /// Keys that were given, each with an id of its own.
    Given(Vec<ClientKey>),
}

/// A key that was registered on a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey {
    /// Its id, `kid` in headers.
    pub kid: String,
    /// The public key.
    pub key: PublicKeyDer,
    /// The last day on which it is good; `None`, it has no end (Digdir: registered keys live a
    /// year).
    pub until: Option<Date>,
}

/// An RSA public key in DER, as PKCS #1 has it, and the text that it was read from.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKeyDer {
    /// The key.
    pub pkcs1: Arc<[u8]>,
    /// The text in PEM that it was given as.
    pub pem: Arc<str>,
}

impl fmt::Debug for PublicKeyDer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKeyDer({} bytes)", self.pkcs1.len())
    }
}

/// The id of the compiled-in key of clients.
const USUAL_KID: &str = "sandkasse";

impl ClientKeys {
    /// The id of the key that every client has that was given none.
    pub const USUAL_KID: &'static str = USUAL_KID;
}

/// A right to act for a company with a scope, delegated in Altinn (Digdir: Maskinporten,
/// delegation).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Delegation {
    /// With which scope.
    pub scope: Scope,
    /// Who may act.
    pub supplier: OrgNumber,
}

impl MaskinportenClient {
    /// A client with these scopes, the usual key and a computed id.
    #[must_use]
    pub fn with(scopes: Vec<Scope>) -> Self {
        Self {
            given_id: None,
            scopes,
            withdrawn: Vec::new(),
            keys: ClientKeys::Usual,
            token_life: None,
            checks_signature: true,
        }
    }

    /// The id in force: the given one, else a UUID computed from the names of sandbox and company.
    #[must_use]
    pub fn id(&self, sandbox: &Slug, company: &Slug) -> String {
        let computed = || computed(sandbox, company, "maskinporten-client").to_string();
        self.given_id.clone().unwrap_or_else(computed)
    }
}
