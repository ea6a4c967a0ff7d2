//! Whom the door asks about every request: armed rules, and how often each matched and spoke.

use std::sync::Arc;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use imbl::{OrdMap, OrdSet, Vector};
use jiff::Timestamp;

use super::plan::{Act, Delay, Main, Rule};
use super::script;
use crate::domain::cast::Cast;
use crate::domain::mint::{Mint, Stream};
use crate::domain::slug::Slug;
use crate::services::{Facts, Operation};

/// The armed rules of one world, asked in the order in which they were armed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Director {
    armed: OrdMap<u64, Armed>,
    last: u64,
    /// The scenarios that were loaded, those without rules too.
    loaded: OrdSet<Slug>,
}

/// An armed rule with its counters.
#[derive(Debug, Clone, PartialEq)]
pub struct Armed {
    /// The scenario that brought it; `None` for one that was armed by itself.
    pub scenario: Option<Slug>,
    /// The rule as written.
    pub written: Arc<script::Rule>,
    /// The rule as meant.
    pub rule: Arc<Rule>,
    /// How many requests fitted since it was armed.
    pub matched: u64,
    /// How often it spoke.
    pub spoke: u64,
    /// When it spoke last, in sandbox time.
    pub last_spoke: Option<Timestamp>,
    /// When the requests came that a rate limit still remembers.
    pub recent: Vector<Timestamp>,
}

/// A request, or something that a service does by itself, as far as rules may ask about it.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Sandbox time.
    pub now: Timestamp,
    /// The service asked.
    pub service: &'static str,
    /// The operation, if the request is one.
    pub operation: Option<&'static Operation>,
    /// What it is about.
    pub facts: &'a [Facts],
    /// Who asks; `None` where a service does something by itself.
    pub caller: Option<script::Caller>,
    /// Whether the service could read it.
    pub readable: bool,
}

/// What a rule wants to happen to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The armed rule.
    pub fault: u64,
    /// Its name.
    pub name: String,
    /// The scenario it belongs to.
    pub scenario: Option<Slug>,
    /// The rows of the facts that it is about.
    pub rows: Vec<usize>,
    /// How long the answer takes.
    pub delay: Duration,
    /// What becomes of request and answer; a rate limit has become its refusal.
    pub main: Main,
    /// What a consumer does afterwards.
    pub act: Option<Act>,
    /// What is done, in words.
    pub words: String,
}

impl Director {
    /// Arms a rule and says under which id.
    pub fn arm(&mut self, scenario: Option<Slug>, written: script::Rule, rule: Arc<Rule>) -> u64 {
        self.last = self.last.saturating_add(1);
        let armed = Armed {
            scenario,
            written: Arc::new(written),
            rule,
            matched: 0,
            spoke: 0,
            last_spoke: None,
            recent: Vector::new(),
        };
        self.armed.insert(self.last, armed);
        self.last
    }

    /// Takes an armed rule away; says whether it was there.
    pub fn disarm(&mut self, id: u64) -> bool {
        self.armed.remove(&id).is_some()
    }

    /// Remembers that a scenario was loaded.
    pub fn note_loaded(&mut self, name: Slug) {
        self.loaded.insert(name);
    }

    /// The scenarios that were loaded, in order of names.
    pub fn loaded(&self) -> impl Iterator<Item = &Slug> {
        self.loaded.iter()
    }

    /// Takes a scenario away with all of its rules; says whether it was loaded.
    pub fn disarm_scenario(&mut self, name: &Slug) -> bool {
        let others = std::mem::take(&mut self.armed).into_iter();
        self.armed = others
            .filter(|(_, armed)| armed.scenario.as_ref() != Some(name))
            .collect();
        self.loaded.remove(name).is_some()
    }

    /// Takes all rules away.
    pub fn disarm_all(&mut self) {
        self.armed = OrdMap::new();
    }

    /// Every armed rule with its id, in the order in which they are asked.
    pub fn armed(&self) -> impl DoubleEndedIterator<Item = (u64, &Armed)> {
        self.armed.iter().map(|(id, armed)| (*id, armed))
    }

    /// One armed rule.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<&Armed> {
        self.armed.get(&id)
    }

    /// The id that was given last.
    #[must_use]
    pub fn last_id(&self) -> u64 {
        self.last
    }

    /// A director as it was: the last id given, what is armed, and what was loaded.
    #[must_use]
    pub fn restored(
        last: u64,
        armed: impl IntoIterator<Item = (u64, Armed)>,
        loaded: impl IntoIterator<Item = Slug>,
    ) -> Self {
        Self {
            armed: armed.into_iter().collect(),
            loaded: loaded.into_iter().collect(),
            last,
        }
    }

    /// Decides about a request. Every rule counts the requests that fit it; the first one that
    /// speaks decides alone.
    pub fn decide(
        &mut self,
        question: &Question<'_>,
        cast: &Cast,
        mint: &mut Mint,
    ) -> Option<Verdict> {
        if self.armed.is_empty() {
            return None;
        }
        let mut verdict = None;
        let ids: Vec<u64> = self.armed.keys().copied().collect();
        for id in ids {
            let Some(armed) = self.armed.get_mut(&id) else {
                continue;
            };
            let Some(rows) = armed.fits(question, cast) else {
                continue;
            };
            armed.matched = armed.matched.saturating_add(1);
            if verdict.is_none() {
                verdict = armed.speak(id, rows, question.now, mint);
            }
        }
        verdict
    }
}

impl Armed {
    fn fits(&self, question: &Question<'_>, cast: &Cast) -> Option<Vec<usize>> {
        let Rule {
            on,
            trigger,
            effect,
            ..
        } = self.rule.as_ref();
        let fits = on.covers(question.service, question.operation)
            && trigger.is_open(question.now)
            && trigger.via.is_none_or(|via| question.caller == Some(via))
            && (question.readable || !effect.needs_reading());
        fits.then(|| trigger.subject.rows(question.facts, cast))?
    }

    fn speak(
        &mut self,
        id: u64,
        rows: Vec<usize>,
        now: Timestamp,
        mint: &mut Mint,
    ) -> Option<Verdict> {
        let rule = Arc::clone(&self.rule);
        let is_spent = rule.times.is_some_and(|times| self.spoke >= times);
        if is_spent || !rule.trigger.counts(self.matched) {
            return None;
        }
        if let Some(probability) = rule.trigger.probability
            && !mint.chance(Stream::Chance, probability)
        {
            return None;
        }
        let main = match &rule.effect.main {
            Main::RateLimit { requests, per } => too_many(self.over_limit(*requests, *per, now)?),
            other @ (Main::AsUsual
            | Main::Refusal(_)
            | Main::Status { .. }
            | Main::Break { .. }) => other.clone(),
        };
        self.spoke = self.spoke.saturating_add(1);
        self.last_spoke = Some(now);
        let delay = rule.effect.delay.as_ref();
        Some(Verdict {
            fault: id,
            name: rule.name.clone(),
            scenario: self.scenario.clone(),
            rows,
            delay: delay.map_or(Duration::ZERO, |delay| draw(delay, mint)),
            main,
            act: rule.effect.act.clone(),
            words: rule.effect.describe(),
        })
    }

    /// Remembers a request, or says after how many seconds one would be let through.
    fn over_limit(&mut self, requests: u64, per: Duration, now: Timestamp) -> Option<u64> {
        while let Some(oldest) = self.recent.front()
            && now.duration_since(*oldest).unsigned_abs() >= per
        {
            self.recent.pop_front();
        }
        let let_through = u64::try_from(self.recent.len()).unwrap_or(u64::MAX);
        if let_through < requests {
            self.recent.push_back(now);
            return None;
        }
        let waited = self.recent.front().map_or(Duration::ZERO, |oldest| {
            now.duration_since(*oldest).unsigned_abs()
        });
        let rest = per.saturating_sub(waited);
        Some(rest.as_secs() + u64::from(rest.subsec_nanos() > 0))
    }
}

fn too_many(retry_after: u64) -> Main {
    Main::Status {
        status: StatusCode::TOO_MANY_REQUESTS,
        body: format!("too many requests; try again in {retry_after} s\n"),
        headers: vec![(RETRY_AFTER, HeaderValue::from(retry_after))],
        processed: false,
    }
}

fn draw(delay: &Delay, mint: &mut Mint) -> Duration {
    match delay {
        Delay::Fixed(time) => *time,
        Delay::Between(from, to) => mint.between(Stream::Delay, *from, *to),
        Delay::Around(median, sigma) => mint.around(Stream::Delay, *median, *sigma),
    }
}
