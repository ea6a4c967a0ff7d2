//! The table of everything that scenarios may ask for.

use super::{access, everywhere, paying, sending};
use crate::services::{Scripted, joined};

const COUNT: usize =
    everywhere::ROWS.len() + access::ROWS.len() + sending::ROWS.len() + paying::ROWS.len();

/// What scenarios may ask for.
pub const SCRIPTED: &[Scripted] =
    &joined::<Scripted, COUNT>(&[everywhere::ROWS, access::ROWS, sending::ROWS, paying::ROWS]);
