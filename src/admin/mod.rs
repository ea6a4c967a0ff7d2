//! The admin API at `/_sandbox`: one file per resource, `routes` is the map of it.

mod actions;
mod call;
mod clock;
mod companies;
mod faults;
mod health;
mod invoices;
mod journal;
mod listeners;
mod netbank;
mod outbox;
mod people;
mod routes;
mod sandboxes;
mod scenarios;
mod settings;
mod tables;
mod trouble;
mod wire;

#[cfg(test)]
mod tests;

pub use routes::{BODY_MAX, PREFIX, handle};
