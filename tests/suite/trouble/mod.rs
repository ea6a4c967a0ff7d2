//! Armed trouble, as clients and the router meet it.

mod counters;
mod legs;
mod loaded;
mod matching;
mod refused;
mod support;
mod wire;
