//! What happened in a sandbox.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::{EntryText, INSTANT, read_instant, read_limit};
use crate::http::enter;
use crate::sandbox::{Entry, Record, World};

/// Entries that an answer has unless told otherwise, and at most.
const LIMIT: (usize, usize) = (100, 1000);

#[derive(Debug)]
struct Filter {
    service: Option<String>,
    invoice: Option<String>,
    since: Option<Since>,
    limit: usize,
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
        let journal = &world.journal;
        let next = journal.next_number().saturating_sub(1);
        (filter.entries(world), journal.dropped(), next)
    })
    .await;
    let entries: Vec<EntryText<'_>> = entries.iter().map(|entry| EntryText::of(entry)).collect();
    ok(&json!({ "entries": entries, "dropped": dropped, "next": next }))
}

impl Filter {
    fn read(call: &Call) -> Result<Self, AdminError> {
        let [service, invoice, since, limit] =
            call.query(["service", "invoice", "since", "limit"])?;
        let since = since.map(|text| {
            let number = text.parse().map(Since::Number).ok();
            let since = number.or_else(|| read_instant(&text).map(Since::Instant));
            let expected = format!("the number of an entry, or {INSTANT}");
            since.ok_or_else(|| AdminError::value("since", &text, &expected))
        });
        Ok(Self {
            service,
            invoice,
            since: since.transpose()?,
            limit: read_limit(limit.as_deref(), LIMIT.1)?.unwrap_or(LIMIT.0),
        })
    }

    /// The newest entries that match, newest last.
    fn entries(&self, world: &World) -> Vec<Arc<Entry>> {
        let case = match &self.invoice {
            Some(id) => match world.cases.find(id) {
                Some(case) => Some(case.id.as_str()),
                None => return Vec::new(),
            },
            None => None,
        };
        let newest_first = world.journal.entries().rev();
        let mut entries: Vec<Arc<Entry>> = newest_first
            .take_while(|entry| match self.since {
                Some(Since::Number(number)) => entry.number > number,
                Some(Since::Instant(at)) => entry.at >= at,
                None => true,
            })
            .filter(|entry| self.takes(entry, case))
            .take(self.limit)
            .cloned()
            .collect();
        entries.reverse();
        entries
    }

    fn takes(&self, entry: &Entry, case: Option<&str>) -> bool {
        let (service, cases) = match &entry.record {
            Record::Exchange(exchange) => (exchange.service, exchange.cases.as_slice()),
            Record::Event { happening, case } => (happening.service, case.as_slice()),
        };
        self.service.as_ref().is_none_or(|wanted| wanted == service)
            && case.is_none_or(|wanted| cases.iter().any(|case| case == wanted))
    }
}
