//! What is asked of Maskinporten, and what it answers.

use jiff::Timestamp;

use super::grant::Grant;
use crate::domain::maskinporten::{AccessToken, KeyNumber};
use crate::domain::words::words;
use crate::services::maskinporten::faults::Fault;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// What it asks; a message that is wrong by itself is refused with the marks of its sandbox.
    pub ask: Result<Ask, Box<Fault>>,
    /// The address of Maskinporten that the caller used, with a slash at the end.
    pub address: String,
    /// With what a scenario wants it refused, before anything is judged.
    pub armed: Option<Box<Fault>>,
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// What the server is.
    Metadata,
    /// The published keys, as they are or as a scenario wants them.
    Keys(Option<KeysWish>),
    /// An access token.
    Token(Box<TokenAsk>),
}

/// A request for an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenAsk {
    /// What the client proves itself with.
    pub grant: Grant,
    /// When it came, in wire time.
    pub arrived: Timestamp,
    /// What a scenario makes of it.
    pub wish: Option<TokenWish>,
}

words! {
    /// What a scenario may make of a request for a token.
    pub enum TokenWish {
        /// The token lives for two seconds.
        ShortLife "shortLife",
        /// The other of the two keys signs.
        KeyRotated "keyRotated",
        /// A key signs that is never published.
        UnpublishedKey "unpublishedKey",
        /// The server's clock is a minute slow.
        ClockBehind "clockBehind",
        /// The server's clock is three minutes fast.
        ClockAhead "clockAhead",
    }
}

words! {
    /// What a scenario may make of the published keys.
    pub enum KeysWish {
        /// The key that signs alone.
        Single "singleKey",
        /// All but the key that signs.
        Stale "staleKeys",
    }
}

impl Command {
    /// Lets a scenario choose what comes of the request, by its name.
    pub(in crate::services::maskinporten) fn wish(&mut self, name: &'static str) {
        match &mut self.ask {
            Ok(Ask::Token(ask)) => ask.wish = TokenWish::parse(name),
            Ok(Ask::Keys(wish)) => *wish = KeysWish::parse(name),
            Ok(Ask::Metadata) | Err(_) => {}
        }
    }
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The issuer in force, with a slash at the end.
    pub issuer: String,
    /// What it says.
    pub answer: Answer,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What the server is.
    Metadata,
    /// These keys, in this order.
    Keys(Vec<KeyNumber>),
    /// An access token, which is written and signed on its way out.
    Token(Box<Given>),
}

/// A token that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// What it says.
    pub token: AccessToken,
    /// What signs it.
    pub signed_by: SignedBy,
}

/// What signs a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedBy {
    /// A key of the ring.
    Key(KeyNumber),
    /// A key that nobody publishes.
    Unpublished,
}
