//! Digipost from the outside: bytes in, bytes out.

mod signing;
