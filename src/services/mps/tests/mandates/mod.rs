//! The creditor mandate API: who sees which mandates, and what of them.

mod facts;
mod payees;
mod refused;
