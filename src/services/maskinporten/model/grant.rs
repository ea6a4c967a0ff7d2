//! The grant of a client, as it says it (Digdir: Maskinporten, JWT grant).

use std::sync::Arc;

use crate::crypto::Certificate;
use crate::crypto::jwt::RsaAlgorithm;
use crate::services::maskinporten::faults::Fault;

/// A claim of a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim<T> {
    /// It is not there.
    Missing,
    /// It is of another kind; what was found.
    Odd(String),
    /// It says this.
    Is(T),
}

/// A grant. What stands in it was read and not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The whole token, as it was sent.
    pub text: Arc<str>,
    /// What the header says.
    pub head: Head,
    /// `iss`: the client.
    pub issuer: Claim<String>,
    /// `aud`; a list is read as one.
    pub audience: Claim<Vec<String>>,
    /// `scope`.
    pub scope: Claim<String>,
    /// `iat`, in seconds since 1970.
    pub issued: Claim<i64>,
    /// `exp`, in seconds since 1970.
    pub ends: Claim<i64>,
    /// `jti`.
    pub id: Claim<String>,
    /// `resource`: the audience of the access token; a text is read as a list of one.
    pub resource: Claim<Vec<String>>,
    /// `pid`: the person whom the token is tied to.
    pub pid: Claim<String>,
    /// `consumer_org`: for whom the client acts.
    pub consumer_org: Claim<String>,
    /// `iss_onbehalfof`: the same, as older clients have it.
    pub on_behalf_of: Claim<String>,
    /// Why `authorization_details` are refused, if there are some; all are, in the end.
    pub details: Option<Fault>,
    /// Names of claims that no document has.
    pub others: Vec<String>,
}

/// What the header of a grant says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// How it is signed, as far as that is a way that is taken, else the word that stands there.
    pub algorithm: Result<RsaAlgorithm, String>,
    /// The id of a registered key.
    pub kid: Option<String>,
    /// The certificates.
    pub chain: Chain,
    /// The usual key of clients signed it; asked only where `kid` names that key.
    pub is_by_usual: bool,
}

/// The certificates in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// There are none.
    Missing,
    /// They cannot be read; what was found.
    Malformed(String),
    /// The first is none that can sign a grant; what was found.
    Unfit(String),
    /// The first certificate; those behind it are not looked at.
    Leaf {
        /// It.
        certificate: Certificate,
        /// Its key signed the grant.
        has_signed: bool,
    },
}
