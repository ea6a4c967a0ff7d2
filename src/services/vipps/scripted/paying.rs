//! What scenarios may ask for in this part.

use crate::services::Scripted;

const LIST: &str = "vipps.ipp.List_Invoices_v1";
const GET: &str = "vipps.ipp.Get_Single_Invoice_v1";
const APPROVE: &str = "vipps.ipp.Change_Status_To_Approved_v1";
const PEND: &str = "vipps.ipp.Change_Status_To_Pending_v1";
const DELETE: &str = "vipps.ipp.Delete_Invoice_v1";
const DOCUMENT: &str = "vipps.ipp.Get_Commercial_Invoice_Document_v1";
const ATTACHMENT: &str = "vipps.ipp.Get_Attachment_For_Invoice_v1";

/// Whatever changes a state.
const CHANGES: &[&str] = &[APPROVE, PEND, DELETE];
/// Whatever names an invoice.
const ONE: &[&str] = &[GET, APPROVE, PEND, DELETE, DOCUMENT, ATTACHMENT];
/// Whatever is refused to whom it does not belong.
const OWNED: &[&str] = &[APPROVE, PEND, DELETE, DOCUMENT, ATTACHMENT];
/// Whatever gives a link.
const LINKS: &[&str] = &[DOCUMENT, ATTACHMENT];
/// What is left where the removed endpoints were that had problems of their own: lists of invoices.
const GONE: &[&str] = &[LIST];
/// Whatever shows invoices.
const READS: &[&str] = &[LIST, GET];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row("invoice-not-found", ONE, "the invoice is not there"),
    row("invoice-status-etag-mismatch", CHANGES, "the etag is stale"),
    row(
        "invoice-status-conflict",
        CHANGES,
        "the Idempotency-Key was used for something else",
    ),
    row(
        "state-transition-not-allowed",
        CHANGES,
        "no such transition leads from the state",
    ),
    row(
        "status-change-createdby-mismatch",
        CHANGES,
        "another IPP or bank approved the invoice",
    ),
    row(
        "invoice-operation-unauthorized",
        OWNED,
        "the caller may not touch the invoice",
    ),
    row(
        "approvedMeanwhile",
        CHANGES,
        "the consumer approves the invoice in the netbank before the call is looked at",
    ),
    row(
        "deletedMeanwhile",
        CHANGES,
        "the consumer deletes the invoice in the netbank before the call is looked at",
    ),
    row(
        "revokedMeanwhile",
        CHANGES,
        "the sender takes a pending invoice back before the call is looked at; what came by the \
         netbank has none",
    ),
    row(
        "revokedWhileListed",
        READS,
        "what is shown as pending is taken back by its sender as the answer leaves; what came by \
         the netbank has none",
    ),
    row("token-generation-failed", LINKS, "the link is not signed"),
    row(
        "commercial-invoice-format-not-found",
        LINKS,
        "the media type is not there",
    ),
    row("expiredLink", LINKS, "the link expired a minute ago"),
    row("notYetValidLink", LINKS, "the link holds from a minute on"),
    row(
        "unknownKidLink",
        LINKS,
        "the link names a key that nobody published",
    ),
    row(
        "brokenSignatureLink",
        LINKS,
        "a character of the link's signature is another",
    ),
    row(
        "changedClaimLink",
        LINKS,
        "a claim of the link was changed after signing",
    ),
    row(
        "otherDocumentLink",
        LINKS,
        "the link is for another document",
    ),
    row("unsignedLink", LINKS, "the link is not signed, alg none"),
    row(
        "missing-query-param-from",
        GONE,
        "a parameter of endpoints that are gone is missing",
    ),
    row(
        "from-parameter-too-far-back-in-time",
        GONE,
        "a parameter of endpoints that are gone reaches too far back",
    ),
    row(
        "metadata-key-value-length-mismatch",
        GONE,
        "parameters of endpoints that are gone do not fit each other",
    ),
    row("unsorted", &[LIST], "the list is in no order"),
    row(
        "emptyArray",
        &[LIST],
        "an empty list is 200 and an empty array, not 204",
    ),
    row(
        "oddTimes",
        READS,
        "times have offsets and fractions of seconds",
    ),
    row("unknownState", READS, "the state is one that nobody knows"),
    row("unknownField", READS, "there are fields that nobody knows"),
];
