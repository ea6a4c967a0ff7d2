//! The rows of all services as one table.

use super::{combo, mandates, siblings};
use crate::services::Scripted;

const PARTS: [&[Scripted]; 3] = [combo::ROWS, siblings::ROWS, mandates::ROWS];

const COUNT: usize = combo::ROWS.len() + siblings::ROWS.len() + mandates::ROWS.len();

const fn joined() -> [Scripted; COUNT] {
    let mut all = [combo::ROWS[0]; COUNT];
    let (mut part, mut at) = (0, 0);
    while part < PARTS.len() {
        let mut row = 0;
        while row < PARTS[part].len() {
            all[at] = PARTS[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
}

static ALL: [Scripted; COUNT] = joined();

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &ALL;
