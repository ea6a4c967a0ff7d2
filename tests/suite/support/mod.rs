//! What the tests share: a sandbox with the verbs of its clients, bills to send, real servers.

mod bill;
mod binary;
mod sandbox;
mod server;
mod stage;

pub(crate) use bill::Bill;
pub(crate) use binary::Binary;
pub(crate) use sandbox::{Reply, TestSandbox};
pub(crate) use server::{Heard, Server, converse};
pub(crate) use stage::Stage;

/// Where the clock of most tests begins: a Monday morning in Oslo.
pub(crate) const MONDAY: &str = "2026-03-02T09:00:00+01:00";
