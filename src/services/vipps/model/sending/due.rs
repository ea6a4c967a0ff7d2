//! Due dates: how they are written, and how near and far they may be.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::domain::calendar::oslo;
use crate::domain::vipps::DueZone;

/// Days from the start of today until the nearest due date: 48 to 72 hours, which depends on the
/// hour of sending (Vipps: guide of the invoice API, due date).
const DAYS_MIN: i64 = 3;

/// An instant as RFC 3339 writes it: with seconds and a zone, and in no other form.
pub(in crate::services::vipps) fn instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (front, rest) = bytes.split_at_checked(b"yyyy-mm-ddThh:mm:ss".len())?;
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let fits = front
        .iter()
        .zip(b"dddd-dd-ddTdd:dd:dd")
        .all(|(byte, wanted)| match wanted {
            b'd' => is_digit(byte),
            b'T' => byte.eq_ignore_ascii_case(&b'T'),
            other => byte == other,
        });
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| is_digit(byte)).count();
            fraction.get(digits..).filter(|_| digits > 0)?
        }
        other => other,
    };
    let has_zone = match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => [h1, h2, m1, m2].into_iter().all(is_digit),
        _ => false,
    };
    (fits && has_zone).then(|| text.parse().ok())?
}

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
    fn an_instant_has_seconds_and_a_zone_and_one_form() {
        for good in [
            "2026-03-05T00:00:00Z",
            "2026-03-05t00:00:00z",
            "2026-03-05T01:00:00+01:00",
            "2026-03-05T00:00:00.000000000Z",
            "2026-03-05T00:00:00.0-00:00",
        ] {
            let read = instant(good);
            assert_eq!(read, "2026-03-05T00:00:00Z".parse().ok(), "{good}");
        }
        for bad in [
            "",
            "2026-03-05",
            "2026-03-05T00:00:00",
            "2026-03-05T00:00Z",
            "2026-03-05 00:00:00Z",
            "20260305T000000Z",
            "2026-03-05T00:00:00.Z",
            "2026-03-05T00:00:00+01",
            "2026-03-05T00:00:00+0100",
            "2026-03-05T00:00:00Z[Europe/Oslo]",
            "2026-02-30T00:00:00Z",
            "2026-03-05T25:00:00Z",
            "2026-03-05T00:00:0ø",
            "ø026-03-05T00:00:00Z",
            "2026-03-05T00:00:00+99:99",
        ] {
            assert_eq!(instant(bad), None, "{bad}");
        }
    }

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
