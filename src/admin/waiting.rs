//! Waiting for an entry of the journal instead of asking again and again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::filter::{CaseAsked, FILTERS, Filter, Since};
use super::wire::{EntryText, instant, read_patience};
use crate::http::{AUDIENCE_MAX, Ear, Woken};
use crate::sandbox::{Entry, Mode, Stay, World};

/// How long one waits unless told otherwise, and the bounds of it, in real time.
const PATIENCE: Duration = Duration::from_secs(5);
const PATIENCE_MIN: Duration = Duration::ZERO;
const PATIENCE_MAX: Duration = Duration::from_secs(300);

/// Newest entries among which the nearest miss is looked for.
const NEAREST_AMONG: usize = 1000;

/// `GET /sandboxes/{s}/await`: the first entry that matches, which may be there already.
///
/// When none comes in time the answer is 408 with what was awaited and the nearest miss, because a
/// body of 204 could say neither.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let mut query = call.query_of(FILTERS.iter().chain(&["timeout"]))?;
    let patience = match query.remove("timeout") {
        Some(text) => read_patience("timeout", &text, PATIENCE_MIN, PATIENCE_MAX)?,
        None => PATIENCE,
    };
    let awaited = query.clone();
    let mut search = Search::of(Filter::read(query)?);
    let mut ear = listen(&call, sandbox)?;
    match ear.find(patience, |world| search.look(world)).await {
        Ok(entry) => ok(&EntryText::of(&entry)),
        Err(Woken::Patience | Woken::Written) => {
            Err(ear.look(|world| search.missed(world, &awaited, patience)))
        }
        Err(Woken::Reset) => Err(reset(&call)),
        Err(Woken::Gone) => Err(gone(&call)),
        Err(Woken::Closing) => Err(closing()),
    }
}

/// Begins to listen to a sandbox.
pub(super) fn listen(call: &Call, sandbox: Stay) -> Result<Ear, AdminError> {
    Ear::at(&call.house, sandbox).ok_or_else(|| {
        let detail = format!("{AUDIENCE_MAX} requests wait or listen already");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let error = AdminError::new(status, "too many are waiting", detail);
        error.hint("close event streams that nobody reads, or wait with shorter timeouts")
    })
}

/// A search that goes on where it stopped.
#[derive(Debug)]
struct Search {
    filter: Filter,
    case: CaseAsked,
    from: u64,
    seen: u64,
}

impl Search {
    fn of(filter: Filter) -> Self {
        let from = match filter.since() {
            Some(Since::Number(number)) => number,
            Some(Since::Instant(_)) | None => 0,
        };
        Self {
            filter,
            case: CaseAsked::Any,
            from,
            seen: from,
        }
    }

    fn look(&mut self, world: &World) -> Option<Arc<Entry>> {
        let case = self.filter.case(world);
        if case != self.case {
            // Entries that were passed over may belong to an invoice that has this name only now.
            self.seen = self.from;
            self.case = case;
        }
        let mut unseen = world.journal.after(self.seen);
        let found = unseen.find(|entry| self.filter.takes(entry, &self.case));
        self.seen = self.seen.max(world.journal.next_number() - 1);
        found.cloned()
    }

    fn missed(
        &self,
        world: &World,
        awaited: &BTreeMap<&'static str, String>,
        patience: Duration,
    ) -> AdminError {
        let journal = &world.journal;
        let words: Vec<String> = awaited.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let words = match words.as_slice() {
            [] => "any entry".to_owned(),
            words => format!("`{}`", super::faults::shown(&words.join("&"))),
        };
        let mut detail = format!("expected {words}, found none in {patience:?} of real time");
        let candidates = journal.after(self.from).rev().take(NEAREST_AMONG);
        let nearest = candidates
            .map(|entry| (self.filter.differs_in(entry, &self.case), entry))
            .min_by_key(|(differs, _)| differs.len());
        if let Some((differs, entry)) = &nearest {
            let (number, differs) = (entry.number, differs.join(", "));
            detail = format!("{detail}; the nearest is entry {number}, which differs in {differs}");
        }
        let awaited: Map<String, Value> = awaited
            .iter()
            .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect();
        let status = StatusCode::REQUEST_TIMEOUT;
        let mut error = AdminError::new(status, "it did not happen in time", detail)
            .with("awaited", awaited)
            .with("next", journal.next_number() - 1);
        if let Some((differs, entry)) = nearest {
            let entry = serde_json::to_value(EntryText::of(entry)).unwrap_or_default();
            error = error.with("nearest", entry).with("differs_in", differs);
        }
        match world.agenda.next() {
            Some(next) if world.clock.mode() == Mode::Frozen => error.hint(format!(
                "the clock stands and something is due at {}: advance it",
                instant(next)
            )),
            Some(_) | None => error,
        }
    }
}

fn reset(call: &Call) -> AdminError {
    let detail = format!("`{}` was built anew while you waited", call.parameter("s"));
    let error = AdminError::new(StatusCode::CONFLICT, "the sandbox was reset", detail);
    error.hint("what you waited for went with the old world; begin again")
}

fn gone(call: &Call) -> AdminError {
    let detail = format!("`{}` was dropped while you waited", call.parameter("s"));
    AdminError::new(StatusCode::GONE, "the sandbox was dropped", detail)
}

fn closing() -> AdminError {
    let detail = "the server was told to stop while you waited";
    let status = StatusCode::SERVICE_UNAVAILABLE;
    AdminError::new(status, "the server stops", detail)
}
