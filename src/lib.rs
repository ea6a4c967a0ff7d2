//! Sandkasse: a sandbox that impersonates everything a Norwegian consumer invoice meets on its way.

pub mod consumer;
pub mod documents;
pub mod domain;
pub mod scenario;
pub mod services;
pub mod snapshot;
pub mod wire;
