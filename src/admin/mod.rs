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
mod settings;
mod tables;
mod wire;

#[cfg(test)]
mod tests;

pub use routes::{BODY_MAX, PREFIX, handle};
