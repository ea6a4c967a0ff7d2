//! Vipps from the outside, as its callers see it.

mod paying;
mod sending;
mod states;
