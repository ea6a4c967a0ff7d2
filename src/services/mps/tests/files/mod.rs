//! Files between payees and MPS.

mod deliver;
mod oddities;
mod office;
