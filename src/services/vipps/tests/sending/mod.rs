//! What those who send meet.

mod limits;
mod refusals;
mod revoking;
mod scripted;
mod showing;
mod taking;
mod validation;
pub(super) mod world;
