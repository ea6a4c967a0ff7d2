//! Vipps from the outside, as its callers see it.

mod sending;
mod states;
