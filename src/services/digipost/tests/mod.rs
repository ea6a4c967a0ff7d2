//! Digipost from the outside: bytes in, bytes out.

mod people;
mod people_world;
mod signing;
