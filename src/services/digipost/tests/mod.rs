//! Digipost from the outside: bytes in, bytes out.

mod agreements;
mod signing;
