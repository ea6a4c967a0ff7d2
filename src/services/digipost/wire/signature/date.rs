//! Dates of HTTP in the one form that signatures take (RFC 1123): GMT, English, two digits a day.

use jiff::Timestamp;
use jiff::fmt::{rfc2822, strtime};

/// Reads a date.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let parts = strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
    let at = parts.to_datetime().ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let at = at.ok()?.timestamp();
    // What reads more kindly than it may be written is no date.
    (write(at).as_deref() == Some(text)).then_some(at)
}

/// Writes a date; there is none before the year 1 or after 9999.
pub(super) fn write(at: Timestamp) -> Option<String> {
    let printer = rfc2822::DateTimePrinter::new();
    printer.timestamp_to_rfc9110_string(&at).ok()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{read, write};

    #[test]
    fn a_date_has_two_digits_of_the_day_and_its_right_weekday() {
        let at: Timestamp = "2025-03-04T09:15:07Z".parse().unwrap();
        let text = "Tue, 04 Mar 2025 09:15:07 GMT";
        assert_eq!(write(at).as_deref(), Some(text));
        assert_eq!(read(text), Some(at));
    }

    #[test]
    fn other_spellings_are_no_dates() {
        for text in [
            "",
            "Tue, 4 Mar 2025 09:15:07 GMT",
            "Wed, 04 Mar 2025 09:15:07 GMT",
            "04 Mar 2025 09:15:07 GMT",
            "Tue, 04 Mar 2025 09:15:07 +0000",
            "Tue, 04 Mar 2025 10:15:07 CET",
            "tir., 04 mars 2025 09:15:07 GMT",
            "Tuesday, 04-Mar-25 09:15:07 GMT",
            "2025-03-04T09:15:07Z",
            "Sat, 30 Feb 2025 09:15:07 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_before(seconds in 0..250_000_000_000_i64) {
            let at = Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(write(at).and_then(|text| read(&text)), Some(at));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = read(&text);
        }
    }
}
