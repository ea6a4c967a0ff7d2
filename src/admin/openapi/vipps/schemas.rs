//! The shapes of bodies, under the names of the swagger files (Vipps: invoice API, swagger 0.3.43).

use serde_json::{Map, Value, json};

use super::parameters::INVOICE_ID;

/// Where schemas stand in a document.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// The shapes of what ISPs send and get.
pub(super) fn of_isp() -> Value {
    let mut all = shared();
    all.insert("invoiceIn".into(), invoice_in());
    all.insert("attachmentIn".into(), attachment_in());
    Value::Object(all)
}

/// The shapes of what IPPs send and get.
pub(super) fn of_ipp() -> Value {
    let mut all = shared();
    all.insert("commercialInvoiceUrlOut".into(), link());
    all.insert("attachmentUrlOut".into(), link());
    let array = json!({ "type": "array", "items": named("invoiceOut") });
    all.insert("invoiceOutArray".into(), array);
    let count = json!({ "type": "integer", "example": 42 });
    all.insert("InvoicesCountGet200ApplicationJsonResponse".into(), count);
    all.insert("Body".into(), approval());
    let details = json!({ "type": "object", "properties": { "bankCode": bank_code() } });
    all.insert("StatusChangeDetails".into(), details);
    Value::Object(all)
}

/// A reference to one of them.
pub(super) fn named(name: &str) -> Value {
    json!({ "$ref": format!("{SCHEMAS}{name}") })
}

fn shared() -> Map<String, Value> {
    let all = [
        ("invoiceOut", invoice_out()),
        ("attachmentOut", attachment_out()),
        ("RecipientResolve", recipient_resolve()),
        (
            "RecipientsTokensPost200ApplicationJsonResponse",
            json!({
                "type": "object",
                "properties": { "recipientToken": text("not to be looked into") },
            }),
        ),
        (
            "Error",
            json!({ "type": "object", "properties": { "error": problem() } }),
        ),
        ("Problem", problem()),
        ("MsError", ms_error()),
        ("GatewayError", gateway_error()),
        ("JsonWebKeySet", key_set()),
        ("JsonWebKey", key()),
    ];
    let all = all.map(|(name, schema)| (name.to_owned(), schema));
    Map::from_iter(all)
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn like(example: &str) -> Value {
    json!({ "type": "string", "example": example })
}

fn time(description: &str) -> Value {
    json!({ "type": "string", "format": "date-time", "description": description })
}

fn ore(description: &str) -> Value {
    json!({ "type": "integer", "description": description, "example": 25043 })
}

fn invoice_id() -> Value {
    json!({
        "type": "string",
        "pattern": INVOICE_ID,
        "example": "orgno-no.999999999.20180001",
    })
}

fn invoice_type() -> Value {
    json!({
        "type": "string",
        "enum": [
            "invoice",
            "paymentReminder",
            "debtCollectionWarning",
            "debtCollectionNotice",
            "noticeOfLegalProceedings",
            "debtCollectionReminder",
            "creditNote",
        ],
        "example": "invoice",
    })
}

/// What every payment has; only where it is sent must all of it be there.
fn payment_information() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string", "enum": ["kid", "message"], "example": "kid" },
            "value": like("1234567890128"),
            "account": like("12345678903"),
        },
    })
}

fn issuer_name() -> Value {
    json!({
        "type": "string",
        "maxLength": 40,
        "description": "who issues it",
        "example": "Lister Bompengeselskap",
    })
}

fn icon() -> Value {
    json!({
        "type": "string",
        "description": "the issuer's picture, square, SVG or PNG, over https",
        "example": "https://www.example.com/logos/lister.png",
    })
}

fn document_in(example: &str) -> Value {
    json!({
        "type": "object",
        "required": ["url", "mimeType"],
        "properties": {
            "mimeType": {
                "type": "string",
                "description": "application/pdf, text/html, image/jpeg, image/png, image/jpg or \
                                text/plain",
                "example": "application/pdf",
            },
            "url": {
                "type": "string",
                "description": "where it lies, over https",
                "example": example,
            },
        },
    })
}

fn invoice_in() -> Value {
    let mut payment = payment_information();
    payment["required"] = json!(["type", "value", "account"]);
    let mut documents = json!({
        "type": "array",
        "minItems": 1,
        "description": "the invoice as a document, in one media type or several",
    });
    documents["items"] = document_in("https://www.example.com/08fd5360/comminv.pdf");
    json!({
        "type": "object",
        "required": [
            "recipientToken",
            "paymentInformation",
            "due",
            "amount",
            "subject",
            "invoiceType",
            "commercialInvoice",
        ],
        "properties": {
            "recipientToken": text("of the recipient, and not expired"),
            "paymentInformation": payment,
            "invoiceType": invoice_type(),
            "due": time("from the third day after today until a year ahead, with its zone"),
            "amount": ore("øre, 0 or more"),
            "minAmount": ore("the least that may be paid, in øre, and not above the amount"),
            "subject": text("what it is about"),
            "issuerName": issuer_name(),
            "commercialInvoice": documents,
            "attachments": {
                "type": "array",
                "description": "deprecated: what else belongs to it",
                "items": named("attachmentIn"),
            },
            "issuerIconUrl": icon(),
            "metadata": { "type": "object", "description": "the sender's own; shown to nobody" },
        },
    })
}

fn attachment_in() -> Value {
    json!({
        "type": "object",
        "required": ["title", "urls"],
        "properties": {
            "title": like("Ferry"),
            "urls": {
                "type": "array",
                "items": document_in("https://invoice-hotel.example.org/invoice/42.pdf"),
            },
        },
    })
}

fn attachment_out() -> Value {
    json!({
        "type": "object",
        "required": ["id", "title", "mimeTypes"],
        "properties": {
            "id": like("0"),
            "title": like("Ferry"),
            "mimeTypes": { "type": "array", "items": like("application/pdf") },
        },
    })
}

fn invoice_out() -> Value {
    json!({
        "type": "object",
        "properties": {
            "invoiceId": invoice_id(),
            "paymentInformation": payment_information(),
            "invoiceType": invoice_type(),
            "due": time("when it is due"),
            "amount": ore("øre"),
            "minAmount": ore("the least that may be paid, in øre"),
            "subject": text("what it is about"),
            "issuerName": issuer_name(),
            "recipient": recipient(),
            "providerId": {
                "type": "object",
                "properties": {
                    "identType": { "type": "string", "enum": ["orgno-no"] },
                    "identValue": like("999999999"),
                },
            },
            "commercialInvoice": {
                "type": "array",
                "description": "the media types there are; addresses are given one by one",
                "items": {
                    "type": "object",
                    "properties": { "mimeType": like("application/pdf") },
                },
            },
            "attachments": { "type": "array", "items": named("attachmentOut") },
            "issuerIconUrl": icon(),
            "status": status(),
            "created": time("when it came"),
            "source": {
                "type": "string",
                "description": "whether it came through Vipps or through the netbank",
                "enum": ["vipps", "nets"],
            },
            "externalReference": {
                "type": "string",
                "description": "its reference in the netbank",
                "example": "855533275",
            },
            "etag": {
                "type": "string",
                "description": "another one after every change of state; for `If-Match`",
                "example": "0a00075e-0000-0000-0000-5ba22c8b0000",
            },
        },
    })
}

fn recipient() -> Value {
    json!({
        "type": "object",
        "properties": {
            "identType": { "type": "string", "enum": ["nin-no", "msisdn"] },
            "identValue": like("4740040040"),
            "resolvedAt": time("when the recipient's token was given"),
        },
    })
}

fn status() -> Value {
    json!({
        "type": "object",
        "required": ["lastModified", "state"],
        "properties": {
            "lastModified": time("when the state last changed"),
            "state": {
                "type": "string",
                "enum": [
                    "created", "rejected", "pending", "expired", "approved", "deleted", "revoked",
                ],
            },
            "due": time("when it shall be paid; while approved"),
            "amount": ore("what shall be paid, in øre; while approved"),
            "etag": text("deprecated: the same as `etag` of the invoice"),
            // The IPP file wraps each of them; the service and the ISP file do not.
            "problems": {
                "type": "array",
                "description": "why it was rejected",
                "items": named("Problem"),
            },
        },
    })
}

fn recipient_resolve() -> Value {
    json!({
        "type": "object",
        "properties": {
            "type": {
                "type": "string",
                "description": "`nin-no` for an identity number, `msisdn` for a phone",
                "enum": ["nin-no", "msisdn"],
            },
            "value": text("the number; a phone with its country code and without a plus"),
        },
    })
}

fn approval() -> Value {
    json!({
        "type": "object",
        "required": ["due", "amount"],
        "properties": {
            "due": time("when it shall be paid: from now until a year ahead"),
            "amount": ore("øre; at least `minAmount` where the invoice has one"),
            "bankCode": bank_code(),
        },
    })
}

/// A text, though the swagger files show a number.
fn bank_code() -> Value {
    json!({
        "type": "string",
        "pattern": r"^\d{4}$",
        "description": "the first four digits of the accounts of the bank that pays",
        "example": "3305",
    })
}

fn link() -> Value {
    json!({
        "type": "object",
        "properties": {
            "url": {
                "type": "string",
                "description": "the sender's address, and a token that whoever keeps the document \
                                checks",
                "example": "https://invoice-hotel.example.org/42.pdf?token=eyJh.TY3O.SflK",
            },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title"],
        "properties": {
            "type": {
                "type": "string",
                "description": "which problem",
                "example": "https://vipps.no/invoice/v1/problems/invoice-not-found",
            },
            "title": text("the same in words"),
            "detail": text("what was found, and what was expected"),
            "instance": text("this very occurrence"),
            "correlationId": text("where to look in the log"),
        },
    })
}

fn ms_error() -> Value {
    json!({
        "type": "object",
        "properties": {
            "responseInfo": {
                "type": "object",
                "properties": {
                    "responseCode": { "type": "integer", "example": 401 },
                    "responseMessage": text("what is wrong with the token"),
                },
            },
            "result": {
                "type": "object",
                "properties": { "message": text("the same") },
            },
        },
    })
}

/// In no swagger file, and seen on the wire (Vipps: developer knowledge base).
fn gateway_error() -> Value {
    json!({
        "type": "object",
        "required": ["statusCode", "message"],
        "properties": {
            "statusCode": { "type": "integer", "example": 429 },
            "message": text("what is wrong"),
        },
    })
}

fn key_set() -> Value {
    json!({
        "type": "object",
        "title": "JSON Web Key Set",
        "properties": { "keys": { "type": "array", "items": named("JsonWebKey") } },
    })
}

/// Of an RSA key alone: the swagger files name the members of every kind of key, private ones too.
fn key() -> Value {
    let names = ["kty", "kid", "alg", "use", "e", "n", "x5t", "x5t#S256"];
    let members = names.map(|name| (name.to_owned(), json!({ "type": "string" })));
    json!({
        "type": "object",
        "title": "JSON Web Key",
        "required": names,
        "properties": Map::from_iter(members),
    })
}
