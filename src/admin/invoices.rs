//! Invoices: all of them, and the path of one.

use http::StatusCode;

use super::call::{Answer, Call, ok};
use super::faults::{AdminError, shown};
use super::wire::{CaseHead, InvoiceRow, TimelineText, read_limit};
use crate::http::enter;
use crate::sandbox::CaseFile;

/// `GET /sandboxes/{s}/invoices`, in order of arrival; `limit` takes the newest.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let [limit] = call.query(["limit"])?;
    let limit = read_limit(limit.as_deref(), usize::MAX)?.unwrap_or(usize::MAX);
    let base = base(&call);
    let rows = enter(&call.house, &sandbox, |world| {
        let mut cases: Vec<&CaseFile> = world.cases.iter().collect();
        cases.sort_unstable_by_key(|case| case.number);
        let older = cases.len().saturating_sub(limit);
        let newest: Vec<CaseHead> = cases.into_iter().skip(older).map(CaseHead::of).collect();
        newest
            .into_iter()
            .map(|case| InvoiceRow::of(case, world, &base))
            .collect::<Vec<_>>()
    })
    .await;
    ok(&rows)
}

/// `GET /sandboxes/{s}/invoices/{id}/timeline`.
pub(super) async fn timeline(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let id = call.parameter("id");
    let base = base(&call);
    let text = enter(&call.house, &sandbox, |world| {
        let case = world.cases.find(id)?.clone();
        Some(TimelineText::of(&case, world, &base))
    })
    .await;
    let text = text.ok_or_else(|| {
        let detail = format!(
            "no service of this sandbox knows an invoice `{}`",
            shown(id)
        );
        AdminError::new(StatusCode::NOT_FOUND, "unknown invoice", detail)
            .with("found", shown(id))
            .hint(format!(
                "`GET {base}/invoices` lists all; an id is the router's, or that of the service \
                 that took the invoice"
            ))
    })?;
    ok(&text)
}

/// The address of the sandbox in the admin API.
fn base(call: &Call) -> String {
    let Call { origin, .. } = call;
    format!("{origin}/_sandbox/sandboxes/{}", call.parameter("s"))
}
