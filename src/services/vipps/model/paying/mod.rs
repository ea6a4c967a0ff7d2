//! The side of those who show and pay.

mod answer;
mod ask;
mod change;
mod documents;
mod meanwhile;
mod sight;
mod terms;

pub(super) use answer::answer;
pub(in crate::services::vipps) use ask::{
    DocumentLink, LinkTamper, Oddity, PayingWhat, StateFilter,
};
pub use ask::{PayingAsk, PayingReply};
