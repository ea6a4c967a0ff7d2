//! What the documents say of one operation, beside what the table of operations has.

use super::parameters::Parameter::{
    self, AttachmentId, DocumentMimeType, IdempotencyKey, IfMatch, InvoiceId, MimeType,
    RecipientToken, State,
};

/// An operation, as the documents tell it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// How its id ends in the table of operations.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) summary: &'static str,
    /// Whether new programs should leave it alone.
    pub(super) is_deprecated: bool,
    /// What it takes beside keys and body.
    pub(super) parameters: &'static [Parameter],
    /// The schema of its body.
    pub(super) body: Option<Body>,
    /// Good answers.
    pub(super) good: &'static [Good],
    /// Statuses of refusals, as the swagger files have them.
    pub(super) documented: &'static [u16],
    /// Statuses that no swagger file has for it, and that it cannot do without: what is wrong with
    /// an id, a role or a method has no other.
    pub(super) needed: &'static [u16],
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    /// Its schema.
    pub(super) schema: &'static str,
    /// Whether it must be there.
    pub(super) is_required: bool,
}

/// A good answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Good {
    /// Status code.
    pub(super) status: u16,
    /// What it means.
    pub(super) text: &'static str,
    /// The schema of its body, if it has one.
    pub(super) schema: Option<&'static str>,
}

const fn gives(status: u16, text: &'static str, schema: &'static str) -> Good {
    Good {
        status,
        text,
        schema: Some(schema),
    }
}

const fn done(status: u16, text: &'static str) -> Good {
    Good {
        status,
        text,
        schema: None,
    }
}

const fn must(schema: &'static str) -> Option<Body> {
    Some(Body {
        schema,
        is_required: true,
    })
}

const fn may(schema: &'static str) -> Option<Body> {
    Some(Body {
        schema,
        is_required: false,
    })
}

/// Of a change of state by a payment provider.
const CHANGE: Page = Page {
    name: "",
    summary: "",
    is_deprecated: false,
    parameters: &[InvoiceId, IfMatch, IdempotencyKey],
    body: may("StatusChangeDetails"),
    good: &[done(
        204,
        "the state is changed, now or by an equal request before",
    )],
    documented: &[400, 401, 404, 409, 429],
    needed: &[403, 405, 413, 500],
};

const KEYS: Page = Page {
    name: "public_jwk",
    summary: "The keys that links to documents are signed with",
    is_deprecated: false,
    parameters: &[],
    body: None,
    good: &[gives(200, "keys, of which one signs", "JsonWebKeySet")],
    documented: &[401, 429, 500],
    needed: &[405],
};

const OLD_KEYS: Page = Page {
    name: "jwk",
    summary: "The same keys under their old address",
    is_deprecated: true,
    ..KEYS
};

const RECIPIENT_TOKEN: Page = Page {
    name: "Request_Recipient_Token_v1",
    summary: "A token for a recipient, who is named by identity or phone number",
    is_deprecated: false,
    parameters: &[],
    body: must("RecipientResolve"),
    good: &[gives(
        200,
        "a token for 15 minutes",
        "RecipientsTokensPost200ApplicationJsonResponse",
    )],
    documented: &[400, 401, 404, 429, 500],
    needed: &[403, 405, 413],
};

/// The side of those who send.
pub(super) const ISP: &[Page] = &[
    RECIPIENT_TOKEN,
    Page {
        name: "Send_Invoice_v1",
        summary: "Send an invoice",
        is_deprecated: false,
        parameters: &[InvoiceId],
        body: must("invoiceIn"),
        good: &[done(
            200,
            "the invoice is there, now or since an equal request",
        )],
        documented: &[400, 401, 403, 409, 429, 500],
        needed: &[405, 413],
    },
    Page {
        name: "Get_Single_Invoice_v1",
        summary: "One invoice of the sender's own, and how it stands",
        is_deprecated: false,
        parameters: &[InvoiceId],
        body: None,
        good: &[gives(200, "the invoice", "invoiceOut")],
        documented: &[401, 404, 429],
        needed: &[400, 403, 405, 500],
    },
    Page {
        name: "Revoke_Invoice_v1",
        summary: "Take an invoice back",
        is_deprecated: false,
        parameters: &[InvoiceId, IfMatch, IdempotencyKey],
        body: None,
        good: CHANGE.good,
        documented: CHANGE.documented,
        needed: CHANGE.needed,
    },
    KEYS,
    OLD_KEYS,
];

/// The side of those who show and pay.
pub(super) const IPP: &[Page] = &[
    RECIPIENT_TOKEN,
    Page {
        name: "List_Invoices_v1",
        summary: "The invoices of a recipient, in no order and all at once",
        is_deprecated: false,
        parameters: &[State, RecipientToken],
        body: None,
        good: &[
            gives(200, "the invoices", "invoiceOutArray"),
            done(204, "there are none"),
        ],
        documented: &[400, 401, 429, 500],
        needed: &[403, 405],
    },
    Page {
        name: "InvoiceCount",
        summary: "How many invoices a recipient has",
        is_deprecated: false,
        parameters: &[State, RecipientToken],
        body: None,
        good: &[gives(
            200,
            "how many",
            "InvoicesCountGet200ApplicationJsonResponse",
        )],
        documented: &[400, 401, 429, 500],
        needed: &[403, 405],
    },
    Page {
        name: "Get_Single_Invoice_v1",
        summary: "One invoice of a recipient",
        is_deprecated: false,
        parameters: &[InvoiceId, RecipientToken],
        body: None,
        good: &[gives(200, "the invoice", "invoiceOut")],
        documented: &[401, 404, 429],
        needed: &[400, 403, 405, 500],
    },
    Page {
        name: "Change_Status_To_Approved_v1",
        summary: "The recipient wants it paid, by this provider",
        body: must("Body"),
        ..CHANGE
    },
    Page {
        name: "Change_Status_To_Pending_v1",
        summary: "It is not paid after all, and waits again",
        ..CHANGE
    },
    Page {
        name: "Delete_Invoice_v1",
        summary: "The recipient does not want to see it any more",
        ..CHANGE
    },
    Page {
        name: "Get_Commercial_Invoice_Document_v1",
        summary: "A link to the invoice as a document, for a short time",
        is_deprecated: false,
        parameters: &[InvoiceId, DocumentMimeType, RecipientToken],
        body: None,
        good: &[gives(200, "the link", "commercialInvoiceUrlOut")],
        documented: &[401, 403, 404, 429, 500],
        needed: &[400, 405],
    },
    Page {
        name: "Get_Attachment_For_Invoice_v1",
        summary: "A link to something attached, for a short time",
        is_deprecated: true,
        parameters: &[InvoiceId, AttachmentId, MimeType, RecipientToken],
        body: None,
        good: &[gives(200, "the link", "attachmentUrlOut")],
        documented: &[401, 403, 404, 429, 500],
        needed: &[400, 405],
    },
    KEYS,
    OLD_KEYS,
];
