//! A whole scenario, read and held against the tables and the cast.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::expect::Expect;
use super::rule::Rule;
use super::step::Step;
use super::trigger::Member;
use super::value::instant;
use crate::domain::rules;
use crate::domain::settings::{SETTINGS, SetBy, SettingError, Settings};
use crate::domain::slug::Slug;
use crate::scenario::cast_file::CastFile;
use crate::scenario::objection::Objection;
use crate::scenario::script::{ClockWord, Scenario, Stage};
use crate::snapshot::{CompanyText, PersonText, merge, setting_text};
use crate::wire::json;

/// A scenario that can be staged, armed and played.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    /// Its public name, the stem of its file.
    pub name: Slug,
    /// As written.
    pub written: Arc<Scenario>,
    /// The world that it begins in.
    pub stage: StagePlan,
    /// Its rules, in the order written.
    pub rules: Vec<Arc<Rule>>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
    /// Its expectations, each behind its step.
    pub expects: Vec<Expect>,
}

/// The world that a scenario begins in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StagePlan {
    /// Where the clock begins.
    pub start: Option<Timestamp>,
    /// Whether the clock stands or runs.
    pub clock: Option<ClockWord>,
    /// What ids and chance are made from.
    pub seed: Option<u64>,
    /// Settings by name, each of which fits.
    pub settings: Vec<(String, String)>,
    /// Merge patches of people.
    pub people: Vec<(Slug, Value)>,
    /// Merge patches of companies.
    pub companies: Vec<(Slug, Value)>,
}

/// Who is there when the scenario begins.
pub(super) struct Present {
    people: BTreeSet<String>,
    companies: BTreeSet<String>,
}

impl Prepared {
    /// Reads a scenario and holds it against the tables and the cast.
    ///
    /// # Errors
    /// Everything that does not fit, in the order of the file's parts.
    pub fn read(name: Slug, written: Scenario, cast: &CastFile) -> Result<Self, Vec<Objection>> {
        let mut wrong = Vec::new();
        if written.title.trim().is_empty() {
            wrong.push(Objection::because("title", "is empty, expected one line"));
        }
        for (index, id) in written.exercises.iter().enumerate() {
            if rules::find(id).is_none() {
                let known = rules::all().map(|rule| rule.id);
                let path = format!("exercises[{index}]");
                let expected = "the id of a rule as `sandkasse rules` shows them";
                wrong.push(Objection::unknown(&path, id, expected, known));
            }
        }
        let stage = StagePlan::read(&written.stage, cast, &mut wrong);
        let present = Present::of(&written.stage, cast);
        let rules = read_rules(&written, &present, stage.start, &mut wrong);
        let steps = super::step::read_all(&written.steps, &present, &mut wrong);
        let expects = super::expect::read_all(&written, &steps, &rules, &present, &mut wrong);
        if wrong.is_empty() {
            Ok(Self {
                name,
                written: Arc::new(written),
                stage,
                rules,
                steps,
                expects,
            })
        } else {
            Err(wrong)
        }
    }
}

impl Present {
    fn of(stage: &Stage, cast: &CastFile) -> Self {
        let people = cast.people().filter_map(|person| person.slug.clone());
        let companies = cast.companies().filter_map(|company| company.slug.clone());
        Self {
            people: people.chain(stage.people.keys().cloned()).collect(),
            companies: companies.chain(stage.companies.keys().cloned()).collect(),
        }
    }

    /// Objects to a person who is not there.
    pub(super) fn person(&self, path: &str, slug: &str) -> Result<(), Objection> {
        Self::known(&self.people, path, slug, "a person of the cast")
    }

    /// Objects to a company that is not there.
    pub(super) fn company(&self, path: &str, slug: &str) -> Result<(), Objection> {
        Self::known(&self.companies, path, slug, "a company of the cast")
    }

    fn known(
        names: &BTreeSet<String>,
        path: &str,
        slug: &str,
        what: &str,
    ) -> Result<(), Objection> {
        if names.contains(slug) {
            return Ok(());
        }
        let known = names.iter().map(String::as_str);
        let objection = Objection::unknown(path, slug, what, known);
        Err(match objection.hint {
            Some(_) => objection,
            None => objection.hint("`sandkasse people` lists them"),
        })
    }
}

impl StagePlan {
    fn read(stage: &Stage, cast: &CastFile, wrong: &mut Vec<Objection>) -> Self {
        let start = stage.start.as_deref();
        let start = start.map(|text| instant("stage.start", text));
        let start = start.and_then(|read| read.map_err(|it| wrong.push(it)).ok());
        let mut people = Vec::new();
        for (slug, patch) in &stage.people {
            let path = format!("stage.people.{slug}");
            let old = cast.people().find(|it| it.slug.as_deref() == Some(slug));
            let old = old.cloned().unwrap_or_default();
            let merged = old.patched(Value::Object(patch.clone()));
            keep(
                &mut people,
                wrong,
                &path,
                slug,
                patch,
                fits::<PersonText>(&merged),
            );
        }
        let mut companies = Vec::new();
        for (slug, patch) in &stage.companies {
            let path = format!("stage.companies.{slug}");
            let old = cast.companies().find(|it| it.slug.as_deref() == Some(slug));
            let old = old.map_or(Value::Null, |company| {
                serde_json::to_value(company).expect("texts, numbers and lists are always JSON")
            });
            let merged = merge(old, Value::Object(patch.clone()));
            let fits = fits::<CompanyText>(&merged);
            keep(&mut companies, wrong, &path, slug, patch, fits);
        }
        Self {
            start,
            clock: stage.clock,
            seed: stage.seed,
            settings: settings(stage, wrong),
            people,
            companies,
        }
    }
}

fn fits<T: serde::de::DeserializeOwned>(merged: &Value) -> Result<(), json::JsonError> {
    json::read::<T>(merged.to_string().as_bytes()).map(|_| ())
}

fn keep(
    kept: &mut Vec<(Slug, Value)>,
    wrong: &mut Vec<Objection>,
    path: &str,
    slug: &str,
    patch: &Map<String, Value>,
    fits: Result<(), json::JsonError>,
) {
    match Slug::parse(slug) {
        Ok(slug) => kept.push((slug, Value::Object(patch.clone()))),
        Err(error) => wrong.push(Objection::because(path, error.to_string())),
    }
    if let Err(error) = fits {
        // Line and column are those of the whole person, which nobody has written.
        let words = error.message.rsplit_once(" at line ");
        let words = words.map_or(error.message.as_str(), |(words, _)| words);
        let path = if error.path == "the body" {
            path.to_owned()
        } else {
            format!("{path}.{}", error.path)
        };
        let objection = Objection::because(&path, words);
        wrong.push(match error.hint {
            Some(hint) => objection.hint(hint),
            None => objection,
        });
    }
}

fn settings(stage: &Stage, wrong: &mut Vec<Objection>) -> Vec<(String, String)> {
    let profile = stage.profile.clone().map(Value::from);
    let profile = profile.map(|value| ("stage.profile".to_owned(), "profile", value));
    let others = stage.settings.iter().map(|(name, value)| {
        let path = format!("stage.settings.{name}");
        (path, name.as_str(), value.clone())
    });
    let mut texts = Vec::new();
    for (path, name, value) in profile.into_iter().chain(others) {
        match setting(&path, name, value) {
            Ok(text) => texts.push((name.to_owned(), text)),
            Err(objection) => wrong.push(objection),
        }
    }
    texts
}

fn setting(path: &str, name: &str, value: Value) -> Result<String, Objection> {
    let text = setting_text(name, value)
        .map_err(|error| Objection::new(path, &error.found, &error.expected))?;
    let tried = Settings::default().set(name, &text, SetBy::Scenario);
    tried.map_err(|error| match error {
        SettingError::Unknown { .. } => {
            let known = SETTINGS.iter().map(|row| row.name);
            Objection::unknown(path, name, "the name of a setting", known)
        }
        SettingError::Value {
            found, expected, ..
        } => Objection::new(path, &found, expected),
    })?;
    Ok(text)
}

fn read_rules(
    written: &Scenario,
    present: &Present,
    start: Option<Timestamp>,
    wrong: &mut Vec<Objection>,
) -> Vec<Arc<Rule>> {
    let mut rules: Vec<Arc<Rule>> = Vec::new();
    for (index, rule) in written.rules.iter().enumerate() {
        let path = format!("rule[{index}]");
        let read = Rule::read(rule).and_then(|read| {
            if rules.iter().any(|other| other.name == read.name) {
                let why = format!("found the name `{}` a second time", read.name);
                return Err(Objection::because("name", why).hint("give each rule its own `name`"));
            }
            present.rule(&read, start)?;
            Ok(read)
        });
        match read {
            Ok(rule) => rules.push(Arc::new(rule)),
            Err(objection) => wrong.push(objection.within(&path)),
        }
    }
    rules
}

impl Present {
    fn rule(&self, rule: &Rule, start: Option<Timestamp>) -> Result<(), Objection> {
        let subject = &rule.trigger.subject;
        if let Some(Member::OfCast(slug)) = &subject.consumer {
            self.person("when.consumer", slug.as_str())?;
        }
        if let Some(Member::OfCast(slug)) = &subject.issuer {
            self.company("when.issuer", slug.as_str())?;
        }
        if let Some(act) = &rule.effect.act {
            self.person("then.person", act.person.as_str())?;
        }
        if let (Some(start), Some(until)) = (start, rule.trigger.until)
            && until <= start
        {
            let expected = format!("an instant after the stage's start, {start}");
            return Err(Objection::new("when.until", &until.to_string(), &expected));
        }
        Ok(())
    }
}
