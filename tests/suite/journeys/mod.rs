//! Whole lives of invoices: sent by a client, walked by the router, delivered or not.

mod agreements;
mod consumers;
mod lists;
mod orders;
mod walks;
