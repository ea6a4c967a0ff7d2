//! What Maskinporten does, told as its callers see it.

mod giving;
mod keys;
mod limits;
mod parties;
mod proof;
mod refusals;
mod replay;
mod scripted;
mod world;
