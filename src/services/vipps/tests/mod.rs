//! Vipps from the outside, as its callers see it.

mod access;
mod sending;
mod states;
mod paying;
