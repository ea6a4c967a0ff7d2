//! The gateway, the log-in, recipient tokens, published keys and links, as callers see them.

mod gateway;
mod keys;
mod links;
mod log_in;
mod recipients;
mod refusals;
mod world;
