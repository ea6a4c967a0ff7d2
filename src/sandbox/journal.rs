//! What happened, for people: bounded, and it says what it dropped.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::exchange::Via;
use super::headers::Headers;
use crate::consumer::Happening;
use crate::domain::identity::whole_numbers;
use crate::domain::slug::Slug;
use crate::scenario::Verdict;
use crate::services::Facts;

/// Most bytes of one body that the journal keeps; of more it keeps the beginning.
const BODY_MAX: usize = 64 * 1024;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Running number in this sandbox, from 1.
    pub number: u64,
    /// Sandbox time.
    pub at: Timestamp,
    /// What it records.
    pub record: Record,
}

/// What an entry records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A request and its answer.
    Exchange(Box<Exchange>),
    /// Something that happened.
    Event {
        /// What.
        happening: Happening,
        /// The case it belongs to.
        case: Option<String>,
    },
}

/// A request with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The service asked.
    pub service: &'static str,
    /// The operation, if the request was one.
    pub operation: Option<&'static str>,
    /// Who asked.
    pub via: Via,
    /// HTTP method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// HTTP status of the answer; `None` when none was made.
    pub status: Option<u16>,
    /// What the request was about.
    pub facts: Vec<Facts>,
    /// The cases it belongs to.
    pub cases: Vec<String>,
    /// The rule that spoke.
    pub rule: Option<&'static str>,
    /// Why it was refused, in words.
    pub why: Option<String>,
    /// What an armed rule did to it.
    pub trouble: Option<Trouble>,
    /// Oddities that were tolerated.
    pub remarks: Vec<String>,
    /// Request headers.
    pub request_headers: Headers,
    /// Request body.
    pub request: Body,
    /// Answer headers.
    pub answer_headers: Headers,
    /// Answer body.
    pub answer: Body,
}

/// What an armed rule did to an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The id of the armed rule.
    pub fault: u64,
    /// Its name.
    pub name: String,
    /// The scenario it belongs to.
    pub scenario: Option<Slug>,
    /// What it did, in words.
    pub words: String,
}

impl Trouble {
    /// What a verdict does.
    #[must_use]
    pub fn of(verdict: &Verdict) -> Self {
        Self {
            fault: verdict.fault,
            name: verdict.name.clone(),
            scenario: verdict.scenario.clone(),
            words: verdict.words.clone(),
        }
    }
}

/// A body, or its beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The bytes kept.
    pub kept: Bytes,
    /// How many there were.
    pub length: usize,
}

impl Body {
    /// Keeps a body, or the beginning of a large one.
    #[must_use]
    pub fn of(bytes: &Bytes) -> Self {
        let kept = if bytes.len() <= BODY_MAX {
            bytes.clone()
        } else {
            // A slice would hold on to the whole upload; and half an identity number could not be
            // told from any other digits.
            let end = whole_numbers(bytes, BODY_MAX);
            Bytes::copy_from_slice(&bytes[..end])
        };
        Self {
            kept,
            length: bytes.len(),
        }
    }
}

/// The journal of a sandbox.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Arc<Entry>>,
    written: u64,
    bytes: u64,
    dropped: u64,
}

impl Journal {
    /// An empty journal whose entries are numbered on from here; for a world that goes on where
    /// another one stood.
    #[must_use]
    pub fn from_number(next: u64) -> Self {
        let written = next.saturating_sub(1);
        Self {
            written,
            ..Self::default()
        }
    }

    /// The number that the next entry will get.
    #[must_use]
    pub fn next_number(&self) -> u64 {
        self.written + 1
    }

    /// Writes an entry and drops the oldest ones beyond the bounds.
    pub fn write(&mut self, at: Timestamp, record: Record, entries_max: u64, bytes_max: u64) {
        self.written += 1;
        let entry = Entry {
            number: self.written,
            at,
            record,
        };
        self.bytes += size(&entry);
        self.entries.push_back(Arc::new(entry));
        while self.entries.len() > 1
            && (count(self.entries.len()) > entries_max || self.bytes > bytes_max)
        {
            if let Some(gone) = self.entries.pop_front() {
                self.bytes = self.bytes.saturating_sub(size(&gone));
                self.dropped += 1;
            }
        }
    }

    /// The kept entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Arc<Entry>> {
        self.entries.iter()
    }

    /// The kept entries behind a number, oldest first. Finding the first takes no search, because
    /// numbers have no gaps.
    pub fn after(&self, number: u64) -> impl DoubleEndedIterator<Item = &Arc<Entry>> {
        let skipped = number.saturating_add(1).saturating_sub(self.first_kept());
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        self.entries.range(skipped.min(self.entries.len())..)
    }

    /// The number of the oldest entry that is kept, or that the next one will get.
    #[must_use]
    pub fn first_kept(&self) -> u64 {
        self.entries
            .front()
            .map_or(self.next_number(), |entry| entry.number)
    }

    /// How many entries were dropped for room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// What an entry takes up, in bytes: everything whose length a sender decides, and its own frame.
fn size(entry: &Entry) -> u64 {
    const FIXED: usize = 256;
    let content = match &entry.record {
        Record::Exchange(exchange) => exchange_size(exchange),
        Record::Event { happening, case } => {
            let Happening {
                about,
                service: _,
                kind: _,
                text,
                rule: _,
            } = happening;
            text.len()
                + about.as_ref().map_or(0, |about| about.id.text_len())
                + case.as_ref().map_or(0, String::len)
        }
    };
    count(content.saturating_add(FIXED))
}

fn exchange_size(exchange: &Exchange) -> usize {
    let Exchange {
        service: _,
        operation: _,
        via,
        method,
        target,
        status: _,
        facts,
        cases,
        rule: _,
        why,
        trouble,
        remarks,
        request_headers,
        request,
        answer_headers,
        answer,
    } = exchange;
    let asked_for = match via {
        Via::Client => 0,
        Via::Router { case } => case.as_ref().map_or(0, String::len),
    };
    let facts: usize = facts.iter().map(facts_size).sum();
    asked_for
        + method.len()
        + target.len()
        + facts
        + texts(cases)
        + why.as_ref().map_or(0, String::len)
        + trouble
            .as_ref()
            .map_or(0, |it| it.name.len() + it.words.len())
        + texts(remarks)
        + headers_size(request_headers)
        + request.kept.len()
        + headers_size(answer_headers)
        + answer.kept.len()
}

fn headers_size(headers: &Headers) -> usize {
    let fields = headers.kept.iter();
    let written: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    written + size_of_val(headers.kept.as_slice())
}

fn facts_size(facts: &Facts) -> usize {
    let Facts {
        ids,
        consumer,
        issuer,
        kid,
        account,
        amount: _,
        due_date: _,
        document_type,
    } = facts;
    let written: usize = [issuer, kid, account, document_type]
        .into_iter()
        .flatten()
        .map(String::len)
        .sum();
    size_of::<Facts>() + texts(ids) + texts(consumer) + written
}

/// The texts of a list with their frames, because a list may hold many short ones.
fn texts(list: &[String]) -> usize {
    let written: usize = list.iter().map(String::len).sum();
    written + size_of_val(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consumer::CaseRef;

    const MEGABYTE: usize = 1024 * 1024;

    fn exchange() -> Exchange {
        let body = Body::of(&Bytes::new());
        Exchange {
            service: "mps",
            operation: Some("mps.addShipment"),
            via: Via::Client,
            method: "POST".to_owned(),
            target: "/mps".to_owned(),
            status: Some(200),
            facts: Vec::new(),
            cases: Vec::new(),
            rule: None,
            why: None,
            trouble: None,
            remarks: Vec::new(),
            request_headers: Headers::default(),
            request: body.clone(),
            answer_headers: Headers::default(),
            answer: body,
        }
    }

    /// How many entries of a kind stay within eight megabytes.
    fn kept(record: &Record) -> usize {
        let mut journal = Journal::default();
        for _ in 0..20 {
            let bytes_max = count(8 * MEGABYTE);
            journal.write(Timestamp::UNIX_EPOCH, record.clone(), 10_000, bytes_max);
        }
        let kept = journal.entries().count();
        assert_eq!(journal.dropped(), count(20 - kept));
        kept
    }

    fn kept_with(change: impl FnOnce(&mut Exchange, String)) -> usize {
        let mut exchange = exchange();
        change(&mut exchange, "1".repeat(MEGABYTE));
        kept(&Record::Exchange(Box::new(exchange)))
    }

    #[test]
    fn a_kid_of_a_megabyte_in_the_facts_counts_as_a_megabyte() {
        let kept = kept_with(|exchange, kid| {
            exchange.facts.push(Facts {
                kid: Some(kid),
                ..Facts::default()
            });
        });
        assert_eq!(kept, 7);
    }

    #[test]
    fn whatever_a_sender_writes_at_length_counts() {
        let facts = |change: fn(&mut Facts, String)| {
            kept_with(|exchange, text| {
                let mut facts = Facts::default();
                change(&mut facts, text);
                exchange.facts.push(facts);
            })
        };
        let event = |about: &str, case: &str| {
            let happening = Happening {
                about: Some(CaseRef::of("mps", about)),
                service: "mps",
                kind: "shipment.received",
                text: String::new(),
                rule: None,
            };
            let case = Some(case.to_owned());
            kept(&Record::Event { happening, case })
        };
        let long = "1".repeat(MEGABYTE);
        for (what, kept) in [
            ("ids", facts(|facts, text| facts.ids.push(text))),
            ("consumer", facts(|facts, text| facts.consumer.push(text))),
            ("issuer", facts(|facts, text| facts.issuer = Some(text))),
            ("account", facts(|facts, text| facts.account = Some(text))),
            (
                "type",
                facts(|facts, text| facts.document_type = Some(text)),
            ),
            ("remarks", kept_with(|it, text| it.remarks.push(text))),
            ("cases", kept_with(|it, text| it.cases.push(text))),
            ("why", kept_with(|it, text| it.why = Some(text))),
            ("target", kept_with(|it, text| it.target = text)),
            ("method", kept_with(|it, text| it.method = text)),
            (
                "router",
                kept_with(|it, text| it.via = Via::Router { case: Some(text) }),
            ),
            ("event about", event(&long, "")),
            ("event case", event("", &long)),
        ] {
            assert_eq!(kept, 7, "{what}");
        }
    }

    #[test]
    fn what_comes_behind_a_number_is_found_also_after_the_oldest_were_dropped() {
        let mut journal = Journal::default();
        let record = || Record::Exchange(Box::new(exchange()));
        assert_eq!((journal.first_kept(), journal.after(0).count()), (1, 0));
        for _ in 0..10 {
            journal.write(Timestamp::UNIX_EPOCH, record(), 4, u64::MAX);
        }
        assert_eq!(journal.first_kept(), 7);
        let after = |number| journal.after(number).map(|entry| entry.number);
        assert_eq!(after(0).collect::<Vec<_>>(), [7, 8, 9, 10]);
        assert_eq!(after(8).collect::<Vec<_>>(), [9, 10]);
        assert_eq!((after(10).count(), after(u64::MAX).count()), (0, 0));
    }

    #[test]
    fn a_host_of_empty_remarks_takes_room_too() {
        let kept = kept_with(|exchange, text| {
            exchange.remarks = vec![String::new(); text.len() / size_of::<String>()];
        });
        assert!(kept < 9, "{kept}");
    }
}
