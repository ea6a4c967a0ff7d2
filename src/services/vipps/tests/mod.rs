//! Vipps from the outside, as its callers see it.

mod paying;
