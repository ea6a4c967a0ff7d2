//! The tables of the house: addresses, operations, rules. None of them asks a sandbox.

use super::call::{Answer, Call, ok};
use super::routes::{PREFIX, rows};
use super::wire::{AddressRow, OperationRow, RuleRow};
use crate::domain::rules;

/// `GET /`: every address of the admin API.
pub(super) async fn index(_: Call) -> Answer {
    let rows: Vec<_> = rows()
        .iter()
        .map(|row| AddressRow {
            method: row.method.as_str(),
            path: format!("{PREFIX}{}", row.path),
            summary: row.summary,
        })
        .collect();
    ok(&rows)
}

/// `GET /operations`.
pub(super) async fn operations(call: Call) -> Answer {
    let rows: Vec<OperationRow> = call
        .house
        .services
        .iter()
        .flat_map(|service| {
            let mount = service.mount();
            let operations = service.operations().iter();
            operations.map(move |operation| OperationRow::of(mount, operation))
        })
        .collect();
    ok(&rows)
}

/// `GET /rules`.
pub(super) async fn rules(_: Call) -> Answer {
    let rows: Vec<RuleRow> = rules::all().map(RuleRow::of).collect();
    ok(&rows)
}
