//! Files between payees and MPS: what is sent, what comes back, and what MPS sends by itself.

mod deletions;
mod deliver;
mod exchange;
mod left_out;
mod lists;
mod oddities;
mod office;
mod payee;
mod refused;
