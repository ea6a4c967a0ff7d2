//! The table of everything that scenarios may ask for.

use super::{agreements, everywhere, keeping, people, sending};
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
