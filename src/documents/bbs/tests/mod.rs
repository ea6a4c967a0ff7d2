//! Files both ways, and what is said of bad ones.

mod bad_input;
mod clients;
mod examples;
mod round_trip;
mod support;
