//! The journal in a form that browsers and tools open: HTTP Archive 1.2.

use std::sync::Arc;

use super::call::{Answer, Call, ok};
use super::filter::{FILTERS, Filter};
use super::wire::{HarEntry, har, read_limit};
use crate::domain::slug::Slug;
use crate::http::{default_sandbox, enter};
use crate::sandbox::Record;

/// `GET /sandboxes/{s}/journal.har`: every kept exchange that the filters take, oldest first.
/// Events are no exchanges and have no place in the format.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let mut query = call.query_of(FILTERS.iter().chain(&["limit"]))?;
    let limit = query.remove("limit");
    let limit = read_limit(limit.as_deref(), usize::MAX)?.unwrap_or(usize::MAX);
    let filter = Filter::read(query)?;
    let entries = enter(&call.house, &sandbox, |world| filter.entries(world, limit)).await;
    let base = base(&call, sandbox.name());
    let archived = entries.iter().filter_map(|entry| match &entry.record {
        Record::Exchange(exchange) => {
            let mount = call.house.services.iter().map(|service| service.mount());
            let mount = mount.into_iter().find(|it| it.service == exchange.service);
            let prefix = mount.map_or("", |mount| mount.prefix);
            let url = format!("{base}{prefix}{}", exchange.target);
            Some(HarEntry::of(Arc::as_ref(entry), exchange, url))
        }
        Record::Event { .. } => None,
    });
    ok(&har(archived.collect()))
}

/// What stands before the mounts of a sandbox.
fn base(call: &Call, name: &Slug) -> String {
    if *name == default_sandbox() {
        call.origin.clone()
    } else {
        format!("{}/s/{name}", call.origin)
    }
}
