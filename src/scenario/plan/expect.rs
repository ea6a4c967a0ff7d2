//! `[[expect]]`: something that must hold, as meant.

use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::placeholder::is_open;
use super::references;
use super::rule::Rule;
use super::step::{Doing, Step};
use super::whole::Present;
use crate::domain::vipps::InvoiceId;
use crate::scenario::objection::Objection;
use crate::scenario::script::{self, OutboxWord, Scenario};

/// Something that must hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    /// The step after which it is looked at, counted from 0; `None` before the first.
    pub after: Option<usize>,
    /// Where to look.
    pub place: Place,
    /// HTTP status of a reply.
    pub status: Option<u16>,
    /// How a reply failed to arrive.
    pub breakage: Option<String>,
    /// Members that must be there.
    pub has: Option<Value>,
    /// Texts that must stand in it.
    pub contains: Vec<String>,
    /// Members that must not be there.
    pub without: Vec<String>,
    /// How many entries fit.
    pub count: Option<u64>,
}

/// Where an expectation looks.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// The reply to a step, counted from 0.
    Reply(usize),
    /// The timeline of the invoice that a step sent, or of an id.
    Timeline(String),
    /// Journal entries that fit these filters.
    Journal(Map<String, Value>),
    /// What left the house.
    Outbox(OutboxWord),
    /// A person.
    Person(String),
    /// A company.
    Company(String),
    /// A rule of this scenario.
    Rule(String),
    /// Sandbox time.
    Clock(String),
}

pub(super) fn read_all(
    scenario: &Scenario,
    steps: &[Step],
    rules: &[Arc<Rule>],
    present: &Present,
    wrong: &mut Vec<Objection>,
) -> Vec<Expect> {
    // Steps that were not understood are missing, and every name would seem unknown.
    if steps.len() != scenario.steps.len() {
        return Vec::new();
    }
    let mut expects = Vec::new();
    for (index, expect) in scenario.expects.iter().enumerate() {
        match read(expect, steps, rules, present) {
            Ok(expect) => expects.push(expect),
            Err(objection) => wrong.push(objection.within(&format!("expect[{index}]"))),
        }
    }
    expects
}

fn read(
    expect: &script::Expect,
    steps: &[Step],
    rules: &[Arc<Rule>],
    present: &Present,
) -> Result<Expect, Objection> {
    let place = place(expect, steps, rules, present)?;
    let after = match &expect.after {
        Some(name) => Some(step_named("after", name, steps)?),
        None => steps.len().checked_sub(1),
    };
    if let (Place::Reply(reply), Some(after)) = (&place, after)
        && *reply > after
    {
        let why = "names a step after which there is no such reply yet";
        return Err(Objection::because("after", why));
    }
    strays(expect, &place)?;
    let done = after.map_or(0, |after| after + 1);
    let names = steps.iter().take(done).map(|step| step.name.clone());
    references::of_expect(expect, &names.collect::<Vec<_>>(), present)?;
    Ok(Expect {
        after,
        place,
        status: expect.status,
        breakage: expect.breakage.clone(),
        has: expect.has.clone().map(Value::Object),
        contains: expect.contains.clone(),
        without: expect.without.clone(),
        count: expect.count,
    })
}

fn place(
    expect: &script::Expect,
    steps: &[Step],
    rules: &[Arc<Rule>],
    present: &Present,
) -> Result<Place, Objection> {
    let mut places = Vec::new();
    if let Some(name) = &expect.reply {
        let index = step_named("reply", name, steps)?;
        // What a consumer does may be refused, and a story may be about that.
        if !matches!(steps[index].doing, Doing::Call(_) | Doing::Act { .. }) {
            let why = format!("the step `{name}` neither calls nor acts, so it has no reply");
            return Err(Objection::because("reply", why));
        }
        places.push(("reply", Place::Reply(index)));
    }
    if let Some(text) = &expect.timeline {
        let is_of_vipps = InvoiceId::parse(text).is_ok();
        let is_id = is_open(text) || Uuid::try_parse(text).is_ok() || is_of_vipps;
        if !is_id {
            step_named("timeline", text, steps)?;
        }
        if !is_open(text)
            && let Some(index) = steps.iter().position(|step| step.name == *text)
            && !matches!(steps[index].doing, Doing::Call(_))
        {
            let why = format!("the step `{text}` calls nothing, so it sent no invoice");
            return Err(Objection::because("timeline", why));
        }
        places.push(("timeline", Place::Timeline(text.clone())));
    }
    if let Some(filters) = &expect.journal {
        super::value::filters("journal", filters)?;
        places.push(("journal", Place::Journal(filters.clone())));
    }
    if let Some(word) = expect.outbox {
        places.push(("outbox", Place::Outbox(word)));
    }
    if let Some(slug) = &expect.person {
        present.person("person", slug)?;
        places.push(("person", Place::Person(slug.clone())));
    }
    if let Some(slug) = &expect.company {
        present.company("company", slug)?;
        places.push(("company", Place::Company(slug.clone())));
    }
    if let Some(name) = &expect.rule {
        if !rules.iter().any(|rule| rule.name == *name) {
            let known = rules.iter().map(|rule| rule.name.as_str());
            let expected = "the name of a rule of this scenario";
            return Err(Objection::unknown("rule", name, expected, known));
        }
        places.push(("rule", Place::Rule(name.clone())));
    }
    if let Some(text) = &expect.clock {
        super::value::instant("clock", text)?;
        places.push(("clock", Place::Clock(text.clone())));
    }
    let mut places = places.into_iter();
    match (places.next(), places.next()) {
        (Some((_, place)), None) => Ok(place),
        (Some((first, _)), Some((second, _))) => {
            let why = format!("found beside `{first}`, expected one place in one expectation");
            Err(Objection::because(second, why))
        }
        (None, _) => {
            let why = "looks nowhere, expected one of `reply`, `timeline`, `journal`, `outbox`, \
                       `person`, `company`, `rule` and `clock`";
            Err(Objection::because("", why))
        }
    }
}

fn step_named(path: &str, name: &str, steps: &[Step]) -> Result<usize, Objection> {
    let index = steps.iter().position(|step| step.name == name);
    index.ok_or_else(|| {
        let known = steps.iter().map(|step| step.name.as_str());
        Objection::unknown(path, name, "the name of a step", known)
    })
}

/// The ways in which a reply fails to arrive; a client cannot tell one reset from another.
const BREAKS: &[&str] = &[
    "reset",
    "reset-before",
    "reset-midway",
    "reset-after",
    "truncated",
    "timed-out",
];

fn strays(expect: &script::Expect, place: &Place) -> Result<(), Objection> {
    let is_reply = matches!(place, Place::Reply(_));
    let is_list = matches!(place, Place::Journal(_) | Place::Outbox(_));
    let is_clock = matches!(place, Place::Clock(_));
    let judges = expect.status.is_some()
        || expect.breakage.is_some()
        || expect.has.is_some()
        || !expect.contains.is_empty()
        || !expect.without.is_empty()
        || expect.count.is_some();
    for (name, given, fits, goes_with) in [
        ("status", expect.status.is_some(), is_reply, "`reply`"),
        ("break", expect.breakage.is_some(), is_reply, "`reply`"),
        (
            "count",
            expect.count.is_some(),
            is_list,
            "`journal` or `outbox`",
        ),
        ("clock", judges, !is_clock, "nothing beside it"),
    ] {
        if given && !fits {
            return Err(Objection::because(name, format!("expected {goes_with}")));
        }
    }
    if expect.contains.iter().any(String::is_empty) {
        let why = "found an empty text, which stands in everything; expected some words";
        return Err(Objection::because("contains", why));
    }
    if expect
        .without
        .iter()
        .any(|way| way.split('/').any(str::is_empty))
    {
        let why = "found a way with an empty name, expected names with `/` between them";
        return Err(Objection::because("without", why));
    }
    if expect.has.as_ref().is_some_and(Map::is_empty) && expect.count.is_none() {
        let why = "is empty and would always hold; expected members that must be there";
        return Err(Objection::because("has", why));
    }
    if let Some(word) = expect.breakage.as_deref()
        && !BREAKS.contains(&word)
    {
        let expected = format!("one of `{}`", BREAKS.join("`, `"));
        let known = BREAKS.iter().copied();
        return Err(Objection::unknown("break", word, &expected, known));
    }
    if !judges && !is_clock {
        let why = "says nothing, expected `status`, `break`, `has`, `contains`, `without` or \
                   `count`";
        return Err(Objection::because("", why));
    }
    Ok(())
}
