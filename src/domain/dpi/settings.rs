//! What can be set of digital post to citizens.

use jiff::SignedDuration;

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DpiSettings {
    /// Largest package in bytes; one page says 50 MB and another 30 (Digdir: DPI, package).
    pub package_max: u32,
    /// The number of the first page of receipts, 0 or 1; no document says it.
    pub first_page: u32,
    /// From sending to what the mailbox says of it (Digdir: DPI, test environment: within ten
    /// minutes).
    pub mailbox_delay: SignedDuration,
    /// How far ahead a letter may begin to show; no document says it.
    pub visible_within: SignedDuration,
}

impl Default for DpiSettings {
    fn default() -> Self {
        Self {
            package_max: 50 * 1024 * 1024,
            first_page: 0,
            mailbox_delay: SignedDuration::from_mins(1),
            visible_within: SignedDuration::from_hours(365 * 24),
        }
    }
}
