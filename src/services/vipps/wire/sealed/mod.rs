//! What is written into answers on their way out, because it is in wire time: access tokens,
//! links to documents, and when a log-in was refused.
//!
//! Until then a mark stands in their place, which is what the journal keeps.

mod link;
mod noted;
mod refusal;
mod token;

pub(in crate::services::vipps) use link::note_link;
pub(in crate::services::vipps) use noted::seal;
pub(in crate::services::vipps::wire) use refusal::note_refusal;
pub(in crate::services::vipps::wire) use token::note_token;
