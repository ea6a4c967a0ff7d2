//! One rule, read and held against the tables.

use super::effect::Effect;
use super::trigger::Trigger;
use super::value::count;
use crate::scenario::catalogue;
use crate::scenario::objection::Objection;
use crate::scenario::script;
use crate::services::{Fidelity, Match, Operation};

/// A rule as meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its name in reports.
    pub name: String,
    /// What it listens to.
    pub on: On,
    /// Which requests.
    pub trigger: Trigger,
    /// What then.
    pub effect: Effect,
    /// How often at most.
    pub times: Option<u64>,
}

/// What a rule listens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// One operation, by id.
    Operation(&'static str),
    /// All operations of a service.
    Service(&'static str),
}

impl On {
    /// Whether an operation is meant. A rule about a whole service is about requests to it, not
    /// about what it does by itself.
    #[must_use]
    pub fn covers(self, service: &str, operation: Option<&Operation>) -> bool {
        match self {
            Self::Operation(id) => operation.is_some_and(|row| row.id == id),
            Self::Service(name) => name == service && !operation.is_some_and(is_own),
        }
    }

    /// Whether it is something that a service does by itself.
    #[must_use]
    pub fn is_own(self) -> bool {
        match self {
            Self::Operation(id) => catalogue::operation(id).is_some_and(|(_, row)| is_own(row)),
            Self::Service(_) => false,
        }
    }

    fn read(text: &str) -> Result<Self, Objection> {
        if let Some((_, operation)) = catalogue::operation(text) {
            if operation.fidelity == Fidelity::Absent {
                let why = format!("`{text}` is not simulated, so there is nothing to disturb");
                return Err(Objection::because("on", why));
            }
            return Ok(Self::Operation(operation.id));
        }
        match catalogue::service(text) {
            Some(service) => Ok(Self::Service(service.name)),
            None => {
                let expected = "an operation such as `mps.addShipment`, or a service such as `mps`";
                Err(Objection::unknown("on", text, expected, catalogue::names()))
            }
        }
    }

    fn operations(self) -> Vec<&'static Operation> {
        match self {
            Self::Operation(id) => catalogue::operation(id)
                .map(|(_, row)| row)
                .into_iter()
                .collect(),
            Self::Service(name) => catalogue::service(name)
                .map(|service| service.operations.iter().collect())
                .unwrap_or_default(),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Operation(text) | Self::Service(text) => text,
        }
    }
}

fn is_own(operation: &Operation) -> bool {
    operation.matched_by == Match::Own
}

impl Rule {
    /// Reads a rule and holds it against the tables.
    ///
    /// # Errors
    /// [`Objection`] at the first thing that does not fit.
    pub fn read(written: &script::Rule) -> Result<Self, Objection> {
        let on = On::read(&written.on)?;
        let trigger = Trigger::read(&written.when).map_err(|it| it.within("when"))?;
        if on.is_own() && trigger.via.is_some() {
            let why = format!(
                "`{}` asks nobody: the service does it by itself",
                on.as_str()
            );
            return Err(Objection::because("when.via", why));
        }
        ask_what_is_told(on, &trigger)?;
        let effect = Effect::read(&written.then, on).map_err(|it| it.within("then"))?;
        let times = count("times", written.times)?;
        let name = match &written.name {
            Some(name) if name.trim().is_empty() || name.chars().count() > 100 => {
                let expected = "a name of 1 to 100 characters";
                return Err(Objection::new("name", name, expected));
            }
            Some(name) => name.clone(),
            None => format!("{}: {}", on.as_str(), effect.describe()),
        };
        Ok(Self {
            name,
            on,
            trigger,
            effect,
            times,
        })
    }
}

/// A rule that asks what no request tells would never speak.
fn ask_what_is_told(on: On, trigger: &Trigger) -> Result<(), Objection> {
    let operations = on.operations();
    for fact in trigger.subject.asks() {
        if operations.iter().any(|row| row.facts.contains(&fact)) {
            continue;
        }
        let mut told: Vec<&str> = Vec::new();
        for fact in operations.iter().flat_map(|row| row.facts) {
            if !told.contains(&fact.as_str()) {
                told.push(fact.as_str());
            }
        }
        let told = if told.is_empty() {
            "nothing about an invoice".to_owned()
        } else {
            told.join(", ")
        };
        let why = format!("`{}` does not tell it; it tells {told}", on.as_str());
        let path = format!("when.{}", fact.as_str());
        return Err(Objection::because(&path, why));
    }
    Ok(())
}
