//! What can be set of Maskinporten in one sandbox.

use jiff::SignedDuration;

use crate::domain::words::words;

words! {
    /// The keys that access tokens are signed with.
    pub enum KeyNumber {
        /// The first.
        First "first",
        /// The second, which is there to rotate to.
        Second "second",
    }
}

/// The keys that are published, and the one that signs. Keys rotate without notice (Digdir:
/// Maskinporten, well-known end points).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRing {
    /// What the key set shows, in this order.
    pub published: Vec<KeyNumber>,
    /// What signs from now on, published or not.
    pub signs: KeyNumber,
}

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskinportenSettings {
    /// The issuer's identifier, which grants name as their audience; `None`, the address that the
    /// caller used, with a slash at the end.
    pub issuer: Option<String>,
    /// How long access tokens live, unless their client says otherwise.
    pub token_life: SignedDuration,
    /// Clients get tokens of persons (`pid`) with scopes of users. Ours: ID-porten, which gives
    /// them in truth, is not simulated.
    pub user_tokens: bool,
    /// Keys of access tokens.
    pub keys: KeyRing,
}

impl Default for MaskinportenSettings {
    fn default() -> Self {
        Self {
            issuer: None,
            token_life: SignedDuration::from_secs(120),
            user_tokens: true,
            keys: KeyRing {
                published: vec![KeyNumber::First, KeyNumber::Second],
                signs: KeyNumber::First,
            },
        }
    }
}
