//! Messages from the outside: bytes in, bytes out.

mod becoming;
mod record;
mod refusals;
mod samples;
mod stepwise;
mod versions;
mod ways;
mod world;
