//! What every operation behind the gateway may answer.

use crate::services::Scripted;

const BEHIND: &[&str] = &[
    "vipps.isp.Request_Recipient_Token_v1",
    "vipps.ipp.Request_Recipient_Token_v1",
    "vipps.isp.Send_Invoice_v1",
    "vipps.isp.Get_Single_Invoice_v1",
    "vipps.isp.Revoke_Invoice_v1",
    "vipps.ipp.List_Invoices_v1",
    "vipps.ipp.InvoiceCount",
    "vipps.ipp.Get_Single_Invoice_v1",
    "vipps.ipp.Change_Status_To_Approved_v1",
    "vipps.ipp.Change_Status_To_Pending_v1",
    "vipps.ipp.Delete_Invoice_v1",
    "vipps.ipp.Get_Commercial_Invoice_Document_v1",
    "vipps.ipp.Get_Attachment_For_Invoice_v1",
];

const fn row(name: &'static str, text: &'static str) -> Scripted {
    Scripted {
        name,
        on: BEHIND,
        text,
    }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row(
        "missingSubscriptionKey",
        "the gateway finds no subscription key",
    ),
    row(
        "invalidSubscriptionKey",
        "the gateway does not know the subscription key",
    ),
    row("missingAccessToken", "no access token is found"),
    row(
        "invalidAccessToken",
        "the signature of the access token is wrong",
    ),
    row("expiredAccessToken", "the access token has expired"),
    row(
        "rateLimited",
        "more calls than the limit; try again in a second",
    ),
    row("noRoute", "the gateway does not know the address"),
    row("forbidden", "the client is not set up for this product"),
    row(
        "invalid-authorization-token",
        "the backend sees no access token",
    ),
    row(
        "missing-internal-authentication",
        "gateway and backend disagree",
    ),
    row("not-found", "the backend has no such address"),
    row("internal-server-error", "Vipps fails"),
    row("marshal-json-failed", "Vipps cannot write its answer"),
    row("timeout", "Vipps takes too long inside"),
    row("unresolved-error", "Vipps fails and does not know why"),
];
