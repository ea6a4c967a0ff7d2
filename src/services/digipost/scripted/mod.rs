//! What scenarios may ask Digipost for by name: a table for each part.
//!
//! A name in capitals is an error code, spoken at once; the rest is told beside each row.

mod agreements;
mod everywhere;
mod keeping;
mod people;
mod sending;

use crate::services::{Scripted, joined};

const COUNT: usize = everywhere::ROWS.len()
    + people::ROWS.len()
    + sending::ROWS.len()
    + keeping::ROWS.len()
    + agreements::ROWS.len();

/// What scenarios may ask for.
pub const SCRIPTED: &[Scripted] = &joined::<Scripted, COUNT>(&[
    everywhere::ROWS,
    people::ROWS,
    sending::ROWS,
    keeping::ROWS,
    agreements::ROWS,
]);
