//! The table of everything that Vipps can do.

use super::parts::Row;
use super::{access, paying, sending};
use crate::services::{Mount, Operation, joined};

/// Where Vipps is mounted.
pub const MOUNT: Mount = Mount {
    service: "vipps",
    prefix: "/vipps",
    title: "Vipps invoice API, for senders and payment providers",
};

/// The operation under which rules know the asynchronous validation.
pub const VALIDATION: &str = "vipps.validation";

pub(super) const PARTS: &[&[Row]] = &[access::ROWS, sending::ROWS, paying::ROWS];

const COUNT: usize = access::ROWS.len() + sending::ROWS.len() + paying::ROWS.len();

/// Every operation.
pub const OPERATIONS: &[Operation] = &{
    let rows = joined::<Row, COUNT>(PARTS);
    let mut all = [rows[0].operation; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = rows[at].operation;
        at += 1;
    }
    all
};
