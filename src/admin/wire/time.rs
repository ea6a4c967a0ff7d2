//! Instants, written and read the same way everywhere in the admin API.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Zoned};

use crate::admin::faults::AdminError;
use crate::domain::calendar::with_offset;

/// What an instant looks like, for errors.
pub(in crate::admin) const INSTANT: &str = "an instant with an offset, before the year 9999, \
                                       such as `2026-03-02T09:00:00+01:00`";

/// An instant as RFC 3339 with the offset of Europe/Oslo.
pub(in crate::admin) fn instant(at: Timestamp) -> String {
    with_offset(at)
}

/// Reads an instant with an offset, or with a zone in brackets.
///
/// A blank is read as a plus sign: in a query string the sign of an offset becomes one.
pub(in crate::admin) fn read_instant(text: &str) -> Option<Timestamp> {
    let read = |text: &str| {
        let plain = text.parse::<Timestamp>().ok();
        plain.or_else(|| text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp()))
    };
    read(text).or_else(|| read(&text.replace(' ', "+")))
}

/// Reads how long somebody waits in real time: `5s`, `500ms`, `PT5S`.
pub(in crate::admin) fn read_patience(
    name: &str,
    text: &str,
    least: Duration,
    most: Duration,
) -> Result<Duration, AdminError> {
    let read = text.parse::<SignedDuration>().ok();
    let patience = read.and_then(|read| Duration::try_from(read).ok());
    let patience = patience.filter(|patience| (least..=most).contains(patience));
    patience.ok_or_else(|| {
        let expected =
            format!("a duration such as `5s`, `500ms` or `PT5S`, from {least:?} to {most:?}");
        AdminError::value(name, text, &expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_is_read_in_the_notations_people_use_and_has_an_end() {
        let read = |text: &str| {
            let (least, most) = (Duration::ZERO, Duration::from_secs(300));
            read_patience("timeout", text, least, most).ok()
        };
        for (text, ms) in [
            ("5s", 5_000),
            ("500ms", 500),
            ("PT5S", 5_000),
            ("PT0.5S", 500),
            ("0s", 0),
            ("5m", 300_000),
        ] {
            assert_eq!(read(text), Some(Duration::from_millis(ms)), "{text}");
        }
        for none in [
            "",
            "5",
            "-5s",
            "301s",
            "soon",
            "P1M",
            "5 æ",
            "PT999999999999999999H",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn an_instant_shows_the_offset_of_norway_in_summer_and_winter() {
        for (text, shown) in [
            ("2026-03-02T08:00:00Z", "2026-03-02T09:00:00+01:00"),
            ("2026-07-01T12:00:00+00:00", "2026-07-01T14:00:00+02:00"),
            (
                "2026-03-02T09:00:00[Europe/Oslo]",
                "2026-03-02T09:00:00+01:00",
            ),
            ("2026-03-02T09:00:00 01:00", "2026-03-02T09:00:00+01:00"),
        ] {
            assert_eq!(instant(read_instant(text).unwrap()), shown);
        }
        for none in ["", "next", "2026-03-02", "2026-03-02T09:00:00", "1"] {
            assert_eq!(read_instant(none), None, "{none}");
        }
    }
}
