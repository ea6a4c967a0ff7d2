//! What the tables of fields say, put to use: requests are held against them, and the interface
//! description is written from them.

mod check;
mod description;

pub(super) use check::check;
#[cfg(test)]
pub(in crate::services::mps) use check::holds_contract;
pub(super) use description::describe;
