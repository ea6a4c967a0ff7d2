//! The parts of the table as one.

use super::{dpi, krr, maskinporten, sandbox, services, vipps};
use crate::domain::settings::Setting;

const PARTS: [&[Setting]; 6] = [
    services::ROWS,
    vipps::ROWS,
    maskinporten::ROWS,
    krr::ROWS,
    dpi::ROWS,
    sandbox::ROWS,
];

const COUNT: usize = {
    let (mut part, mut count) = (0, 0);
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    count
};

/// Every setting, in the order in which people see them.
pub const SETTINGS: &[Setting] = &{
    let mut all = [PARTS[0][0]; COUNT];
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
};
