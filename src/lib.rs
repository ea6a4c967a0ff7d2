//! Sandkasse: a sandbox that impersonates everything a Norwegian consumer invoice meets on its way.

pub mod admin;
pub mod app;
pub mod cli;
pub mod consumer;
pub mod crypto;
pub mod documents;
pub mod domain;
pub mod embedded;
pub mod folders;
pub mod health;
pub mod http;
pub mod player;
pub mod reference_router;
pub mod render;
pub mod sandbox;
pub mod scenario;
pub mod services;
pub mod settings;
pub mod snapshot;
pub mod startup;
pub mod telemetry;
pub mod web;
pub mod wire;

pub use embedded::Sandkasse;
