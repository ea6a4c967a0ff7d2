//! Parameters of a question for events.

use jiff::Timestamp;

use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::{EventsAsk, SenderFilter};
use crate::services::digipost::wire::door::Asked;
use crate::services::digipost::wire::values::instant;
use crate::wire::form::Form;

/// Events of a page where none is asked for, and the most of one; both are ours.
const PAGE: usize = 100;
const PAGE_MAX: usize = 1000;

/// Reads the parameters.
pub(super) fn events(asked: &Asked<'_>) -> Result<EventsAsk, Fault> {
    let query = asked.received.request.uri().query().unwrap_or_default();
    let form = Form::parse(query.as_bytes()).map_err(|error| wrong(error.to_string()))?;
    let known = [
        "from",
        "to",
        "offset",
        "maxResults",
        "org",
        "part",
        "sender",
    ];
    let odd = form
        .pairs()
        .map(|(name, _)| name)
        .find(|name| !known.contains(name));
    if let Some(odd) = odd {
        let found: String = odd.chars().take(80).collect();
        let why = format!("found `{found}`, expected some of {}", known.join(", "));
        return Err(wrong(why));
    }
    let sender = match (form.get("sender"), form.get("org")) {
        (Some(number), _) => {
            let number = number.parse().map_err(|_| {
                let found: String = number.chars().take(80).collect();
                wrong(format!("sender: expected a number, found `{found}`"))
            })?;
            Some(SenderFilter::Account(number))
        }
        (None, Some(number)) => Some(SenderFilter::Organization(number.to_owned())),
        (None, None) => None,
    };
    Ok(EventsAsk {
        from: moment(&form, "from")?,
        to: moment(&form, "to")?,
        offset: count(&form, "offset", 0, usize::MAX)?,
        max_results: count(&form, "maxResults", PAGE, PAGE_MAX)?,
        sender,
    })
}

fn wrong(why: impl Into<String>) -> Fault {
    Fault::new(FaultKind::InvalidQueryParameter, why)
}

fn moment(form: &Form, name: &str) -> Result<Timestamp, Fault> {
    let text = form.get(name).unwrap_or_default();
    // Whoever forgets that a plus is written %2B sends a blank.
    let read = instant(text.trim()).or_else(|| instant(&text.trim().replace(' ', "+")));
    read.ok_or_else(|| {
        let found: String = text.chars().take(80).collect();
        wrong(format!(
            "{name}: expected an instant such as 2025-03-01T00:00:00.000+01:00, percent-encoded, \
             found `{found}`"
        ))
    })
}

fn count(form: &Form, name: &str, usual: usize, most: usize) -> Result<usize, Fault> {
    let Some(text) = form.get(name) else {
        return Ok(usual);
    };
    let number = text.parse().ok().filter(|number| *number <= most);
    number.ok_or_else(|| {
        let found: String = text.chars().take(80).collect();
        wrong(format!(
            "{name}: expected a whole number from 0 to {most}, found `{found}`"
        ))
    })
}
