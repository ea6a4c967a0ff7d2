//! Files between payees and MPS: what is sent, what comes back, and what MPS sends by itself.

mod deliver;
mod exchange;
mod lists;
mod oddities;
mod office;
mod payee;
mod refused;
