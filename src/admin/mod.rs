//! The admin API at `/_sandbox`: one file per resource, `routes` is the map of it.

mod call;
mod clock;
mod companies;
mod faults;
mod health;
mod invoices;
mod journal;
mod people;
mod routes;
mod sandboxes;
mod snapshots;
mod tables;
mod wire;

#[cfg(test)]
mod tests;

pub use routes::{PREFIX, body_max, handle};
