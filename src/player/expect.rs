//! Looks where an expectation looks, and says what is not as expected.

use std::collections::BTreeMap;

use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use super::fill::Sources;
use super::has::{Mismatch, lacks, misses, surplus};
use super::reply::Reply;
use super::seat::{Seat, encoded, query};
use crate::domain::slug::Slug;
use crate::scenario::plan::{Expect, Place};
use crate::scenario::script::OutboxWord;

/// Entries of a journal that are looked at; the most that one answer has.
const ENTRIES: u64 = 1000;

/// How the status of a reply is called beside its members.
pub(super) const STATUS: &str = "HTTP status";

/// What a scenario knows when it is judged.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Its name.
    pub(super) scenario: &'a Slug,
    /// What texts may name.
    pub(super) sources: &'a Sources,
    /// Replies by the number of the step, counted from 0.
    pub(super) replies: &'a BTreeMap<usize, Reply>,
    /// Names of the steps.
    pub(super) steps: &'a [String],
}

/// How an expectation fared.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// What is not as expected.
    pub(super) mismatches: Vec<Mismatch>,
    /// The invoice that it is about.
    pub(super) invoice: Option<String>,
}

/// Judges an expectation.
///
/// # Errors
/// Why there was nothing to look at.
pub(super) async fn judge(
    seat: &Seat,
    expect: &Expect,
    known: &Known<'_>,
) -> Result<Judged, String> {
    let wanted = Wanted {
        has: expect
            .has
            .as_ref()
            .map(|has| known.sources.value(has))
            .transpose()?,
        contains: expect
            .contains
            .iter()
            .map(|text| known.sources.text(text))
            .collect::<Result<_, _>>()?,
        without: expect.without.clone(),
        count: expect.count,
    };
    let mut judged = Judged::default();
    judged.mismatches = match &expect.place {
        Place::Reply(step) => reply(expect, known.replies.get(step), &wanted),
        Place::Timeline(text) => {
            let id = invoice(text, known)?;
            let path = format!("/invoices/{}/timeline", encoded(&id));
            judged.invoice = Some(id);
            wanted.of(&get(seat, &path).await?)
        }
        Place::Journal(filters) => {
            let mut filters = known.sources.value(&Value::Object(filters.clone()))?;
            if filters.get("limit").is_none() {
                filters["limit"] = Value::from(ENTRIES);
            }
            let found = get(seat, &format!("/journal?{}", query(&filters))).await?;
            wanted.of_entries(&entries(&found)?)
        }
        Place::Outbox(word) => {
            let word = match word {
                OutboxWord::Email => "email",
                OutboxWord::Print => "print",
                OutboxWord::Webhooks => "webhooks",
            };
            let found = get(seat, &format!("/outbox/{word}?limit={ENTRIES}")).await?;
            wanted.of_entries(&entries(&found)?)
        }
        Place::Person(slug) => {
            let mut person = get(seat, &format!("/people/{}", encoded(slug))).await?;
            let named = serde_json::to_string(&expect.has).unwrap_or_default();
            seat.add_digital(&mut person, &named).await;
            wanted.of(&person)
        }
        Place::Company(slug) => {
            wanted.of(&get(seat, &format!("/companies/{}", encoded(slug))).await?)
        }
        Place::Rule(name) => {
            let report = get(seat, &format!("/scenarios/{}/report", known.scenario)).await?;
            let rules = report.get("rules").and_then(Value::as_array);
            let mut rules = rules.into_iter().flatten();
            let named = |rule: &&Value| rule.get("name").and_then(Value::as_str) == Some(name);
            let rule = rules.find(named).ok_or("the rule is armed no more")?;
            wanted.of(rule)
        }
        Place::Clock(text) => clock(seat, text).await?,
    };
    Ok(judged)
}

/// What must be there.
struct Wanted {
    has: Option<Value>,
    contains: Vec<String>,
    without: Vec<String>,
    count: Option<u64>,
}

impl Wanted {
    fn of(&self, found: &Value) -> Vec<Mismatch> {
        let mut said = self
            .has
            .as_ref()
            .map_or(Vec::new(), |has| lacks(has, found));
        said.extend(misses(&self.contains, found));
        said.extend(surplus(&self.without, found));
        said
    }

    /// At least one entry has to fit, or as many as are counted.
    fn of_entries(&self, entries: &[Value]) -> Vec<Mismatch> {
        let judged: Vec<Vec<Mismatch>> = entries.iter().map(|entry| self.of(entry)).collect();
        let fit = judged.iter().filter(|said| said.is_empty()).count();
        let total = entries.len();
        match self.count {
            Some(count) if u64::try_from(fit) == Ok(count) => Vec::new(),
            Some(count) => {
                let expected = match count {
                    1 => "1 entry that fits".to_owned(),
                    count => format!("{count} entries that fit"),
                };
                let mut said = vec![Mismatch::new("", expected, format!("{fit} of {total}"))];
                if u64::try_from(fit).is_ok_and(|fit| fit < count) {
                    said.extend(nearest(judged));
                }
                said
            }
            None if fit > 0 => Vec::new(),
            None => {
                let found = format!("none of {total}");
                let mut said = vec![Mismatch::new("", "an entry that fits", found)];
                said.extend(nearest(judged));
                said
            }
        }
    }
}

/// What the entry lacks that comes nearest, the newest of several.
fn nearest(judged: Vec<Vec<Mismatch>>) -> Vec<Mismatch> {
    let unfit = judged.into_iter().filter(|said| !said.is_empty());
    unfit.rev().min_by_key(Vec::len).unwrap_or_default()
}

fn reply(expect: &Expect, reply: Option<&Reply>, wanted: &Wanted) -> Vec<Mismatch> {
    let Some(reply) = reply else {
        return vec![Mismatch::new("", "a reply", "none yet")];
    };
    let mut said = Vec::new();
    if let Some(status) = expect.status
        && reply.status != Some(status)
    {
        said.push(Mismatch::new(STATUS, status.to_string(), reply.describe()));
    }
    if let Some(wanted) = &expect.breakage {
        // From outside one reset looks like another.
        let fits = reply.breakage.is_some_and(|found| {
            found == wanted || (wanted == "reset" && found.starts_with("reset"))
        });
        if !fits {
            said.push(Mismatch::new("break", wanted.clone(), reply.describe()));
        }
    }
    if let Some(has) = &wanted.has {
        said.extend(lacks(has, &reply.body));
    }
    said.extend(surplus(&wanted.without, &reply.body));
    for text in &wanted.contains {
        if !reply.text.contains(text.as_str()) {
            let found = shown(&reply.text);
            said.push(Mismatch::new("", format!("the text {text:?} in it"), found));
        }
    }
    said
}

/// The beginning of a reply; of a SOAP message that of its body, for the envelope is always alike.
fn shown(text: &str) -> String {
    let body = text.split_once(":Body>").map_or(text, |(_, body)| body);
    body.chars().take(400).collect()
}

/// The id of the invoice that a step sent, or the id itself.
fn invoice(text: &str, known: &Known<'_>) -> Result<String, String> {
    let step = known.steps.iter().position(|name| name == text);
    let Some(step) = step else {
        return known.sources.text(text);
    };
    let reply = known
        .replies
        .get(&step)
        .ok_or("there is no reply to this step yet")?;
    let id = reply.body.get("id").and_then(Value::as_str);
    id.map(str::to_owned)
        .ok_or_else(|| format!("the reply to `{text}` has no `id`: {}", reply.describe()))
}

async fn get(seat: &Seat, path: &str) -> Result<Value, String> {
    let reply = seat.admin(&Method::GET, path, None).await;
    if reply.is_good() {
        Ok(reply.body)
    } else {
        Err(reply.describe())
    }
}

/// The entries of a list: a bare one, or the one list in an object.
fn entries(found: &Value) -> Result<Vec<Value>, String> {
    let list = match found {
        Value::Array(list) => Some(list),
        Value::Object(members) => members.values().find_map(Value::as_array),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    };
    list.cloned()
        .ok_or_else(|| "found no list of entries".to_owned())
}

async fn clock(seat: &Seat, text: &str) -> Result<Vec<Mismatch>, String> {
    let clock = get(seat, "/clock").await?;
    let now = clock.get("now").and_then(Value::as_str).unwrap_or_default();
    let instant = |text: &str| text.parse::<Timestamp>().ok();
    let is_same = instant(now).is_some() && instant(now) == instant(text);
    Ok(if is_same {
        Vec::new()
    } else {
        vec![Mismatch::new("clock", text, now)]
    })
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_missing_text_is_looked_for_in_the_message_and_not_in_its_envelope() {
        let soap = "<e:Envelope xmlns:e='urn:e'><e:Body><a>ACCEPTED</a></e:Body>";
        assert_eq!(shown(soap), "<a>ACCEPTED</a></e:Body>");
        assert_eq!(
            shown("{\"status\": \"PENDING\"}"),
            "{\"status\": \"PENDING\"}"
        );
        assert_eq!(shown(&"ø".repeat(500)).chars().count(), 400);
    }
}
