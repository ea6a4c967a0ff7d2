//! Log-in, recipient tokens, published keys.

mod answer;
mod ask;
mod recipient;
mod state;
mod wish;

pub(super) use answer::answer;
pub use ask::{AccessAsk, AccessReply, AccessWhat, LogIn, LoggedIn, ShownKey};
pub(super) use recipient::recipient_however_old;
pub(in crate::services::vipps) use recipient::recipient_of;
#[cfg(test)]
pub(in crate::services::vipps) use recipient::recipient_token;
pub use state::State;
pub use state::{Calls, Session};
