//! Digipost from the outside: bytes in, bytes out.

mod sending;
mod signing;
