//! Settings of digital post to citizens.

use super::read::duration;
use crate::domain::settings::Setting;

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "dpi.package_max",
        text: "bytes of the largest document package of digital post, at most 62914560",
        show: |s| s.dpi.package_max.to_string(),
        set: |s, text| {
            let value: u32 = text.parse().map_err(|_| A_PACKAGE)?;
            if !(1..=60 * 1024 * 1024).contains(&value) {
                return Err(A_PACKAGE);
            }
            s.dpi.package_max = value;
            Ok(())
        },
    },
    Setting {
        name: "dpi.first_page",
        text: "the number of the first page of receipts of digital post: 0 or 1",
        show: |s| s.dpi.first_page.to_string(),
        set: |s, text| {
            s.dpi.first_page = match text {
                "0" => 0,
                "1" => 1,
                _ => return Err("`0` or `1`"),
            };
            Ok(())
        },
    },
    Setting {
        name: "dpi.mailbox_delay",
        text: "from the intake of digital post to what mailbox or printer say of it",
        show: |s| s.dpi.mailbox_delay.to_string(),
        set: |s, text| duration(text).map(|value| s.dpi.mailbox_delay = value),
    },
    Setting {
        name: "dpi.visible_within",
        text: "how far ahead a letter of digital post may begin to show",
        show: |s| s.dpi.visible_within.to_string(),
        set: |s, text| duration(text).map(|value| s.dpi.visible_within = value),
    },
];

const A_PACKAGE: &str = "a whole number from 1 to 62914560";
