//! What consumers do, and what comes of it.

mod deeds;
mod world;
