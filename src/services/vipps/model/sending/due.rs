//! Due dates: how near and far they may be.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::domain::calendar::oslo;
use crate::domain::vipps::DueZone;

/// Days from the start of today until the nearest due date: 48 to 72 hours, which depends on the
/// hour of sending (Vipps: guide of the invoice API, due date).
const DAYS_MIN: i64 = 3;

/// The nearest and the farthest due date of an invoice that is sent now.
pub(super) fn span(now: Timestamp, zone: DueZone) -> (Timestamp, Timestamp) {
    let zone = match zone {
        DueZone::Oslo => oslo(),
        DueZone::Utc => TimeZone::UTC,
    };
    let here = now.to_zoned(zone.clone());
    let first = here.date().saturating_add(DAYS_MIN.days());
    let first = first.to_zoned(zone);
    let first = first.map_or(Timestamp::MAX, |start| start.timestamp());
    let last = here.checked_add(1.year());
    let last = last.map_or(Timestamp::MAX, |there| there.timestamp());
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_day_begins_where_the_setting_says() {
        let now: Timestamp = "2026-03-01T23:30:00Z".parse().unwrap();
        let (oslo, _) = span(now, DueZone::Oslo);
        let (utc, far) = span(now, DueZone::Utc);
        assert_eq!(oslo.to_string(), "2026-03-04T23:00:00Z");
        assert_eq!(utc.to_string(), "2026-03-04T00:00:00Z");
        assert_eq!(far.to_string(), "2027-03-01T23:30:00Z");
        // The clocks go forward on the 29th: three days are not 72 hours.
        let before: Timestamp = "2026-03-28T10:00:00Z".parse().unwrap();
        let (oslo, _) = span(before, DueZone::Oslo);
        assert_eq!(oslo.to_string(), "2026-03-30T22:00:00Z");
        let leap: Timestamp = "2028-02-29T10:00:00Z".parse().unwrap();
        assert_eq!(
            span(leap, DueZone::Utc).1.to_string(),
            "2029-02-28T10:00:00Z"
        );
    }
}
