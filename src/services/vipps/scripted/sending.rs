//! What scenarios may ask for in this part.

use crate::services::Scripted;

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[row(
    "invoice-conflict",
    &["vipps.isp.Send_Invoice_v1"],
    "another invoice has the id",
)];
