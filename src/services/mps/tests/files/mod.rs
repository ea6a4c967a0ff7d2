//! The file exchange: what payees send, and what they get back.

mod exchange;
mod lists;
mod payee;
mod refused;
