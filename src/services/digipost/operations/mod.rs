//! What Digipost can do: one table for each part.

mod agreements;
mod keeping;
mod parts;
mod people;
mod sending;
mod table;

pub(in crate::services::digipost) use parts::{Place, Slice, place};
pub use table::{MOUNT, OPERATIONS};
