//! The side of those who show and pay.

mod answer;
mod ask;

pub(super) use answer::answer;
pub use ask::{DocumentLink, LinkTamper, PayingAsk, PayingReply, PayingWhat, StateFilter};
