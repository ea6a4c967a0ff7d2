//! Documented statuses in the place of those that follow from problems, where a tester holds every
//! answer against the swagger files (Vipps: invoice API, swagger 0.3.43, responses).
//!
//! Statuses of 500 and above stay: they can happen anywhere (Vipps: integrator checklist).

use crate::services::vipps::faults::{FaultKind, ProblemKind};

/// A status that no document has for some operations.
struct Row {
    on: &'static [&'static str],
    status: u16,
    /// For this problem alone.
    only: Option<ProblemKind>,
    instead: u16,
}

const TOKENS: &[&str] = &[
    "vipps.isp.Request_Recipient_Token_v1",
    "vipps.ipp.Request_Recipient_Token_v1",
];
const LISTS: &[&str] = &["vipps.ipp.List_Invoices_v1", "vipps.ipp.InvoiceCount"];
const ONE: &[&str] = &[
    "vipps.isp.Get_Single_Invoice_v1",
    "vipps.ipp.Get_Single_Invoice_v1",
];
const CHANGES: &[&str] = &[
    "vipps.isp.Revoke_Invoice_v1",
    "vipps.ipp.Change_Status_To_Approved_v1",
    "vipps.ipp.Change_Status_To_Pending_v1",
    "vipps.ipp.Delete_Invoice_v1",
];
const DOCUMENTS: &[&str] = &[
    "vipps.ipp.Get_Commercial_Invoice_Document_v1",
    "vipps.ipp.Get_Attachment_For_Invoice_v1",
];
const SEND: &[&str] = &["vipps.isp.Send_Invoice_v1"];

const fn row(on: &'static [&'static str], status: u16, instead: u16) -> Row {
    Row {
        on,
        status,
        only: None,
        instead,
    }
}

/// The first that fits holds.
const ROWS: &[Row] = &[
    Row {
        on: CHANGES,
        status: 403,
        only: Some(ProblemKind::StatusChangeCreatedbyMismatch),
        instead: 409,
    },
    row(CHANGES, 403, 404),
    row(CHANGES, 413, 400),
    row(ONE, 400, 404),
    row(ONE, 403, 404),
    row(ONE, 413, 404),
    row(DOCUMENTS, 400, 403),
    row(DOCUMENTS, 413, 403),
    row(LISTS, 403, 400),
    row(LISTS, 404, 400),
    row(LISTS, 413, 400),
    row(TOKENS, 403, 404),
    row(TOKENS, 413, 400),
    row(SEND, 404, 400),
    row(SEND, 413, 400),
];

/// The status of a refusal that a document has for the operation, or the usual one where none has.
pub(super) fn documented(operation: &str, kind: FaultKind) -> u16 {
    let status = kind.status();
    let row = ROWS.iter().find(|row| {
        let only = row.only.map(FaultKind::Problem);
        row.on.contains(&operation) && row.status == status && only.is_none_or(|only| only == kind)
    });
    row.map_or(status, |row| row.instead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::services::vipps::operations::OPERATIONS;

    /// Statuses of the swagger files below 500, in the order of their operations.
    const DOCUMENTED: &[(&[&str], &[u16])] = &[
        (TOKENS, &[400, 401, 404, 429]),
        (SEND, &[400, 401, 403, 409, 429]),
        (ONE, &[401, 404, 429]),
        (LISTS, &[400, 401, 429]),
        (CHANGES, &[400, 401, 404, 409, 429]),
        (DOCUMENTS, &[401, 403, 404, 429]),
    ];

    #[test]
    fn every_replacement_is_documented_for_its_operations_and_what_is_documented_stays() {
        for (operations, statuses) in DOCUMENTED {
            for kind in ProblemKind::ALL.iter().copied().map(FaultKind::Problem) {
                for operation in *operations {
                    let told = documented(operation, kind);
                    let status = kind.status();
                    let is_ours = status >= 500 || statuses.contains(&status);
                    assert!(!is_ours || told == status, "{operation} {kind:?}");
                    let can_happen = matches!(status, 400 | 403);
                    assert!(
                        !can_happen || statuses.contains(&told),
                        "{operation} {kind:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_table_names_operations_that_there_are() {
        for name in ROWS.iter().flat_map(|row| row.on) {
            assert!(OPERATIONS.iter().any(|row| row.id == *name), "{name}");
        }
    }
}
