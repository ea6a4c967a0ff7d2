//! The user-agreements API from the outside.

mod agree;
mod documents;
mod owners;
mod refusals;
mod world;
