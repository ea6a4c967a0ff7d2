//! Whole lives of invoices: sent by a client, walked by the router, delivered or not.

mod agreements;
mod consumers;
mod direct_senders;
mod lists;
mod orders;
mod walks;
