//! Signing both ways: what a signature covers, what a request has of it, and the seal on answers.

mod canonical;
mod date;
mod prove;
mod request;
mod seal;

pub(super) use prove::prove;
pub(super) use request::signed;
pub(in crate::services::digipost) use seal::seal;
pub use seal::{Signing, Tamper};
