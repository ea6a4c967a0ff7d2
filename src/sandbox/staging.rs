//! Bringing a scenario into a world: its stage, then its rules.

use std::sync::Arc;

use serde_json::Value;

use super::casting::{CastingError, document};
use super::world::World;
use crate::consumer::Book;
use crate::domain::cast::Cast;
use crate::domain::mint::Mint;
use crate::domain::settings::{SetBy, Settings};
use crate::domain::slug::Slug;
use crate::scenario::plan::{Member, Rule};
use crate::scenario::{Director, Objection, Prepared, script};
use crate::services::krr;
use crate::snapshot::{PersonText, merge};
use crate::wire::json;

/// Most rules that are armed in one world.
pub(super) const ARMED_MAX: usize = 1000;

/// What a stage may change.
struct Parts {
    cast: Cast,
    book: Book,
    mint: Mint,
    settings: Settings,
    director: Director,
    register: krr::Model,
}

impl World {
    /// Makes this world the stage of a scenario and arms its rules; rules of the same scenario that
    /// were armed before are replaced. The clock is the caller's to move.
    ///
    /// `agree` is asked about the old and the new cast before anything is in force.
    ///
    /// # Errors
    /// [`Objection`] at the first thing that does not fit this world; nothing changes then.
    pub fn stage(
        &mut self,
        scenario: &Prepared,
        agree: impl FnOnce(&Cast, &Cast) -> Result<(), Objection>,
    ) -> Result<Vec<u64>, Objection> {
        let before = self.parts();
        let staged = self.stage_quietly(scenario);
        match staged.and_then(|ids| agree(&before.cast, &self.cast).map(|()| ids)) {
            Ok(ids) => {
                self.spread_news();
                Ok(ids)
            }
            Err(objection) => {
                self.put_back(before);
                Err(objection)
            }
        }
    }

    /// Arms a rule and says under which id.
    ///
    /// # Errors
    /// [`Objection`] when it names somebody who is not here, its window is over, or too many are
    /// armed.
    pub fn arm(
        &mut self,
        scenario: Option<Slug>,
        written: script::Rule,
        rule: Arc<Rule>,
    ) -> Result<u64, Objection> {
        let now = self.clock.now();
        self.knows_all_of(&rule)?;
        if let Some(until) = rule.trigger.until
            && until <= now
        {
            let expected =
                format!("an instant after {now}, where the clock of this sandbox stands");
            return Err(Objection::new("when.until", &until.to_string(), &expected));
        }
        if self.director.armed().count() >= ARMED_MAX {
            let why = format!("{ARMED_MAX} rules are armed already; disarm some first");
            return Err(Objection::because("", why));
        }
        Ok(self.director.arm(scenario, written, rule))
    }

    /// Objects to a rule that names somebody who is not here.
    ///
    /// # Errors
    /// [`Objection`] with the nearest name.
    pub(super) fn knows_all_of(&self, rule: &Rule) -> Result<(), Objection> {
        let subject = &rule.trigger.subject;
        if let Some(Member::OfCast(slug)) = &subject.consumer {
            self.has_person("when.consumer", slug)?;
        }
        if let Some(Member::OfCast(slug)) = &subject.issuer
            && self.cast.company(slug).is_none()
        {
            let known = self.cast.companies().map(|company| company.slug.as_str());
            let what = "a company of this sandbox, or an organisation number";
            return Err(Objection::unknown(
                "when.issuer",
                slug.as_str(),
                what,
                known,
            ));
        }
        if let Some(act) = &rule.effect.act {
            self.has_person("then.person", &act.person)?;
        }
        Ok(())
    }

    /// Objects to a stage that begins before the clock, which only goes forward, or that wants
    /// another seed than the ids of this world were made from.
    ///
    /// # Errors
    /// [`Objection`] with what to do instead.
    pub fn check_beginning(&self, scenario: &Prepared) -> Result<(), Objection> {
        let now = self.clock.now();
        if let Some(start) = scenario.stage.start
            && start < now
        {
            let expected = format!("{now}, where the clock stands, or later");
            let objection = Objection::new("stage.start", &start.to_string(), &expected);
            return Err(objection.hint("load it with `?reset=true`, which builds the sandbox anew"));
        }
        if let Some(seed) = scenario.stage.seed
            && seed != self.mint.seed()
        {
            let expected = format!("{}, the seed of this sandbox", self.mint.seed());
            let objection = Objection::new("stage.seed", &seed.to_string(), &expected);
            return Err(objection.hint("load it with `?reset=true`, which builds the sandbox anew"));
        }
        Ok(())
    }

    fn stage_quietly(&mut self, scenario: &Prepared) -> Result<Vec<u64>, Objection> {
        self.set_stage(scenario)?;
        self.director.disarm_scenario(&scenario.name);
        self.director.note_loaded(scenario.name.clone());
        let rules = scenario.rules.iter().zip(&scenario.written.rules);
        rules
            .enumerate()
            .map(|(index, (rule, written))| {
                let name = Some(scenario.name.clone());
                self.arm(name, written.clone(), Arc::clone(rule))
                    .map_err(|it| it.within(&format!("rule[{index}]")))
            })
            .collect()
    }

    /// Copies, which share everything that stays as it is.
    fn parts(&self) -> Parts {
        Parts {
            cast: self.cast.clone(),
            book: self.book.clone(),
            mint: self.mint.clone(),
            settings: self.settings.clone(),
            director: self.director.clone(),
            register: self.models.krr.clone(),
        }
    }

    fn put_back(&mut self, parts: Parts) {
        Parts {
            cast: self.cast,
            book: self.book,
            mint: self.mint,
            settings: self.settings,
            director: self.director,
            register: self.models.krr,
        } = parts;
    }

    fn set_stage(&mut self, scenario: &Prepared) -> Result<(), Objection> {
        let stage = &scenario.stage;
        for (name, text) in &stage.settings {
            let set = self.settings.set(name, text, SetBy::Scenario);
            set.map_err(|error| Objection::because("stage.settings", error.to_string()))?;
        }
        for (slug, patch) in &stage.companies {
            let path = format!("stage.companies.{slug}");
            let old = self.company_text(slug);
            let old = old.as_ref().map_or(Value::Null, document);
            let wanted = read(&path, &merge(old, patch.clone()))?;
            let recast = self.with_company(slug, wanted);
            self.take_on(recast.map_err(|it| cannot(&path, &it))?);
        }
        for (slug, patch) in &stage.people {
            let path = format!("stage.people.{slug}");
            let old = self.person_text(slug).unwrap_or_default();
            let wanted: PersonText = read(&path, &old.patched(patch.clone()))?;
            self.put_person(slug, wanted)
                .map_err(|it| cannot(&path, &it))?;
        }
        Ok(())
    }

    fn has_person(&self, path: &str, slug: &Slug) -> Result<(), Objection> {
        if self.cast.person(slug).is_some() {
            return Ok(());
        }
        let known = self.cast.people().map(|person| person.slug.as_str());
        let what = "a person of this sandbox";
        Err(Objection::unknown(path, slug.as_str(), what, known))
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &str, merged: &Value) -> Result<T, Objection> {
    json::read(merged.to_string().as_bytes())
        .map_err(|error| Objection::because(&format!("{path}.{}", error.path), error.message))
}

fn cannot(path: &str, error: &CastingError) -> Objection {
    match error {
        CastingError::Text(text) => Objection::new(
            &format!("{path}.{}", text.field),
            &text.found,
            &text.expected,
        ),
        CastingError::Taken(_) | CastingError::Untaken(_) | CastingError::MandateTaken { .. } => {
            Objection::because(path, error.to_string())
        }
    }
}
