//! The side of those who show and pay.

mod answer;
mod ask;
mod change;
mod documents;
mod meanwhile;
mod sight;
mod terms;

pub(super) use answer::answer;
pub use ask::{DocumentLink, LinkTamper, Oddity, PayingAsk, PayingReply, PayingWhat, StateFilter};
