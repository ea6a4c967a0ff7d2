//! What is asked and answered here.

use uuid::Uuid;

use super::wish::{KeysWish, LogInWish, RecipientWish};
use crate::domain::vipps::{KeyNumber, Product};
use crate::services::vipps::model::Ident;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessAsk {
    /// What is asked.
    pub what: AccessWhat,
}

impl AccessAsk {
    pub(in crate::services::vipps) fn wish(&mut self, name: &'static str) {
        match &mut self.what {
            AccessWhat::LogIn(log_in) => log_in.wish = LogInWish::parse(name),
            AccessWhat::Recipient { wish, .. } => *wish = RecipientWish::parse(name),
            AccessWhat::Keys(wish) => *wish = KeysWish::parse(name),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessWhat {
    /// An access token.
    LogIn(LogIn),
    /// A recipient token, for whom a number belongs to.
    Recipient {
        /// The number.
        ident: Ident,
        /// What a scenario makes of the token.
        wish: Option<RecipientWish>,
    },
    /// The published keys, as they are or as a scenario wants them.
    Keys(Option<KeysWish>),
}

/// What a client proves itself with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogIn {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The subscription key.
    pub subscription: Option<String>,
    /// What a scenario makes of it.
    pub wish: Option<LogInWish>,
}

/// A client that was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// The id of its token, of which no other sandbox knows.
    pub token: Uuid,
    /// The client id, as it was sent.
    pub client_id: String,
    /// For which product.
    pub product: Product,
    /// How long the token lives, in seconds.
    pub life_s: i64,
}

/// A key as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownKey {
    /// Which one.
    pub number: KeyNumber,
    /// It stands there under an id that no link names.
    pub is_misnamed: bool,
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessReply {
    /// An access token, which is written and signed on its way out.
    LoggedIn(LoggedIn),
    /// A recipient token.
    Recipient(String),
    /// These keys, in this order.
    Keys(Vec<ShownKey>),
}
