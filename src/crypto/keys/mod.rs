//! The one set of test keys, the same in every sandbox of every build; see the README beside it.

mod outdated;
mod set;

pub use outdated::Outdated;
pub(super) use set::Wrapping;
pub use set::{BROKER_PASSWORD, BROKER_PKCS12, Opener, Signer};
