//! Single values in XML: texts with their lengths, and the simple types of XML Schema.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::domain::calendar::oslo;
use crate::domain::money::Ore;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::wire::error::WireError;
use crate::wire::xml::Element;

/// Longest text where the schema names no length, in characters; ours.
pub(super) const TEXT_MAX: usize = 1000;

/// A document that the schema does not allow.
pub(super) fn invalid(why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::SchemaValidationError, why)
}

/// The same, where the reader of XML says it.
pub(super) fn refused(error: WireError) -> Fault {
    invalid(error.to_string())
}

fn wrong(element: &Element, expected: &str) -> Fault {
    let text: String = element.text.chars().take(80).collect();
    let found = match element.children.first() {
        Some(child) => format!("<{}>", child.local()),
        None => format!("`{text}`"),
    };
    instead(element, expected, &found)
}

fn instead(element: &Element, expected: &str, found: &str) -> Fault {
    let (name, line) = (element.local(), element.position.line);
    invalid(format!(
        "<{name}> (line {line}): expected {expected}, found {found}"
    ))
}

/// A text as it stands there, of so many characters.
pub(super) fn text(element: &Element, min: usize, max: usize) -> Result<String, Fault> {
    if !element.children.is_empty() {
        return Err(wrong(element, "text"));
    }
    let length = element.text.chars().count();
    if !(min..=max).contains(&length) {
        let what = match min {
            _ if min == max => format!("{min} characters"),
            0 => format!("at most {max} characters"),
            _ => format!("{min} to {max} characters"),
        };
        return Err(instead(element, &what, &length.to_string()));
    }
    Ok(element.text.clone())
}

/// A text whose length the schema does not bound.
pub(super) fn any_text(element: &Element) -> Result<String, Fault> {
    text(element, 0, TEXT_MAX)
}

/// A text that is one of these words.
pub(super) fn word<T: Copy>(element: &Element, words: &[(T, &str)]) -> Result<T, Fault> {
    let known = words.iter().find(|(_, word)| *word == element.text);
    known.map(|(value, _)| *value).ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        wrong(element, &format!("one of {}", words.join(", ")))
    })
}

/// A text that a reader takes.
pub(super) fn read<T>(
    element: &Element,
    expected: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    let text = read(&element.text).filter(|_| element.children.is_empty());
    text.ok_or_else(|| wrong(element, expected))
}

/// `xsd:long`.
pub(super) fn long(element: &Element) -> Result<i64, Fault> {
    read(element, "a whole number", |text| text.trim().parse().ok())
}

/// `xsd:boolean`.
pub(super) fn boolean(element: &Element) -> Result<bool, Fault> {
    read(element, "true or false", truth)
}

/// A truth value.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.trim() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// `xsd:date`: the day as it stands there, for the zone says nothing about a day.
pub(super) fn date(element: &Element) -> Result<Date, Fault> {
    read(
        element,
        "a date such as 2017-01-01",
        |text| day(text.trim()),
    )
}

/// `xsd:dateTime`.
pub(super) fn date_time(element: &Element) -> Result<Timestamp, Fault> {
    let expected = "an instant such as 2025-03-04T10:15:08.120+01:00";
    read(element, expected, |text| instant(text.trim()))
}

/// The day that a text begins with, and nothing behind it but a zone.
pub(super) fn day(text: &str) -> Option<Date> {
    let (day, zone) = (text.get(..10)?, text.get(10..)?);
    is_zone(zone).then(|| day.parse().ok()).flatten()
}

/// An instant; one without a zone is meant in Norway.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let shaped = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if shaped.iter().any(|(at, byte)| bytes.get(*at) != Some(byte)) {
        return None;
    }
    let behind = text.get(19..)?;
    let fraction = match behind.strip_prefix('.') {
        Some(digits) => 1 + digits.bytes().take_while(u8::is_ascii_digit).count(),
        None => 0,
    };
    let (clock, zone) = (text.get(..19 + fraction)?, behind.get(fraction..)?);
    if fraction == 1 || !is_zone(zone) {
        return None;
    }
    let clock: DateTime = clock.parse().ok()?;
    let zone = match zone {
        "" => oslo(),
        "Z" => TimeZone::UTC,
        offset => return format!("{clock}{offset}").parse().ok(),
    };
    clock.to_zoned(zone).ok().map(|zoned| zoned.timestamp())
}

fn is_zone(zone: &str) -> bool {
    match zone.as_bytes() {
        [] | b"Z" => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            [h1, h2, m1, m2].iter().all(|it| it.is_ascii_digit())
        }
        _ => false,
    }
}

/// A decimal number of kroner as øre: at most two decimals and 15 digits that count.
pub(super) fn kroner(text: &str) -> Option<Ore> {
    let text = text.trim();
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    if part.len() > 2 || whole.len() + part.len() > 15 {
        return None;
    }
    let ore: i64 = format!("0{whole}{part:0<2}").parse().ok()?;
    Some(Ore::new(if is_negative { -ore } else { ore }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as of;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kroner_become_ore_as_the_schema_counts_their_digits() {
        let rows = [
            ("1005", Some(100_500)),
            ("1005.5", Some(100_550)),
            ("1005.00000", Some(100_500)),
            (" +0001.05 ", Some(105)),
            (".5", Some(50)),
            ("-3.20", Some(-320)),
            ("-0", Some(0)),
            ("999999999999999", Some(99_999_999_999_999_900)),
            ("1000000000000000", None),
            ("0.005", None),
            ("1e3", None),
            ("1,5", None),
            ("", None),
            (".", None),
            ("--1", None),
        ];
        for (text, expected) in rows {
            assert_eq!(kroner(text).map(Ore::get), expected, "{text:?}");
        }
    }

    #[test]
    fn a_day_is_taken_as_it_stands_whatever_the_zone() {
        for text in [
            "2017-01-01",
            "2017-01-01Z",
            "2017-01-01+02:00",
            "2017-01-01-11:00",
        ] {
            assert_eq!(day(text), Some(of(2017, 1, 1)), "{text}");
        }
        for text in [
            "2017-01-01T00:00:00",
            "2017-1-1",
            "2017-02-30",
            "2017-01-01é",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_without_a_zone_is_meant_in_norway() {
        let zoned = instant("2025-03-04T10:15:08.120+01:00");
        assert_eq!(zoned, instant("2025-03-04T09:15:08.120Z"));
        assert_eq!(zoned, instant("2025-03-04T10:15:08.12"));
        for text in [
            "2025-03-04",
            "2025-03-04 10:15:08Z",
            "2025-03-04T10:15:08.Z",
            "x",
            "é",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_text_is_a_value_or_none(text in "\\PC*") {
            let _ = (day(&text), instant(&text), truth(&text), kroner(&text));
        }
    }
}
