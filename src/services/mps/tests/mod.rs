//! MPS as its manual tells it: tables, golden messages, and every limit of the schema.

mod claims;
mod faults;
mod files;
mod golden;
mod legs;
mod limits;
mod lookup;
mod mandates;
mod seat;
mod security;
mod siblings;
mod statuses;
mod users;
mod validation;
mod world;
