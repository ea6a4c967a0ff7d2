//! MPS as its manual tells it: tables, golden messages, and every limit of the schema.

mod faults;
mod golden;
mod limits;
mod lookup;
mod mandates;
mod seat;
mod security;
mod siblings;
mod statuses;
mod validation;
mod world;
