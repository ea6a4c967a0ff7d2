//! Settings of the sandbox itself.

use super::read::count;
use crate::domain::identity::Guard;
use crate::domain::settings::{Setting, WireTime};

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "wire.time",
        text: "what the dates of headers and signatures are compared with: the clock of the \
               machine (real), or that of the sandbox",
        show: |s| s.wire_time.as_str().to_owned(),
        set: |s, text| {
            s.wire_time = WireTime::parse(text).ok_or("`real` or `sandbox`")?;
            Ok(())
        },
    },
    Setting {
        name: "journal.entries_max",
        text: "entries that the journal keeps",
        show: |s| s.journal_entries_max.to_string(),
        set: |s, text| count(text).map(|value| s.journal_entries_max = value),
    },
    Setting {
        name: "journal.bytes_max",
        text: "bytes of bodies and texts that the journal keeps",
        show: |s| s.journal_bytes_max.to_string(),
        set: |s, text| count(text).map(|value| s.journal_bytes_max = value),
    },
    Setting {
        name: "blobs.bytes_max",
        text: "bytes of files that the sandbox keeps",
        show: |s| s.blob_bytes_max.to_string(),
        set: |s, text| count(text).map(|value| s.blob_bytes_max = value),
    },
    Setting {
        name: "identity.guard",
        text: "identity numbers that may be a citizen's: hide them in journal and case files and \
               go on, refuse the request, or do nothing",
        show: |s| s.identity_guard.as_str().to_owned(),
        set: |s, text| {
            s.identity_guard = Guard::parse(text).ok_or("`mask`, `refuse` or `off`")?;
            Ok(())
        },
    },
];
