//! Log-in, recipient tokens, published keys.

mod answer;
mod ask;
mod recipient;
mod state;

pub(super) use answer::answer;
pub use ask::{AccessAsk, AccessReply, AccessWhat, LogIn, LoggedIn};
pub(in crate::services::vipps) use recipient::recipient_token;
pub(super) use recipient::{recipient_however_old, recipient_of};
pub use state::State;
pub(in crate::services::vipps) use state::{Calls, Session};
