//! The router as a client: each service's real messages, encoded and decoded.

pub mod mps;
