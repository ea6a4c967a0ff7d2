//! Vipps from the outside, as its callers see it.

mod access;
mod paying;
mod sending;
mod states;
