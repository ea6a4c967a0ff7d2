//! The state of Maskinporten, and the rules by which it gives access tokens.
//!
//! A request for a token is judged in this order: form, client (`client`), key and signature
//! (`proof`), audience and times (`times`), use (`used`), parties and scopes (`access`).

mod access;
mod apply;
mod client;
mod command;
mod grant;
mod proof;
mod times;
mod used;

pub use apply::Model;
pub(super) use command::{Answer, Ask, Given, SignedBy, TokenAsk};
pub use command::{Command, Reply};
pub(super) use grant::{Chain, Claim, Grant, Head};
pub(super) use proof::ALGORITHMS;
pub(super) use used::{GrantMark, Used};
