//! The table of settings: name, words, reading and writing; a part for each service that has many.

mod all;
mod dpi;
mod krr;
mod maskinporten;
mod read;
mod sandbox;
mod services;
mod vipps;

pub use all::SETTINGS;
