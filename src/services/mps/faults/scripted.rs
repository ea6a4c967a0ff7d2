//! The refusals that a scenario may ask for, of all services as one table.

use super::{kinds, siblings};
use crate::services::Scripted;

const COUNT: usize = kinds::SCRIPTED.len() + siblings::ROWS.len();

const fn joined() -> [Scripted; COUNT] {
    let mut all = [kinds::SCRIPTED[0]; COUNT];
    let mut at = 0;
    while at < COUNT {
        all[at] = if at < kinds::SCRIPTED.len() {
            kinds::SCRIPTED[at]
        } else {
            siblings::ROWS[at - kinds::SCRIPTED.len()]
        };
        at += 1;
    }
    all
}

static ALL: [Scripted; COUNT] = joined();

/// The refusals that a scenario may ask for: fault codes at once, rejection codes when the
/// transaction is validated.
pub const SCRIPTED: &[Scripted] = &ALL;
