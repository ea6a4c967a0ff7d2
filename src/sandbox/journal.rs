//! What happened, for people: bounded, and it says what it dropped.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::exchange::Via;
use crate::consumer::Happening;
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
    /// HTTP status of the answer.
    pub status: u16,
    /// What the request was about.
    pub facts: Vec<Facts>,
    /// The cases it belongs to.
    pub cases: Vec<String>,
    /// The rule that spoke.
    pub rule: Option<&'static str>,
    /// Why it was refused, in words.
    pub why: Option<String>,
    /// Oddities that were tolerated.
    pub remarks: Vec<String>,
    /// Request body.
    pub request: Body,
    /// Answer body.
    pub answer: Body,
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
            // A slice would hold on to the whole upload.
            Bytes::copy_from_slice(&bytes[..BODY_MAX])
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

    /// How many entries were dropped for room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn size(entry: &Entry) -> u64 {
    const FIXED: usize = 256;
    let content = match &entry.record {
        Record::Exchange(exchange) => {
            exchange.request.kept.len()
                + exchange.answer.kept.len()
                + exchange.target.len()
                + exchange.why.as_ref().map_or(0, String::len)
                + exchange.facts.len() * FIXED
        }
        Record::Event { happening, .. } => happening.text.len(),
    };
    count(content + FIXED)
}
