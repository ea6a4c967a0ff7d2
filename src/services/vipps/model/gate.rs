//! What the gateway looks at before a request reaches the backend.

use uuid::Uuid;

use crate::domain::slug::Slug;
use crate::domain::vipps::Product;

/// What stands in front of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// Nothing: log-in and public keys.
    Open,
    /// Subscription key and access token of one product.
    Keyed {
        /// Which product.
        product: Product,
        /// The subscription key, out of header or query.
        subscription: Option<String>,
        /// The access token.
        authorization: Authorization,
    },
}

/// The Authorization header, as far as it can be judged without the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// None is there.
    Missing,
    /// It is no access token of ours, or its signature is wrong; with what was found.
    Bad(String),
    /// A token of ours.
    Token {
        /// Its id.
        id: Uuid,
        /// It came with the scheme `Bearer`, in this spelling and no other.
        with_bearer: bool,
    },
}

/// Who asks, once the gateway let a request in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// The company.
    pub company: Slug,
    /// For which product.
    pub product: Product,
}
