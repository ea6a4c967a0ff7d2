//! The simple types of the schema, and reading one where the sequence wants it.
//!
//! Strings keep their white space, as `xsd:string` does; numbers, dates and booleans do not.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use crate::domain::calendar;
use crate::domain::money::Ore;
use crate::services::mps::model::{ShipmentId, TransactionId};
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Sequence};

/// A restricted string.
pub(super) struct Text {
    /// What is expected, in words.
    words: &'static str,
    holds: fn(&str) -> bool,
}

const fn text(words: &'static str, holds: fn(&str) -> bool) -> Text {
    Text { words, holds }
}

pub(super) const MESSAGE_IDENTIFIER: Text = text("5 to 50 characters", |t| long(t, 5, 50));
pub(super) const NINE_DIGITS: Text = text("9 digits", |t| digits(t, 9, 9));
pub(super) const ELEVEN_DIGITS: Text = text("11 digits", |t| digits(t, 11, 11));
pub(super) const PHONE: Text = text(
    "a plus, country code and number, 6 to 16 characters such as +4791816528",
    |t| {
        t.strip_prefix('+')
            .is_some_and(|number| digits(number, 5, 15))
    },
);
pub(super) const EMAIL: Text = text(
    "an e-mail address of 5 to 100 characters such as name@example.no",
    |t| long(t, 5, 100) && is_email(t),
);
pub(super) const NAME: Text = text("1 to 50 characters", |t| long(t, 1, 50));
pub(super) const ADDRESS_LINE: Text = text("at most 50 characters", |t| long(t, 0, 50));
pub(super) const POSTAL_CODE: Text = text("4 to 10 characters", |t| long(t, 4, 10));
pub(super) const CITY: Text = text("1 to 30 characters", |t| long(t, 1, 30));
pub(super) const COUNTRY: Text = text("2 characters", |t| long(t, 2, 2));
pub(super) const KNOWN_REFERENCE: Text = text("at most 32 characters", |t| long(t, 0, 32));
pub(super) const REFERENCE: Text = text("1 to 32 characters", |t| long(t, 1, 32));
pub(super) const KID: Text = text("2 to 25 digits", |t| digits(t, 2, 25));
pub(super) const ACCOUNT: Text = text("11 characters", |t| long(t, 11, 11));
pub(super) const BRAND: Text = text("at most 40 characters", |t| long(t, 0, 40));
pub(super) const URL: Text = text("1 to 255 characters", |t| long(t, 1, 255));
pub(super) const ATG_TEXT: Text = text("at most 3360 characters", |t| long(t, 0, 3360));
pub(super) const ATG_NAME: Text = text("1 to 10 characters", |t| long(t, 1, 10));
pub(super) const ATG_REFERENCE: Text = text("1 to 25 characters", |t| long(t, 1, 25));

pub(super) fn long(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.chars().count())
}

pub(super) fn digits(text: &str, min: usize, max: usize) -> bool {
    (min..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[^@]+@[^\.]+\..+`, which lets more through than a mail server would.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, rest)| {
        let parts = rest.split_once('.');
        let after = |end: &str| !end.is_empty() && !end.contains(['\n', '\r']);
        !local.is_empty() && parts.is_some_and(|(host, end)| !host.is_empty() && after(end))
    })
}

/// A type that is read from an element's text.
pub(super) trait Read {
    /// What comes of it.
    type Value<'a>;
    /// What is expected, in words.
    fn words(&self) -> &str;
    /// Reads the text of an element.
    fn read<'a>(&self, text: &'a str) -> Option<Self::Value<'a>>;
}

impl Read for Text {
    type Value<'a> = &'a str;
    fn words(&self) -> &str {
        self.words
    }
    fn read<'a>(&self, text: &'a str) -> Option<&'a str> {
        (self.holds)(text).then_some(text)
    }
}

/// A word out of a list, or another type that reads itself.
pub(super) struct Parsed<T>(pub(super) &'static str, pub(super) fn(&str) -> Option<T>);

impl<T> Read for Parsed<T> {
    type Value<'a> = T;
    fn words(&self) -> &str {
        self.0
    }
    fn read(&self, text: &str) -> Option<T> {
        (self.1)(text)
    }
}

const A_UUID: &str = "a UUID of 36 characters in lower case";
pub(super) const SHIPMENT_ID: Parsed<ShipmentId> = Parsed(A_UUID, ShipmentId::parse);
pub(super) const TRANSACTION_ID: Parsed<TransactionId> = Parsed(A_UUID, TransactionId::parse);
pub(super) const AMOUNT: Parsed<Ore> = Parsed(
    "kroner of at least 0.00 with at most two decimals such as 450.00",
    |text| {
        Ore::from_decimal(text)
            .ok()
            .filter(|ore| !ore.is_negative())
    },
);
pub(super) const BOOLEAN: Parsed<bool> = Parsed("true or false", |text| match text.trim() {
    "true" | "1" => Some(true),
    "false" | "0" => Some(false),
    _ => None,
});
pub(super) const COUNT: Parsed<usize> = Parsed("a number", |text| text.trim().parse().ok());
pub(super) const DATE: Parsed<(Date, Option<String>)> =
    Parsed("a date such as 2026-03-20", |text| date(text.trim()));

pub(super) const INSTANT: Parsed<Timestamp> = Parsed(
    "a date and time such as 2026-03-02T09:00:00+01:00",
    |text| instant(text.trim()),
);
pub(super) const SIGNATURE: Text = text("%3CMSG, the signature, and %3E, in one line", |t| {
    let rest = t.strip_prefix("%3CMSG");
    rest.is_some_and(|rest| rest.ends_with("%3E") && !rest.contains(['\n', '\r']))
});

/// A date and time; one without a zone is of the wall in Oslo. As `xsd:dateTime` it has seconds,
/// with any number of decimals, and midnight may be called 24:00:00.
fn instant(text: &str) -> Option<Timestamp> {
    let (day, time) = text.split_once('T')?;
    let (day, _) = date(day).filter(|(_, zone)| zone.is_none())?;
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at_checked(end)?;
    let wall = match clock.strip_prefix("24:00:00") {
        Some(rest) if rest.trim_end_matches('0').trim_end_matches('.').is_empty() => {
            day.tomorrow().ok()?.to_datetime(Time::midnight())
        }
        Some(_) | None => day.to_datetime(time_of_day(clock)?),
    };
    match offset(zone)? {
        Some(offset) => offset.to_timestamp(wall).ok(),
        None => Some(wall.to_zoned(calendar::oslo()).ok()?.timestamp()),
    }
}

/// Hours, minutes and seconds; what is smaller than a nanosecond is cut off.
fn time_of_day(clock: &str) -> Option<Time> {
    let (whole, decimals) = clock.split_once('.').unwrap_or((clock, "0"));
    let (hours, rest) = whole.split_once(':')?;
    let (minutes, seconds) = rest.split_once(':')?;
    let fits = [hours, minutes, seconds]
        .iter()
        .all(|part| digits(part, 2, 2));
    if !fits || !digits(decimals, 1, usize::MAX) {
        return None;
    }
    let nanos = format!("{:0<9}", decimals.get(..9).unwrap_or(decimals));
    let [hours, minutes, seconds] = [hours, minutes, seconds].map(str::parse);
    Time::new(
        hours.ok()?,
        minutes.ok()?,
        seconds.ok()?,
        nanos.parse().ok()?,
    )
    .ok()
}

/// How far a zone is from UTC; nothing inside where none is written.
fn offset(zone: &str) -> Option<Option<Offset>> {
    if !is_zone(zone) {
        return None;
    }
    let Some((hours, minutes)) = zone.split_once(':') else {
        return Some((zone == "Z").then_some(Offset::UTC));
    };
    let minutes: i32 = minutes.parse().ok()?;
    let hours: i32 = hours.parse().ok()?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let seconds = hours * 3600 + sign * minutes * 60;
    Offset::from_seconds(seconds).ok().map(Some)
}

/// A date and the time zone behind it, which some clients always write. `xsd:date` has no year 0.
fn date(text: &str) -> Option<(Date, Option<String>)> {
    let (day, zone) = text.split_at_checked(10)?;
    let (year, rest) = day.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let fits = digits(year, 4, 4) && digits(month, 2, 2) && digits(day, 2, 2) && is_zone(zone);
    if !fits || year == "0000" {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some((date, (!zone.is_empty()).then(|| zone.to_owned())))
}

fn is_zone(zone: &str) -> bool {
    let offset = || {
        let (hours, minutes) = zone.strip_prefix(['+', '-'])?.split_once(':')?;
        let fits = digits(hours, 2, 2) && digits(minutes, 2, 2);
        let end = (hours, minutes);
        Some(fits && (hours < "14" || end == ("14", "00")) && minutes < "60")
    };
    zone.is_empty() || zone == "Z" || offset() == Some(true)
}

/// The next child, which must have this name and type.
pub(super) fn required<'a, R: Read>(
    sequence: &mut Sequence<'a>,
    name: &str,
    kind: &R,
) -> Result<R::Value<'a>, WireError> {
    let element = sequence.required(name)?;
    value(sequence, element, kind)
}

/// The next child if it has this name; then it must have this type.
pub(super) fn optional<'a, R: Read>(
    sequence: &mut Sequence<'a>,
    name: &str,
    kind: &R,
) -> Result<Option<R::Value<'a>>, WireError> {
    match sequence.optional(name) {
        Some(element) => value(sequence, element, kind).map(Some),
        None => Ok(None),
    }
}

/// The same as text of its own.
pub(super) fn optional_text(
    sequence: &mut Sequence<'_>,
    name: &str,
    kind: &Text,
) -> Result<Option<String>, WireError> {
    Ok(optional(sequence, name, kind)?.map(str::to_owned))
}

/// The value of an element.
pub(super) fn value<'a, R: Read>(
    sequence: &Sequence<'a>,
    element: &'a Element,
    kind: &R,
) -> Result<R::Value<'a>, WireError> {
    if let Some(child) = element.children.first() {
        let found = format!("<{}>", child.local());
        return Err(sequence.error(element.local(), kind.words(), found));
    }
    kind.read(&element.text)
        .ok_or_else(|| sequence.error(element.local(), kind.words(), shown(&element.text)))
}

/// Steps into a child that holds elements only.
pub(super) fn inside<'a>(
    sequence: &Sequence<'a>,
    element: &'a Element,
) -> Result<Sequence<'a>, WireError> {
    match element.text() {
        "" => Ok(sequence.inside(element)),
        text => Err(sequence.error(element.local(), "elements only", shown(text))),
    }
}

/// One to a thousand children of a name, each read with its number in what is said about it.
pub(super) fn thousand<'a, T>(
    sequence: &mut Sequence<'a>,
    name: &str,
    read: impl Fn(Sequence<'a>) -> Result<T, WireError>,
) -> Result<Vec<T>, WireError> {
    let elements = sequence.repeated(name);
    if elements.is_empty() {
        sequence.required(name)?;
    }
    if elements.len() > 1000 {
        let found = elements.len().to_string();
        return Err(sequence.error(name, "at most 1000 of them", found));
    }
    let numbered = elements.into_iter().zip(1..);
    numbered
        .map(|(element, number)| {
            let read = inside(sequence, element).and_then(&read);
            read.map_err(|error: WireError| {
                let at = format!("{} (in {name} number {number})", error.at);
                WireError::new(at, error.expected, error.found)
            })
        })
        .collect()
}

pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{:?}…", text.get(..end).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_and_time_is_what_the_schema_calls_one() {
        for (text, expected) in [
            ("2026-03-02T09:00:00+01:00", Some("2026-03-02T08:00:00Z")),
            ("2026-03-02T09:00:00", Some("2026-03-02T08:00:00Z")),
            ("2026-03-02T09:00:00Z", Some("2026-03-02T09:00:00Z")),
            ("2026-03-02T09:00:00-03:30", Some("2026-03-02T12:30:00Z")),
            (
                "2026-03-02T09:00:00.1234567+01:00",
                Some("2026-03-02T08:00:00.1234567Z"),
            ),
            (
                "2026-03-02T09:00:00.123456789012Z",
                Some("2026-03-02T09:00:00.123456789Z"),
            ),
            ("2026-03-20T24:00:00Z", Some("2026-03-21T00:00:00Z")),
            ("2026-03-20T24:00:00.0Z", Some("2026-03-21T00:00:00Z")),
            ("2026-03-20T24:00:01Z", None),
            ("2026-03-20T10:00Z", None),
            ("2026-03-20T10:00:60Z", None),
            ("2026-03-20T10:00:00.Z", None),
            ("2026-03-20T10:00:00+15:00", None),
            ("2026-03-20Z", None),
            ("2026-03-20", None),
            ("0000-03-20T10:00:00Z", None),
            ("2026-03-20Tæ", None),
            ("2026-03-20T", None),
        ] {
            let expected: Option<Timestamp> = expected.map(|text| text.parse().unwrap());
            assert_eq!(instant(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_has_a_year_that_the_schema_knows() {
        assert!(date("0001-01-01").is_some() && date("2026-03-20+01:00").is_some());
        assert!(date("0000-01-01").is_none() && date("2026-02-30").is_none());
    }

    #[test]
    fn a_signature_stands_in_one_line() {
        assert!(SIGNATURE.read("%3CMSGabc%3E").is_some());
        assert!(SIGNATURE.read("%3CMSGa\nc%3E").is_none());
    }
}
