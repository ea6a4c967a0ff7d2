//! The page for people at `/`: what is there and how to reach it, in plain HTML without scripts.

mod desk;
mod look;
mod members;
mod page;

#[cfg(test)]
mod tests;

pub use desk::{body_max, handle};
