//! The rows of all services as one table.

use super::{combo, siblings};
use crate::services::Scripted;

const COUNT: usize = combo::ROWS.len() + siblings::ROWS.len();

const fn joined() -> [Scripted; COUNT] {
    let mut all = [combo::ROWS[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < combo::ROWS.len() {
            combo::ROWS[at]
        } else {
            siblings::ROWS[at - combo::ROWS.len()]
        };
        at += 1;
    }
    all
}

static ALL: [Scripted; COUNT] = joined();

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &ALL;
