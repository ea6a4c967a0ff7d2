//! What Vipps can do: one table for each part.

mod access;
mod parts;
mod paying;
mod place;
mod sending;
mod table;

pub(in crate::services::vipps) use parts::{Front, Slice};
pub(in crate::services::vipps) use place::{Nowhere, Place, place};
pub(in crate::services::vipps) use sending::{GET, REVOKE, SEND};
pub use table::{MOUNT, OPERATIONS, VALIDATION};
