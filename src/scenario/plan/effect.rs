//! `then`: what a rule does to a request.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};

use super::rule::On;
use super::value::while_of_a_day;
use crate::consumer::actions::{self, ActionError};
use crate::domain::slug::Slug;
use crate::scenario::catalogue;
use crate::scenario::objection::Objection;
use crate::scenario::script::{self, BreakWord, Field, Fields, Spread, Then};
use crate::services::Scripted;
use crate::wire::json::nearest;

/// What a rule does to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What becomes of the request and its answer.
    pub main: Main,
    /// How long the answer takes.
    pub delay: Option<Delay>,
    /// What a consumer does after the request took effect.
    pub act: Option<Act>,
}

/// What becomes of a request and its answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Main {
    /// They go on as usual.
    AsUsual,
    /// The service refuses in its own words.
    Refusal(&'static Scripted),
    /// Something in between answers.
    Status {
        /// HTTP status.
        status: StatusCode,
        /// Body.
        body: String,
        /// Headers.
        headers: Vec<(HeaderName, HeaderValue)>,
        /// Whether the request takes effect.
        processed: bool,
    },
    /// Requests beyond a number in a while are answered with 429.
    RateLimit {
        /// Requests that are let through.
        requests: u64,
        /// In this while.
        per: Duration,
    },
    /// The answer fails to arrive.
    Break {
        /// How.
        how: BreakWord,
        /// Whether the request takes effect.
        processed: bool,
    },
}

/// How long something takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Delay {
    /// Always so long.
    Fixed(Duration),
    /// Evenly between two.
    Between(Duration, Duration),
    /// Log-normally around a median.
    Around(Duration, f64),
}

/// What a consumer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The name of the act.
    pub action: String,
    /// Who acts.
    pub person: Slug,
    /// With what.
    pub fields: actions::Fields,
}

/// How long a connection is held when nothing else is said.
const HELD: Duration = Duration::from_secs(30);

/// The longest `rate_limit.per` and how many requests it may remember.
const REQUESTS_MAX: u64 = 100_000;

impl Effect {
    /// Reads what is written for an operation.
    ///
    /// # Errors
    /// [`Objection`] for a value that cannot be read, effects that exclude each other, or none.
    pub fn read(then: &Then, on: On) -> Result<Self, Objection> {
        if on.is_own() {
            nobody_asks(then)?;
        }
        let main = main(then, on)?;
        let act = act(then)?;
        let mut delay = then.delay.as_ref().map(read_delay).transpose()?;
        if let Main::Break {
            how: BreakWord::TimedOut,
            ..
        } = main
        {
            delay.get_or_insert(Delay::Fixed(HELD));
        }
        if main == Main::AsUsual && act.is_none() && delay.is_none() {
            let expected = "found no effect, expected one of `fault`, `status`, `rate_limit`, \
                            `break`, `delay` and `act`";
            return Err(Objection::because("", expected));
        }
        Ok(Self { main, delay, act })
    }

    /// Whether it can happen to a message that nobody could read.
    #[must_use]
    pub fn needs_reading(&self) -> bool {
        match self.main {
            Main::Refusal(_) => true,
            Main::AsUsual | Main::Status { .. } | Main::RateLimit { .. } | Main::Break { .. } => {
                self.act.is_some()
            }
        }
    }

    /// What it does, in words.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut words = Vec::new();
        match &self.main {
            Main::AsUsual => {}
            Main::Refusal(refusal) => words.push(format!("fault {}", refusal.name)),
            Main::Status { status, .. } => words.push(format!("status {}", status.as_u16())),
            Main::RateLimit { requests, per } => {
                words.push(format!("rate limit of {requests} in {} s", per.as_secs()));
            }
            Main::Break { how, .. } => words.push(break_words(*how).to_owned()),
        }
        if self.delay.is_some() {
            words.push("delay".to_owned());
        }
        if let Some(act) = &self.act {
            words.push(format!("{} by {}", act.action, act.person));
        }
        words.join(", ")
    }
}

fn break_words(how: BreakWord) -> &'static str {
    match how {
        BreakWord::ResetBefore => "reset before the effect",
        BreakWord::ResetMidway => "reset midway through the answer",
        BreakWord::ResetAfter => "reset after the effect",
        BreakWord::Truncated => "truncated answer",
        BreakWord::Garbled => "garbled answer",
        BreakWord::TimedOut => "timed out",
    }
}

fn main(then: &Then, on: On) -> Result<Main, Objection> {
    let given = [
        ("fault", then.fault.is_some()),
        ("status", then.status.is_some()),
        ("rate_limit", then.rate_limit.is_some()),
        ("break", then.breakage.is_some()),
    ];
    let given: Vec<&str> = given
        .iter()
        .filter_map(|(name, given)| given.then_some(*name))
        .collect();
    if let [first, second, ..] = given[..] {
        let why = format!("found beside `{first}`, expected one effect; write a second rule");
        return Err(Objection::because(second, why));
    }
    for (name, wrong) in [
        ("body", then.body.is_some() && then.status.is_none()),
        ("headers", !then.headers.is_empty() && then.status.is_none()),
        ("processed", then.processed.is_some() && !may_choose(then)),
    ] {
        if wrong {
            let goes_with = if name == "processed" {
                "`status` or `break = \"timed-out\"`"
            } else {
                "`status`"
            };
            let why = format!("found without {goes_with}, with which it goes");
            return Err(Objection::because(name, why));
        }
    }
    if let Some(name) = &then.fault {
        return refusal(name, on).map(Main::Refusal);
    }
    if let Some(status) = then.status {
        return status_answer(status, then);
    }
    if let Some(limit) = &then.rate_limit {
        return rate_limit(limit);
    }
    Ok(match then.breakage {
        Some(how) => Main::Break {
            how,
            processed: how != BreakWord::ResetBefore && then.processed.unwrap_or(true),
        },
        None => Main::AsUsual,
    })
}

/// Of what a service does by itself there is no request that could be answered otherwise, or be
/// kept waiting.
fn nobody_asks(then: &Then) -> Result<(), Objection> {
    let given = [
        ("status", then.status.is_some()),
        ("rate_limit", then.rate_limit.is_some()),
        ("break", then.breakage.is_some()),
        ("delay", then.delay.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => {
            let why = "found for something that the service does by itself, which nobody asks \
                       for and nobody waits for; expected `fault` or `act`";
            Err(Objection::because(name, why))
        }
        None => Ok(()),
    }
}

fn may_choose(then: &Then) -> bool {
    then.status.is_some() || then.breakage == Some(BreakWord::TimedOut)
}

fn refusal(name: &str, on: On) -> Result<&'static Scripted, Objection> {
    let offered: Vec<&'static Scripted> = match on {
        On::Operation(id) => catalogue::refusals(id).collect(),
        On::Service(_) => {
            let why = "found on a whole service, expected one operation in `on`";
            return Err(Objection::because("fault", why));
        }
    };
    if let Some(row) = offered.iter().find(|row| row.name == name) {
        return Ok(row);
    }
    let names = || offered.iter().map(|row| row.name);
    if offered.is_empty() {
        let why = format!("found `{name}`, and the operation has no faults to ask for");
        return Err(Objection::because("fault", why));
    }
    let expected = format!("one of {}", names().collect::<Vec<_>>().join(", "));
    Err(Objection::unknown("fault", name, &expected, names()))
}

fn status_answer(status: u16, then: &Then) -> Result<Main, Objection> {
    let found = StatusCode::from_u16(status).ok();
    let status = found
        .filter(|status| status.is_client_error() || status.is_server_error())
        .ok_or_else(|| Objection::new("status", &status.to_string(), "a status from 400 to 599"))?;
    Ok(Main::Status {
        status,
        body: then.body.clone().unwrap_or_default(),
        headers: headers(&then.headers)?,
        processed: then.processed.unwrap_or(false),
    })
}

fn headers(
    written: &BTreeMap<String, String>,
) -> Result<Vec<(HeaderName, HeaderValue)>, Objection> {
    let read = |(name, value): (&String, &String)| {
        let path = format!("headers.{name}");
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| Objection::new(&path, name, "the name of a header"))?;
        if [
            http::header::CONTENT_LENGTH,
            http::header::TRANSFER_ENCODING,
        ]
        .contains(&name)
        {
            let why = "cannot be given: the length is that of `body`; for a wrong one use \
                       `break = \"truncated\"`";
            return Err(Objection::because(&path, why));
        }
        let value = HeaderValue::from_str(value)
            .map_err(|_| Objection::new(&path, value, "a value without line breaks"))?;
        Ok((name, value))
    };
    written.iter().map(read).collect()
}

fn rate_limit(limit: &script::RateLimit) -> Result<Main, Objection> {
    if limit.requests > REQUESTS_MAX {
        let found = limit.requests.to_string();
        let expected = format!("a whole number from 0 to {REQUESTS_MAX}");
        return Err(Objection::new("rate_limit.requests", &found, &expected));
    }
    let per = while_of_a_day("rate_limit.per", &limit.per)?;
    if per.is_zero() {
        let expected = "a duration above zero, such as PT1M";
        return Err(Objection::new("rate_limit.per", &limit.per, expected));
    }
    Ok(Main::RateLimit {
        requests: limit.requests,
        per,
    })
}

fn read_delay(delay: &script::Delay) -> Result<Delay, Objection> {
    let spread = match delay {
        script::Delay::Fixed(text) => return Ok(Delay::Fixed(while_of_a_day("delay", text)?)),
        script::Delay::Drawn(spread) => spread,
    };
    let Spread {
        from,
        to,
        median,
        sigma,
    } = spread;
    match (from, to, median) {
        (Some(from), Some(to), None) if sigma.is_none() => {
            let (from, to) = (
                while_of_a_day("delay.from", from)?,
                while_of_a_day("delay.to", to)?,
            );
            if from > to {
                let why = "found a longer `from` than `to`, expected the shorter one first";
                return Err(Objection::because("delay.from", why));
            }
            Ok(Delay::Between(from, to))
        }
        (None, None, Some(median)) => {
            let sigma = sigma.unwrap_or(0.5);
            if !(0.0..=5.0).contains(&sigma) {
                let found = sigma.to_string();
                return Err(Objection::new(
                    "delay.sigma",
                    &found,
                    "a number from 0 to 5",
                ));
            }
            Ok(Delay::Around(
                while_of_a_day("delay.median", median)?,
                sigma,
            ))
        }
        _ => {
            let why = "expected `from` and `to`, or `median` and perhaps `sigma`";
            Err(Objection::because("delay", why))
        }
    }
}

fn act(then: &Then) -> Result<Option<Act>, Objection> {
    let Some(action) = &then.act else {
        let stray = [
            ("person", then.person.is_some()),
            ("fields", !then.fields.is_empty()),
        ];
        return match stray.iter().find(|(_, given)| *given) {
            Some((name, _)) => {
                let why = "found without `act`, with which it goes";
                Err(Objection::because(name, why))
            }
            None => Ok(None),
        };
    };
    let Some(person) = &then.person else {
        let why = "found without a `person`, expected the slug of who acts";
        return Err(Objection::because("act", why));
    };
    let person =
        Slug::parse(person).map_err(|error| Objection::because("person", error.to_string()))?;
    let fields = texts(&then.fields)?;
    actions::check(action, &fields).map_err(|error| wrong_act("act", action, &error))?;
    Ok(Some(Act {
        action: action.clone(),
        person,
        fields,
    }))
}

/// The fields of an act, each of which is one text.
pub(super) fn texts(fields: &Fields) -> Result<actions::Fields, Objection> {
    let text = |(name, value): &(String, Field)| match value {
        Field::Text(text) | Field::Bare(text) => Ok((name.clone(), text.clone())),
        Field::Group(_) | Field::List(_) => {
            let path = format!("fields.{name}");
            Err(Objection::because(
                &path,
                "found several values, expected one text",
            ))
        }
    };
    fields.0.iter().map(text).collect()
}

/// Why a consumer cannot do this, with the nearest thing that can be done.
pub(super) fn wrong_act(path: &str, action: &str, error: &ActionError) -> Objection {
    let objection = Objection::because(path, error.to_string());
    match nearest(action, error.known().into_iter()) {
        Some(near) if near != action => objection.hint(format!("did you mean `{near}`?")),
        Some(_) | None => objection,
    }
}
