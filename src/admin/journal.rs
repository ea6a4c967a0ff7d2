//! What happened in a sandbox.

use super::call::{Answer, Call, ok};
use super::filter::{FILTERS, Filter, Since};
use super::wire::{EntryText, JournalText, read_limit};
use crate::http::enter;

/// Entries that an answer has unless told otherwise, and at most.
const LIMIT: (usize, usize) = (100, 1000);

/// `GET /sandboxes/{s}/journal`. Its `next` is what to send as `since` to go on from there.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let mut query = call.query_of(FILTERS.iter().chain(&["limit"]))?;
    let limit = query.remove("limit");
    let limit = read_limit(limit.as_deref(), LIMIT.1)?.unwrap_or(LIMIT.0);
    let filter = Filter::read(query)?;
    let (entries, dropped, next) = enter(&call.house, &sandbox, |world| {
        let entries = filter.entries(world, limit);
        let next = match filter.since() {
            Some(Since::Number(number)) => entries.last().map_or(number, |entry| entry.number),
            Some(Since::Instant(_)) | None => world.journal.next_number().saturating_sub(1),
        };
        (entries, world.journal.dropped(), next)
    })
    .await;
    let entries: Vec<EntryText<'_>> = entries.iter().map(|entry| EntryText::of(entry)).collect();
    ok(&JournalText {
        entries,
        dropped,
        next,
    })
}
