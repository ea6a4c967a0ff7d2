//! Plays a scenario from its stage to its last expectation, and many of them beside each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::expect::{Known, STATUS, judge};
use super::fill::Sources;
use super::has::Mismatch;
use super::reply::Reply;
use super::seat::{Seat, wanted};
use super::steps;
use super::story::story;
use crate::http::House;
use crate::sandbox::wall_now;
use crate::scenario::plan::{Doing, Place};
use crate::scenario::script::{Expect, Scenario};
use crate::scenario::{LibraryError, Prepared, ScenarioFile};

/// A scenario that was played.
#[derive(Debug, Clone)]
pub struct Played {
    /// Its file.
    pub file: Arc<ScenarioFile>,
    /// What it shows, in one line.
    pub title: String,
    /// What its ids and chance were made from.
    pub seed: u64,
    /// Sandbox time that passed in it.
    pub passed: SignedDuration,
    /// Real time that it took.
    pub took: SignedDuration,
    /// How it ended.
    pub ending: Ending,
}

/// How a scenario ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Every expectation is met.
    Met,
    /// Something is not as expected.
    Failed(Vec<Failure>),
    /// It could not be read.
    Unreadable(Vec<LibraryError>),
}

/// Something that is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Line and column in the file, both counted from 1.
    pub place: Option<(usize, usize)>,
    /// Which step or expectation, in words.
    pub what: String,
    /// What differs.
    pub mismatches: Vec<Mismatch>,
    /// What happened around it, line by line, oldest first.
    pub story: Vec<String>,
}

/// Plays scenarios, so many at once, and tells of each in the order given.
pub async fn play_all(
    house: &Arc<House>,
    files: Vec<Arc<ScenarioFile>>,
    seed: Option<u64>,
    at_once: usize,
    mut tell: impl FnMut(Played),
) {
    let seats = Arc::new(Semaphore::new(at_once.max(1)));
    let begun: Vec<_> = files
        .into_iter()
        .map(|file| {
            let (inside, seats) = (Arc::clone(house), Arc::clone(&seats));
            let played = Arc::clone(&file);
            let task = async move {
                let _seat = seats.acquire_owned().await;
                play(&inside, &played, seed).await
            };
            (file, house.runtime.spawn(task))
        })
        .collect();
    for (file, task) in begun {
        tell(match task.await {
            Ok(played) => played,
            Err(error) => Played::broken_off(file, &error.to_string()),
        });
    }
}

/// Plays one scenario in a sandbox of its own; `seed` goes before that of its stage.
pub async fn play(house: &Arc<House>, file: &Arc<ScenarioFile>, seed: Option<u64>) -> Played {
    let began = wall_now();
    let mut played = Played {
        file: Arc::clone(file),
        title: String::new(),
        seed: seed.unwrap_or_default(),
        passed: SignedDuration::ZERO,
        took: SignedDuration::ZERO,
        ending: Ending::Met,
    };
    match read(house, file) {
        Ok(scenario) => {
            played.title = scenario.written.title.clone();
            play_in_seat(house, &scenario, seed, &mut played).await;
        }
        Err(wrong) => played.ending = Ending::Unreadable(wrong),
    }
    played.took = wall_now().duration_since(began);
    played
}

fn read(house: &House, file: &ScenarioFile) -> Result<Prepared, Vec<LibraryError>> {
    let scenario = file.prepare(&house.cast)?;
    let missing = file.missing(&scenario);
    if missing.is_empty() {
        Ok(scenario)
    } else {
        Err(missing)
    }
}

async fn play_in_seat(
    house: &Arc<House>,
    scenario: &Prepared,
    seed: Option<u64>,
    played: &mut Played,
) {
    let seed = seed.or(scenario.stage.seed);
    let wanted = wanted(scenario.stage.start, seed);
    let failures = match Seat::take(house, &scenario.name, &wanted).await {
        Ok(seat) => {
            let mut game = Game {
                seat,
                scenario,
                file: Arc::clone(&played.file),
                sources: Sources::default(),
                replies: BTreeMap::new(),
                names: scenario
                    .steps
                    .iter()
                    .map(|step| step.name.clone())
                    .collect(),
                failures: Vec::new(),
            };
            let began = game.seat.now().await;
            played.seed = game.seed().await;
            game.play(seed).await;
            played.passed = passed(began, game.seat.now().await);
            game.seat.leave().await;
            game.failures
        }
        Err(why) => vec![Failure::alone("the sandbox", why)],
    };
    if !failures.is_empty() {
        played.ending = Ending::Failed(failures);
    }
}

fn passed(from: Option<Timestamp>, to: Option<Timestamp>) -> SignedDuration {
    match (from, to) {
        (Some(from), Some(to)) => to.duration_since(from),
        (_, _) => SignedDuration::ZERO,
    }
}

/// A scenario under way.
struct Game<'a> {
    seat: Seat,
    scenario: &'a Prepared,
    file: Arc<ScenarioFile>,
    sources: Sources,
    replies: BTreeMap<usize, Reply>,
    names: Vec<String>,
    failures: Vec<Failure>,
}

impl Game<'_> {
    async fn seed(&self) -> u64 {
        let shown = self.seat.admin(&Method::GET, "", None).await;
        shown
            .body
            .get("seed")
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }

    async fn play(&mut self, seed: Option<u64>) {
        if let Err(why) = self.set_stage(seed).await {
            self.fail(
                "stage",
                "the stage",
                vec![Mismatch::new("", "a stage that fits", why)],
                None,
            )
            .await;
            return;
        }
        self.judge_after(None).await;
        for index in 0..self.scenario.steps.len() {
            if !self.step(index).await {
                let rest = self.scenario.expects.iter();
                let rest = rest.filter(|expect| expect.after >= Some(index)).count();
                if let Some(last) = self.failures.last_mut()
                    && rest > 0
                {
                    let words = match rest {
                        1 => "1 expectation was not looked at".to_owned(),
                        rest => format!("{rest} expectations were not looked at"),
                    };
                    last.story.push(words);
                }
                return;
            }
            self.judge_after(Some(index)).await;
        }
    }

    /// Stage and rules go over the admin API as if somebody had posted them.
    async fn set_stage(&mut self, seed: Option<u64>) -> Result<(), String> {
        let written = &self.scenario.written;
        let mut staged = Scenario {
            title: written.title.clone(),
            stage: written.stage.clone(),
            rules: written.rules.clone(),
            ..Scenario::default()
        };
        staged.stage.seed = seed;
        let body = serde_json::to_value(&staged).map_err(|error| error.to_string())?;
        let path = format!("/scenarios?name={}", self.scenario.name);
        let reply = self.seat.admin(&Method::POST, &path, Some(&body)).await;
        if !reply.is_good() {
            return Err(reply.describe());
        }
        self.seat.learn_credentials().await;
        Ok(())
    }

    /// Does a step; says whether the next one may follow.
    async fn step(&mut self, index: usize) -> bool {
        let scenario = self.scenario;
        let step = &scenario.steps[index];
        self.learn_cast(scenario.written.steps.get(index)).await;
        let reply = steps::act(&mut self.seat, &self.file, step, index + 1, &self.sources).await;
        let (path, what) = (format!("step[{index}]"), format!("step `{}`", step.name));
        let reply = match reply {
            Ok(reply) => reply,
            Err(why) => {
                let cannot = Mismatch::new("", "a step that can be done", why);
                self.fail(&path, &what, vec![cannot], None).await;
                return false;
            }
        };
        let speaks = scenario
            .expects
            .iter()
            .any(|expect| expect.place == Place::Reply(index));
        let may_be_refused = matches!(step.doing, Doing::Call(_) | Doing::Act { .. });
        let is_fine = reply.is_good() || (may_be_refused && speaks);
        if !is_fine {
            let expected = if may_be_refused {
                "a good answer, or an expectation about the reply"
            } else {
                "a good answer"
            };
            let said = Mismatch::new("", expected, reply.describe());
            self.fail(&path, &what, vec![said], None).await;
            return false;
        }
        self.sources
            .replies
            .insert(step.name.clone(), reply.body.clone());
        self.replies.insert(index, reply);
        true
    }

    async fn judge_after(&mut self, step: Option<usize>) {
        let scenario = self.scenario;
        for (index, expect) in scenario.expects.iter().enumerate() {
            if expect.after != step {
                continue;
            }
            let written = scenario.written.expects.get(index);
            self.learn_cast(written).await;
            let known = Known {
                scenario: &scenario.name,
                sources: &self.sources,
                replies: &self.replies,
                steps: &self.names,
            };
            let judged = judge(&self.seat, expect, &known).await;
            let (mismatches, invoice) = match judged {
                Ok(judged) => (judged.mismatches, judged.invoice),
                Err(why) => (vec![Mismatch::new("", "something to look at", why)], None),
            };
            let Some(first) = mismatches.first() else {
                continue;
            };
            let path = match &first.path {
                path if path.is_empty() => format!("expect[{index}]"),
                path if path == STATUS => {
                    format!("expect[{index}].status")
                }
                path => format!("expect[{index}].has.{path}"),
            };
            let what = written.map_or_else(String::new, describe);
            self.fail(&path, &what, mismatches, invoice.as_deref())
                .await;
        }
    }

    /// Fetches the cast when something names a part of it.
    async fn learn_cast(&mut self, written: Option<&impl Serialize>) {
        let text = serde_json::to_string(&written).unwrap_or_default();
        if text.contains("${people/") {
            let reply = self.seat.admin(&Method::GET, "/people", None).await;
            self.sources.people = reply.body;
            if let Some(people) = self.sources.people.as_array_mut() {
                for person in people {
                    self.seat.add_digital(person, &text).await;
                }
            }
        }
        if text.contains("${companies/") {
            let reply = self.seat.admin(&Method::GET, "/companies", None).await;
            self.sources.companies = reply.body;
        }
    }

    async fn fail(
        &mut self,
        path: &str,
        what: &str,
        mismatches: Vec<Mismatch>,
        invoice: Option<&str>,
    ) {
        self.failures.push(Failure {
            place: self.file.place_of(path),
            what: what.to_owned(),
            mismatches,
            story: story(&self.seat, invoice).await,
        });
    }
}

/// Where an expectation looks, in words.
fn describe(expect: &Expect) -> String {
    let after = expect.after.as_ref();
    let after = after.map_or_else(String::new, |step| format!(" after `{step}`"));
    let place = if let Some(step) = &expect.reply {
        format!("the reply to `{step}`")
    } else if let Some(invoice) = &expect.timeline {
        format!("the timeline of `{invoice}`")
    } else if let Some(filters) = &expect.journal {
        format!("the journal with {}", Value::Object(filters.clone()))
    } else if let Some(word) = &expect.outbox {
        format!("the outbox `{word:?}`").to_lowercase()
    } else if let Some(slug) = &expect.person {
        format!("the person `{slug}`")
    } else if let Some(slug) = &expect.company {
        format!("the company `{slug}`")
    } else if let Some(name) = &expect.rule {
        format!("the rule `{name}`")
    } else {
        "the clock".to_owned()
    };
    format!("{place}{after}")
}

impl Played {
    fn broken_off(file: Arc<ScenarioFile>, why: &str) -> Self {
        let failure = Failure::alone("the player broke off", why.to_owned());
        Self {
            file,
            title: String::new(),
            seed: 0,
            passed: SignedDuration::ZERO,
            took: SignedDuration::ZERO,
            ending: Ending::Failed(vec![failure]),
        }
    }
}

impl Failure {
    fn alone(what: &str, why: String) -> Self {
        Self {
            place: None,
            what: what.to_owned(),
            mismatches: vec![Mismatch::new("", "that it works", why)],
            story: Vec::new(),
        }
    }
}
