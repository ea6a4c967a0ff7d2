//! Digipost from the outside: bytes in, bytes out.

mod agreements;
mod people;
mod people_world;
mod signing;
