//! What an invoice travels as, whoever carries it: bytes to domain and back, pure.

pub mod bbs;
pub mod ubl;
