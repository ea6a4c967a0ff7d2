//! The journal as it is written: server-sent events (HTML Living Standard, section 9.2).

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::unfold;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response};
use serde::Serialize;
use serde_json::json;

use super::call::Call;
use super::faults::AdminError;
use super::filter::{CaseAsked, FILTERS, Filter, Since};
use super::waiting::listen;
use super::wire::{EntryText, read_patience};
use crate::http::{Ear, Stream, Woken};
use crate::sandbox::{Entry, Record, World};

/// How long a stream may be silent unless told otherwise, and the bounds of it, in real time.
const HEARTBEAT: Duration = Duration::from_secs(15);
const HEARTBEAT_MIN: Duration = Duration::from_millis(100);
const HEARTBEAT_MAX: Duration = Duration::from_secs(300);

/// Entries that are looked at, and told, in one go.
const AT_ONCE: (usize, usize) = (1000, 64);

/// `GET /sandboxes/{s}/events`: entries from now on, or from `since` or `Last-Event-ID` on.
///
/// A reader that is slower than the writers loses nothing as long as the journal keeps what it
/// has not read, and is told the numbers of what it did lose. A stream holds no lock and no turn.
pub(super) async fn get(call: Call) -> Result<Response<Stream>, AdminError> {
    let sandbox = call.sandbox()?;
    let mut query = call.query_of(FILTERS.iter().chain(&["heartbeat"]))?;
    let heartbeat = match query.remove("heartbeat") {
        Some(text) => read_patience("heartbeat", &text, HEARTBEAT_MIN, HEARTBEAT_MAX)?,
        None => HEARTBEAT,
    };
    let resumed = last_event_id(&call)?;
    if resumed.is_some() {
        query.remove("since");
    }
    let filter = Filter::read(query)?;
    let mut ear = listen(&call, sandbox)?;
    let (first, last) = ear.look(|world| {
        let journal = &world.journal;
        (journal.first_kept(), journal.next_number() - 1)
    });
    // An id that was not given out yet is one of the life before a reset.
    let is_stale = resumed.is_some_and(|id| id > last);
    let after = match (resumed, filter.since()) {
        (Some(_), _) if is_stale => 0,
        (Some(id), _) | (None, Some(Since::Number(id))) => id,
        (None, Some(Since::Instant(_))) => first - 1,
        (None, None) => last,
    };
    let mut opening = format!(": listening behind entry {after}\nretry: 1000\n\n");
    if is_stale {
        opening.push_str(&was_reset());
    }
    let teller = Teller {
        ear,
        filter,
        after,
        heartbeat,
        opening: Some(opening),
        over: false,
    };
    let told = unfold(teller, |mut teller| async move {
        let told = teller.next().await?;
        Some((Bytes::from(told), teller))
    });
    let mut response = Response::new(Stream(told.boxed()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// What a client that was cut off has read last; browsers send it by themselves.
fn last_event_id(call: &Call) -> Result<Option<u64>, AdminError> {
    let Some(value) = call.headers.get("last-event-id") else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or("bytes that are no text").trim();
    if text.is_empty() {
        return Ok(None);
    }
    let id = text.parse().map(Some);
    id.map_err(|_| AdminError::value("Last-Event-ID", text, "the number of an entry"))
}

/// Tells one reader what is written.
#[derive(Debug)]
struct Teller {
    ear: Ear,
    filter: Filter,
    /// The number of the last entry that was told or passed over.
    after: u64,
    heartbeat: Duration,
    opening: Option<String>,
    over: bool,
}

/// What lies behind a number.
#[derive(Debug, Default)]
struct Batch {
    lost: Option<(u64, u64)>,
    entries: Vec<Arc<Entry>>,
    after: u64,
    /// There is more to look at.
    is_cut: bool,
}

impl Teller {
    async fn next(&mut self) -> Option<String> {
        if let Some(opening) = self.opening.take() {
            return Some(opening);
        }
        while !self.over {
            let (filter, after) = (&self.filter, &mut self.after);
            // Patience counts to the next words and not to the next entry: where much is written
            // that this reader does not ask for, it would never hear a comment.
            let found = self.ear.find(self.heartbeat, |world| {
                let batch = Batch::read(world, filter, *after);
                *after = batch.after;
                batch.is_worth_a_word().then_some(batch)
            });
            match found.await {
                Ok(batch) => {
                    let text = batch.text();
                    if !text.is_empty() {
                        return Some(text);
                    }
                }
                Err(Woken::Patience | Woken::Written) => {
                    return Some(": nothing new\n\n".to_owned());
                }
                Err(Woken::Reset) => {
                    self.after = 0;
                    return Some(was_reset());
                }
                Err(Woken::Gone) => return Some(self.end("gone", "the sandbox was dropped")),
                Err(Woken::Closing) => return Some(self.end("closing", "the server stops")),
            }
        }
        None
    }

    fn end(&mut self, name: &str, why: &str) -> String {
        self.over = true;
        event(None, name, &json!({ "why": why }))
    }
}

impl Batch {
    fn read(world: &World, filter: &Filter, after: u64) -> Self {
        let journal = &world.journal;
        let case: CaseAsked = filter.case(world);
        let (looked_at, told) = AT_ONCE;
        let first = journal.first_kept();
        let mut batch = Self {
            lost: (first > after.saturating_add(1)).then(|| (after + 1, first - 1)),
            entries: Vec::new(),
            after: after.max(first - 1),
            is_cut: false,
        };
        for entry in journal.after(after).take(looked_at) {
            if batch.entries.len() == told {
                break;
            }
            batch.after = entry.number;
            if filter.takes(entry, &case) {
                batch.entries.push(Arc::clone(entry));
            }
        }
        batch.is_cut = batch.after + 1 < journal.next_number();
        batch
    }

    /// Whether a reader has to be told something, or looking goes on without waiting.
    fn is_worth_a_word(&self) -> bool {
        self.lost.is_some() || !self.entries.is_empty() || self.is_cut
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if let Some((from, to)) = self.lost {
            let count = to - from + 1;
            let lost = json!({ "from": from, "to": to, "count": count });
            text.push_str(&event(Some(to), "dropped", &lost));
        }
        for entry in &self.entries {
            let name = match &entry.record {
                Record::Exchange(_) => "exchange",
                Record::Event { happening, .. } => happening.kind,
            };
            text.push_str(&event(Some(entry.number), name, &EntryText::of(entry)));
        }
        text
    }
}

fn was_reset() -> String {
    let why = "the sandbox was built anew; entries are numbered from 1 again";
    event(Some(0), "reset", &json!({ "why": why }))
}

/// One event. JSON in one line needs no further care, because it has no line ends of its own.
fn event(id: Option<u64>, name: &str, data: &impl Serialize) -> String {
    let data = serde_json::to_string(data).unwrap_or_default();
    let mut text = String::new();
    if let Some(id) = id {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "id: {id}");
    }
    let _ = write!(text, "event: {name}\ndata: {data}\n\n");
    text
}
