//! What stands in paths, queries and headers.

use serde_json::{Value, json};

/// The form of an invoice id (Vipps: invoice API, swagger 0.3.43).
pub(super) const INVOICE_ID: &str = r"^([a-zA-Z-]+)\.(\d+)\.([a-zA-Z0-9-]+)$";

/// A parameter that several operations share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    /// Which invoice.
    InvoiceId,
    /// Which of its attachments.
    AttachmentId,
    /// In which state.
    State,
    /// For whom.
    RecipientToken,
    /// The etag last seen.
    IfMatch,
    /// Which change of state this is.
    IdempotencyKey,
    /// In which media type, if that matters.
    DocumentMimeType,
    /// In which media type.
    MimeType,
}

impl Parameter {
    /// As it stands in a document.
    pub(super) fn written(self) -> Value {
        let (name, place, is_required, text, schema) = self.parts();
        json!({
            "name": name,
            "in": place,
            "required": is_required,
            "description": text,
            "schema": schema,
        })
    }

    fn parts(self) -> (&'static str, &'static str, bool, &'static str, Value) {
        let text = || json!({ "type": "string" });
        match self {
            Self::InvoiceId => (
                "invoiceId",
                "path",
                true,
                "`orgno-no.`, the issuer's organisation number, and a reference that the issuer \
                 uses once; 200 bytes at most",
                json!({ "type": "string", "pattern": INVOICE_ID, "maxLength": 200 }),
            ),
            Self::AttachmentId => (
                "attachmentId",
                "path",
                true,
                "the id that the invoice has for it; the first is `0`",
                text(),
            ),
            Self::State => (
                "state",
                "query",
                false,
                "in this state only",
                json!({
                    "type": "string",
                    "default": "pending",
                    "enum": ["all", "pending", "approved", "deleted", "expired"],
                }),
            ),
            Self::RecipientToken => (
                "vippsinvoice-recipienttoken",
                "header",
                true,
                "a token of the recipient, which is good for 15 minutes",
                text(),
            ),
            Self::IfMatch => (
                "If-Match",
                "header",
                true,
                "the `etag` that the invoice had when it was last read; with another one nothing \
                 is changed",
                text(),
            ),
            Self::IdempotencyKey => (
                "Idempotency-Key",
                "header",
                true,
                "a name that the caller gives this change, and sends again when it sends the \
                 change again",
                text(),
            ),
            Self::DocumentMimeType => (
                "mimeType",
                "query",
                false,
                "in this media type; else the first there is of `application/pdf`, `text/html`, \
                 `image/jpeg`, `image/png` and any other",
                text(),
            ),
            Self::MimeType => ("mimeType", "query", true, "in this media type", text()),
        }
    }
}
