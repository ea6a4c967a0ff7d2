//! Digipost from the outside: bytes in, bytes out.

mod agreements;
mod cast;
mod keeping;
mod people;
mod sending;
mod signing;
