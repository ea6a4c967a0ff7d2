//! The side of those who show and pay.

mod changing;
mod documents;
mod people;
mod reading;
mod scripted;
mod seeing;
mod states;
mod world;
