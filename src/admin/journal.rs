//! What happened in a sandbox.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::{EntryText, INSTANT, read_instant, read_limit};
use crate::domain::identity::mask;
use crate::domain::money::Ore;
use crate::http::enter;
use crate::sandbox::{Entry, Exchange, Record, World};
use crate::services::Facts;

/// Entries that an answer has unless told otherwise, and at most.
const LIMIT: (usize, usize) = (100, 1000);

#[derive(Debug)]
struct Filter {
    service: Option<String>,
    invoice: Option<String>,
    asked: Asked,
    since: Option<Since>,
    limit: usize,
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

#[derive(Debug, Clone, Copy)]
enum Since {
    /// After the entry with this number.
    Number(u64),
    /// From this instant on.
    Instant(Timestamp),
}

/// `GET /sandboxes/{s}/journal`. Its `next` is what to send as `since` to go on from there.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let filter = Filter::read(&call)?;
    let (entries, dropped, next) = enter(&call.house, &sandbox, |world| {
        let entries = filter.entries(world);
        let next = filter.next(&entries, world);
        (entries, world.journal.dropped(), next)
    })
    .await;
    let entries: Vec<EntryText<'_>> = entries.iter().map(|entry| EntryText::of(entry)).collect();
    ok(&json!({ "entries": entries, "dropped": dropped, "next": next }))
}

impl Filter {
    fn read(call: &Call) -> Result<Self, AdminError> {
        let [
            service,
            invoice,
            since,
            limit,
            operation,
            consumer,
            issuer,
            kid,
            account,
            amount_ore,
            due_date,
            document_type,
        ] = call.query([
            "service",
            "invoice",
            "since",
            "limit",
            "operation",
            "consumer",
            "issuer",
            "kid",
            "account",
            "amount_ore",
            "due_date",
            "document_type",
        ])?;
        let row = FactsAsked {
            consumer,
            issuer,
            kid,
            account,
            amount_ore: amount_ore.as_deref().map(read_amount).transpose()?,
            due_date: due_date.as_deref().map(read_date).transpose()?,
            document_type,
        };
        Ok(Self {
            service,
            invoice,
            asked: Asked {
                operation,
                masked: row.masked(),
                row,
            },
            since: since.as_deref().map(read_since).transpose()?,
            limit: read_limit(limit.as_deref(), LIMIT.1)?.unwrap_or(LIMIT.0),
        })
    }

    /// The entries that match, newest last: behind a number the oldest of them, or whoever pages
    /// would lose what lies between; the newest otherwise.
    fn entries(&self, world: &World) -> Vec<Arc<Entry>> {
        let case = match &self.invoice {
            Some(id) => match world.cases.find(id) {
                Some(case) => Some(case.id.as_str()),
                None => return Vec::new(),
            },
            None => None,
        };
        let takes = |entry: &&Arc<Entry>| self.takes(entry, case);
        let entries = world.journal.entries();
        let from = match self.since {
            Some(Since::Number(number)) => {
                let after = entries.skip_while(|entry| entry.number <= number);
                return after.filter(takes).take(self.limit).cloned().collect();
            }
            Some(Since::Instant(at)) => Some(at),
            None => None,
        };
        let mut newest: Vec<Arc<Entry>> = entries
            .rev()
            .take_while(|entry| from.is_none_or(|from| entry.at >= from))
            .filter(takes)
            .take(self.limit)
            .cloned()
            .collect();
        newest.reverse();
        newest
    }

    /// The number behind which to go on.
    fn next(&self, entries: &[Arc<Entry>], world: &World) -> u64 {
        match self.since {
            Some(Since::Number(number)) => entries.last().map_or(number, |entry| entry.number),
            Some(Since::Instant(_)) | None => world.journal.next_number().saturating_sub(1),
        }
    }

    fn takes(&self, entry: &Entry, case: Option<&str>) -> bool {
        let (service, cases, answers) = match &entry.record {
            Record::Exchange(exchange) => (
                exchange.service,
                exchange.cases.as_slice(),
                self.asked.takes(exchange),
            ),
            Record::Event { happening, case } => (
                happening.service,
                case.as_slice(),
                self.asked == Asked::default(),
            ),
        };
        answers
            && self.service.as_ref().is_none_or(|wanted| wanted == service)
            && case.is_none_or(|wanted| cases.iter().any(|case| case == wanted))
    }
}

impl Asked {
    fn takes(&self, exchange: &Exchange) -> bool {
        let operation = self.operation.as_deref();
        operation.is_none_or(|wanted| exchange.operation == Some(wanted))
            && (self.row == FactsAsked::default()
                || exchange
                    .facts
                    .iter()
                    .any(|facts| self.row.takes(facts) || self.masked.takes(facts)))
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

    fn takes(&self, facts: &Facts) -> bool {
        fn equal<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        let amount = facts.amount.map(Ore::get);
        equal(self.issuer.as_ref(), facts.issuer.as_ref())
            && equal(self.kid.as_ref(), facts.kid.as_ref())
            && equal(self.account.as_ref(), facts.account.as_ref())
            && equal(self.amount_ore.as_ref(), amount.as_ref())
            && equal(self.due_date.as_ref(), facts.due_date.as_ref())
            && equal(self.document_type.as_ref(), facts.document_type.as_ref())
            && self.takes_consumer(&facts.consumer)
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

fn read_since(text: &str) -> Result<Since, AdminError> {
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
            asked.takes(&facts)
        };
        assert!(found("+4790000001") && found(" 4790000001") && found("09091816528"));
        assert!(!found("4790000001") && !found(""));
    }
}
