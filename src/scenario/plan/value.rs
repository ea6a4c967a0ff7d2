//! Reading single values of a scenario.

use std::time::Duration;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::{Map, Value};

use super::placeholder::is_open;
use crate::scenario::catalogue::{self, JOURNAL_FILTERS};
use crate::scenario::objection::Objection;

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads an instant with an offset, or with a zone in brackets.
pub(super) fn instant(path: &str, text: &str) -> Result<Timestamp, Objection> {
    text.parse::<Timestamp>()
        .or_else(|_| text.parse::<Zoned>().map(|zoned| zoned.timestamp()))
        .map_err(|_| Objection::new(path, text, "an instant such as 2026-03-02T09:00:00+01:00"))
}

/// Reads a calendar date.
pub(super) fn date(path: &str, text: &str) -> Result<Date, Objection> {
    text.parse::<Date>()
        .ok()
        .filter(|_| text.len() == 10)
        .ok_or_else(|| Objection::new(path, text, "a date such as 2026-03-16"))
}

/// Reads how long something takes, up to a day.
pub(super) fn while_of_a_day(path: &str, text: &str) -> Result<Duration, Objection> {
    let read = text.parse::<SignedDuration>().ok();
    read.and_then(|read| Duration::try_from(read).ok())
        .filter(|read| *read <= A_DAY)
        .ok_or_else(|| Objection::new(path, text, "a duration such as PT2S, a day at most"))
}

/// Reads a count from 1.
pub(super) fn count(path: &str, found: Option<u64>) -> Result<Option<u64>, Objection> {
    match found {
        Some(0) => Err(Objection::new(path, "0", "a whole number from 1")),
        other => Ok(other),
    }
}

/// Objects to a filter of the journal that there is not, and to an operation that there is not:
/// neither would ever find anything.
pub(super) fn filters(path: &str, filters: &Map<String, Value>) -> Result<(), Objection> {
    for (name, value) in filters {
        let path = format!("{path}.{name}");
        if !JOURNAL_FILTERS.contains(&name.as_str()) && name != "limit" {
            let known = JOURNAL_FILTERS.iter().copied();
            return Err(Objection::unknown(
                &path,
                name,
                "a filter of the journal",
                known,
            ));
        }
        let operation = value.as_str().filter(|_| name == "operation");
        if let Some(id) = operation.filter(|id| !is_open(id))
            && catalogue::operation(id).is_none()
        {
            let known = catalogue::names().filter(|name| name.contains('.'));
            return Err(Objection::unknown(&path, id, "an operation", known));
        }
    }
    Ok(())
}
