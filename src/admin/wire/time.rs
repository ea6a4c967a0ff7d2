//! Instants, written and read the same way everywhere in the admin API.

use jiff::{Timestamp, Zoned};

use crate::domain::calendar::oslo;

/// What an instant looks like, for errors.
pub(in crate::admin) const INSTANT: &str = "an instant with an offset, before the year 9999, \
                                       such as `2026-03-02T09:00:00+01:00`";

/// An instant as RFC 3339 with the offset of Europe/Oslo.
pub(in crate::admin) fn instant(at: Timestamp) -> String {
    at.display_with_offset(oslo().to_offset(at)).to_string()
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

#[cfg(test)]
mod tests {
    use super::*;

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
