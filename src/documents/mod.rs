//! What travels between issuers, services and banks, whoever carries it: bytes to domain and
//! back, pure.

pub mod bbs;
pub mod dpi;
pub mod maskinporten;
pub mod ubl;
