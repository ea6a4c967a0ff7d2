//! The admin API at `/_sandbox`: one file per resource, `routes` is the map of it.

mod actions;
mod call;
mod clock;
mod commands;
mod companies;
mod events;
mod faults;
mod filter;
mod har;
mod health;
mod invoices;
mod journal;
mod listeners;
mod mailbox;
mod marks;
mod netbank;
mod openapi;
mod outbox;
mod people;
mod post;
mod routes;
mod sandboxes;
mod scenarios;
mod settings;
mod snapshots;
mod stops;
mod tables;
mod trouble;
mod waiting;
mod wire;

#[cfg(test)]
mod tests;

pub use routes::{PREFIX, body_max, handle};
