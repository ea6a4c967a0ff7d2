//! Which entries of the journal somebody asks for: one language for reading, waiting, listening.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::faults::AdminError;
use super::wire::{INSTANT, read_instant};
use crate::domain::identity::mask;
use crate::domain::money::Ore;
use crate::sandbox::{Entry, Exchange, Record, World};
pub(super) use crate::scenario::catalogue::JOURNAL_FILTERS as FILTERS;
use crate::services::Facts;

/// What an entry has to be; everything that is not asked for fits.
#[derive(Debug, Default)]
pub(super) struct Filter {
    since: Option<Since>,
    service: Option<String>,
    invoice: Option<String>,
    kind: Option<String>,
    asked: Asked,
}

/// What commands have to be about; events are no commands and answer to none of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    operation: Option<String>,
    row: FactsAsked,
    /// The same as the journal has it where the guard for identity numbers masked it.
    masked: FactsAsked,
}

/// What one row of facts has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct FactsAsked {
    consumer: Option<String>,
    issuer: Option<String>,
    kid: Option<String>,
    account: Option<String>,
    amount_ore: Option<i64>,
    due_date: Option<Date>,
    document_type: Option<String>,
}

/// Where reading begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum Since {
    /// After the entry with this number.
    Number(u64),
    /// From this instant on.
    Instant(Timestamp),
}

/// The case that an invoice filter asks for, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CaseAsked {
    /// Any, or none.
    Any,
    /// This one.
    One(String),
    /// Nobody knows such an invoice (yet).
    Unknown,
}

impl Filter {
    /// Reads a query whose names are known.
    pub(super) fn read(mut query: BTreeMap<&'static str, String>) -> Result<Self, AdminError> {
        let mut take = |name: &str| query.remove(name);
        let row = FactsAsked {
            consumer: take("consumer"),
            issuer: take("issuer"),
            kid: take("kid"),
            account: take("account"),
            amount_ore: take("amount_ore").as_deref().map(read_amount).transpose()?,
            due_date: take("due_date").as_deref().map(read_date).transpose()?,
            document_type: take("document_type"),
        };
        Ok(Self {
            since: take("since").as_deref().map(read_since).transpose()?,
            service: take("service"),
            invoice: take("invoice"),
            kind: take("kind"),
            asked: Asked {
                operation: take("operation"),
                masked: row.masked(),
                row,
            },
        })
    }

    /// Where reading begins.
    pub(super) fn since(&self) -> Option<Since> {
        self.since
    }

    /// The entries that match, newest last: behind a number the oldest of them, or whoever pages
    /// would lose what lies between; the newest otherwise.
    pub(super) fn entries(&self, world: &World, limit: usize) -> Vec<Arc<Entry>> {
        let case = self.case(world);
        let takes = |entry: &&Arc<Entry>| self.takes(entry, &case);
        let from = match self.since {
            Some(Since::Number(number)) => {
                let after = world.journal.after(number);
                return after.filter(takes).take(limit).cloned().collect();
            }
            Some(Since::Instant(at)) => Some(at),
            None => None,
        };
        let mut newest: Vec<Arc<Entry>> = world
            .journal
            .entries()
            .rev()
            .take_while(|entry| from.is_none_or(|from| entry.at >= from))
            .filter(takes)
            .take(limit)
            .cloned()
            .collect();
        newest.reverse();
        newest
    }

    /// The case that the invoice asked for belongs to.
    pub(super) fn case(&self, world: &World) -> CaseAsked {
        match &self.invoice {
            None => CaseAsked::Any,
            Some(id) => match world.cases.find(id) {
                Some(case) => CaseAsked::One(case.id.clone()),
                None => CaseAsked::Unknown,
            },
        }
    }

    /// Whether an entry is asked for.
    pub(super) fn takes(&self, entry: &Entry, case: &CaseAsked) -> bool {
        self.differs_in(entry, case).is_empty()
    }

    /// The names of the filters that keep an entry out. Facts are those of one row: of several the
    /// nearest counts.
    pub(super) fn differs_in(&self, entry: &Entry, case: &CaseAsked) -> Vec<&'static str> {
        let (service, cases) = match &entry.record {
            Record::Exchange(exchange) => (exchange.service, exchange.cases.as_slice()),
            Record::Event { happening, case } => (happening.service, case.as_slice()),
        };
        let is_case = match case {
            CaseAsked::Any => true,
            CaseAsked::One(wanted) => cases.contains(wanted),
            CaseAsked::Unknown => false,
        };
        let mut differs = Vec::new();
        let mut check = |name, fits: bool| {
            if !fits {
                differs.push(name);
            }
        };
        check(
            "since",
            match self.since {
                Some(Since::Instant(from)) => entry.at >= from,
                Some(Since::Number(number)) => entry.number > number,
                None => true,
            },
        );
        check(
            "service",
            self.service.as_ref().is_none_or(|wanted| wanted == service),
        );
        check("invoice", is_case);
        check(
            "kind",
            self.kind.as_ref().is_none_or(|kind| is_kind(entry, kind)),
        );
        match &entry.record {
            Record::Exchange(exchange) => self.asked.differs_in(exchange, &mut differs),
            Record::Event { .. } => self.asked.differs_in_any_event(&mut differs),
        }
        differs
    }
}

fn is_kind(entry: &Entry, wanted: &str) -> bool {
    match &entry.record {
        Record::Exchange(_) => wanted == "exchange",
        Record::Event { happening, .. } => wanted == "event" || wanted == happening.kind,
    }
}

impl Asked {
    fn differs_in(&self, exchange: &Exchange, differs: &mut Vec<&'static str>) {
        let operation = self.operation.as_deref();
        if operation.is_some_and(|wanted| exchange.operation != Some(wanted)) {
            differs.push("operation");
        }
        if self.row == FactsAsked::default() {
            return;
        }
        let rows = exchange.facts.iter().flat_map(|facts| {
            let asked = [&self.row, &self.masked];
            asked.map(|row| row.differs_in(facts))
        });
        let nearest = rows.min_by_key(Vec::len);
        differs.extend(nearest.unwrap_or_else(|| self.row.differs_in(&Facts::default())));
    }

    /// An event is no operation and has no facts.
    fn differs_in_any_event(&self, differs: &mut Vec<&'static str>) {
        differs.extend(self.operation.as_ref().map(|_| "operation"));
        differs.extend(self.row.differs_in(&Facts::default()));
    }
}

impl FactsAsked {
    fn masked(&self) -> Self {
        let mut masked = self.clone();
        let Self {
            consumer,
            issuer,
            kid,
            account,
            amount_ore: _,
            due_date: _,
            document_type,
        } = &mut masked;
        let texts = [consumer, issuer, kid, account, document_type];
        for text in texts.into_iter().flatten() {
            mask(text, |_| false);
        }
        masked
    }

    fn differs_in(&self, facts: &Facts) -> Vec<&'static str> {
        fn equal<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        let amount = facts.amount.map(Ore::get);
        let document_type = facts.document_type.as_ref();
        let checks = [
            ("consumer", self.takes_consumer(&facts.consumer)),
            ("issuer", equal(self.issuer.as_ref(), facts.issuer.as_ref())),
            ("kid", equal(self.kid.as_ref(), facts.kid.as_ref())),
            (
                "account",
                equal(self.account.as_ref(), facts.account.as_ref()),
            ),
            (
                "amount_ore",
                equal(self.amount_ore.as_ref(), amount.as_ref()),
            ),
            (
                "due_date",
                equal(self.due_date.as_ref(), facts.due_date.as_ref()),
            ),
            (
                "document_type",
                equal(self.document_type.as_ref(), document_type),
            ),
        ];
        let kept_out = checks.iter().filter(|(_, fits)| !fits);
        kept_out.map(|(name, _)| *name).collect()
    }

    /// Whether one of the consumer's names is the one asked for, in which a blank may be a plus
    /// sign: in a query string the sign of a phone number becomes one.
    fn takes_consumer(&self, names: &[String]) -> bool {
        self.consumer.as_ref().is_none_or(|wanted| {
            let signed = wanted.replace(' ', "+");
            names.iter().any(|name| name == wanted || *name == signed)
        })
    }
}

/// Reads where to begin: a number or an instant.
pub(super) fn read_since(text: &str) -> Result<Since, AdminError> {
    let number = text.parse().map(Since::Number).ok();
    let since = number.or_else(|| read_instant(text).map(Since::Instant));
    let expected = format!("the number of an entry, or {INSTANT}");
    since.ok_or_else(|| AdminError::value("since", text, &expected))
}

fn read_amount(text: &str) -> Result<i64, AdminError> {
    let expected = "a whole number of øre, such as `45000`";
    let amount = text.parse();
    amount.map_err(|_| AdminError::value("amount_ore", text, expected))
}

fn read_date(text: &str) -> Result<Date, AdminError> {
    // A date is read from many notations, of which some drop a time of day.
    let date: Option<Date> = text.parse().ok();
    let date = date.filter(|date| date.to_string() == text);
    date.ok_or_else(|| AdminError::value("due_date", text, "a date such as `2026-03-20`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_whose_sign_became_a_blank_on_the_way_finds_its_consumer() {
        let facts = Facts {
            consumer: vec!["09091816528".to_owned(), "+4790000001".to_owned()],
            ..Facts::default()
        };
        let found = |consumer: &str| {
            let consumer = Some(consumer.to_owned());
            let asked = FactsAsked {
                consumer,
                ..FactsAsked::default()
            };
            asked.differs_in(&facts).is_empty()
        };
        assert!(found("+4790000001") && found(" 4790000001") && found("09091816528"));
        assert!(!found("4790000001") && !found(""));
    }
}
