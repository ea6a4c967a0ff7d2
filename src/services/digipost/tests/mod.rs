//! Digipost from the outside: bytes in, bytes out.

mod keeping;
mod people;
mod people_world;
mod signing;
