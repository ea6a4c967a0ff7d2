//! Digital post from the outside, as its callers see it.

mod access;
mod arrivals;
mod paper;
mod post;
mod receipts;
mod refusals;
mod snapshot;
mod wishes;
mod world;
