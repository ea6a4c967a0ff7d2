//! Files both ways, and what is said of bad ones.

mod examples;
mod support;
