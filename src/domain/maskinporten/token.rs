//! Access tokens as nouns: what they say, and until when.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::scope::Scope;
use super::settings::KeyNumber;
use crate::domain::identity::{NationalId, OrgNumber};
use crate::domain::words::words;

words! {
    /// How a client proved who it is (Digdir: Maskinporten, access token, `client_amr`).
    pub enum Authentication {
        /// With a key registered on it.
        PrivateKey "private_key_jwt",
        /// With a business certificate.
        Certificate "virksomhetssertifikat",
    }
}

/// What an access token says (Digdir: Maskinporten, access token). Times of day on the wire are
/// written when it leaves; until when it is good in truth is sandbox time, and stands in its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Its own id.
    pub id: TokenId,
    /// Who issued it: the issuer's identifier.
    pub issuer: String,
    /// The client that got it.
    pub client_id: String,
    /// How the client proved who it is.
    pub authentication: Authentication,
    /// The organisation that consumes, in its own name or through a supplier.
    pub consumer: OrgNumber,
    /// Who acts for it.
    pub supplier: Option<OrgNumber>,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// Whom it is for; empty, that was left open.
    pub audience: Vec<String>,
    /// The person it is tied to.
    pub pid: Option<NationalId>,
}

/// The id of a token: who it is among all, and its life in sandbox time.
///
/// The signature around it protects what it says, so that whoever verifies the token needs nothing
/// else to know when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenId {
    /// Among all.
    pub unique: Uuid,
    /// When it was issued, to the second.
    pub issued: Timestamp,
    /// How long it lives.
    pub life: SignedDuration,
}

impl TokenId {
    /// 32 bytes: the UUID, the second of its issue and its life in seconds, each as eight bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (unique, times) = bytes.split_at_mut(16);
        unique.copy_from_slice(self.unique.as_bytes());
        let (issued, life) = times.split_at_mut(8);
        issued.copy_from_slice(&self.issued.as_second().to_be_bytes());
        life.copy_from_slice(&self.life.as_secs().to_be_bytes());
        bytes
    }

    /// Reads such bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (unique, times) = bytes.split_first_chunk::<16>()?;
        let (issued, life) = times.split_first_chunk::<8>()?;
        let life = i64::from_be_bytes(life.try_into().ok()?);
        Some(Self {
            unique: Uuid::from_bytes(*unique),
            issued: Timestamp::from_second(i64::from_be_bytes(*issued)).ok()?,
            life: SignedDuration::from_secs(life),
        })
    }

    /// The first instant at which it is not good any more.
    #[must_use]
    pub fn ends(self) -> Timestamp {
        self.issued.checked_add(self.life).unwrap_or(Timestamp::MAX)
    }
}

impl AccessToken {
    /// Whether it opens something.
    #[must_use]
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|it| it.as_str() == scope)
    }

    /// Who calls: the supplier if one acts, else the consumer.
    #[must_use]
    pub fn caller(&self) -> &OrgNumber {
        self.supplier.as_ref().unwrap_or(&self.consumer)
    }
}

/// What the `Authorization` header of a request is worth, as far as that can be said without the
/// state: whether a token is there, can be read, and was signed by which key of Maskinporten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bearer {
    /// No header, or an empty one.
    Missing,
    /// No token that Maskinporten signed; why.
    Bad(String),
    /// A token whose signature holds.
    Token {
        /// What it says.
        token: Arc<AccessToken>,
        /// The key that signed it.
        key: KeyNumber,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_from_its_bytes() {
        let id = TokenId {
            unique: Uuid::from_u128(7),
            issued: "2026-03-02T08:00:00Z".parse().unwrap(),
            life: SignedDuration::from_secs(120),
        };
        assert_eq!(TokenId::from_bytes(&id.to_bytes()), Some(id));
        assert_eq!(TokenId::from_bytes(&[0; 31]), None);
        assert!(
            TokenId::from_bytes(&[0xff; 32])
                .map(TokenId::ends)
                .is_some()
        );
        assert_eq!(id.ends(), "2026-03-02T08:02:00Z".parse().unwrap());
    }
}
