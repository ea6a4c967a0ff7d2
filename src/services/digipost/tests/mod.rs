//! Digipost from the outside: bytes in, bytes out.

mod agreements;
mod keeping;
mod people;
mod people_world;
mod sending;
mod signing;
