//! Sandkasse: a sandbox that impersonates everything a Norwegian consumer invoice meets on its way.

pub mod documents;
pub mod domain;
pub mod wire;
