//! The state of Vipps in snapshots.

mod access;
mod check;
mod invoices;
mod text;

pub use check::{check_event, check_state};
