//! The rows of all services as one table.

use super::{combo, files, mandates, siblings};
use crate::services::{Scripted, joined};

const PARTS: [&[Scripted]; 5] = [
    combo::ROWS,
    siblings::ROWS,
    mandates::ROWS,
    files::ROWS,
    &files::OBJECTIONS,
];

const COUNT: usize = combo::ROWS.len()
    + siblings::ROWS.len()
    + mandates::ROWS.len()
    + files::ROWS.len()
    + files::OBJECTIONS.len();

static ALL: [Scripted; COUNT] = joined(&PARTS);

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &ALL;
