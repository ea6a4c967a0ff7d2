//! What every row of the map takes and gives.

use std::collections::BTreeMap;

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::page::{Answer, Body, Kind, Page, Parameter, Shows, may, says, shape};
use crate::admin::clock::{Advance, Nothing, Set};
use crate::admin::wire::{
    ActionRow, AddressRow, AgreementsText, ChangeText, ClockText, CommandsText, DebitRow, DoneText,
    EntryText, FaultText, HealthText, InvoiceRow, JournalText, LetterText, MailRow, MarkText,
    MovedText, NetbankRow, OperationRow, OutboxText, PaymentRow, PostText, RuleRow, SandboxRow,
    SandboxText, SettingText, TimelineText, WebhooksText,
};
use crate::admin::{listeners, sandboxes, scenarios, snapshots};
use crate::domain::settings;
use crate::scenario::script;
use crate::services::Method::{Delete, Get, Patch, Post, Put};
use crate::snapshot::{CompanyText, PersonText};

const BIG: u64 = u64::MAX;

/// Which entries of the journal.
const FILTERS: &[Parameter] = &[
    may("service", Kind::Text, "the service, such as `mps`"),
    may(
        "invoice",
        Kind::Text,
        "any id that any service knows the invoice by",
    ),
    may(
        "since",
        Kind::Like("2026-03-02T09:00:00+01:00"),
        "behind the entry with this number, or from this instant on",
    ),
    may(
        "kind",
        Kind::Text,
        "`exchange`, `event`, or the name of an event",
    ),
    may(
        "operation",
        Kind::Text,
        "the operation, such as `mps.addShipment`",
    ),
    may(
        "consumer",
        Kind::Text,
        "an identifier of the consumer, as it was sent",
    ),
    may("issuer", Kind::Text, "organisation number of the issuer"),
    may("kid", Kind::Text, "the KID"),
    may("account", Kind::Text, "the account to pay to"),
    may("amount_ore", Kind::Ore, "the amount in øre"),
    may("due_date", Kind::Date, "the due date"),
    may(
        "document_type",
        Kind::Text,
        "the type of document, such as `FAKTURA`",
    ),
];
const LIMIT: &[Parameter] = &[may("limit", Kind::Whole(1, 1000), "how many at most")];
const ANY_LIMIT: &[Parameter] = &[may("limit", Kind::Whole(1, BIG), "how many at most")];
const OF_INVOICE: &[Parameter] = &[may("invoice", Kind::Text, "any id of the case")];
const RESET: &[Parameter] = &[may(
    "reset",
    Kind::Word(&["true", "false"]),
    "build the sandbox anew for it",
)];
const VIEW: &[Parameter] = &[may(
    "view",
    Kind::Word(&["json"]),
    "the facts of the letter instead of the letter",
)];

const DONE: &[Answer] = &[says(204, "done", Shows::Nothing)];
const MOVED: &[Answer] = &[says(
    200,
    "where the clock stands, and what happened on the way",
    Shows::Json(shape::<MovedText>),
)];
const REPORT: &[Answer] = &[says(
    200,
    "its rules with their counters",
    Shows::Json(shape::<scenarios::Report>),
)];
const LETTERS: &[Answer] = &[says(
    200,
    "the letters, newest last",
    Shows::Json(shape::<OutboxText>),
)];
const PERSON: &[Answer] = &[says(200, "the person", Shows::Json(shape::<PersonText>))];
const PERSON_PUT: &[Answer] = &[
    says(200, "replaced", Shows::Json(shape::<PersonText>)),
    says(201, "made", Shows::Json(shape::<PersonText>)),
];
const COMPANY: &[Answer] = &[says(200, "the company", Shows::Json(shape::<CompanyText>))];
const COMPANY_PUT: &[Answer] = &[
    says(200, "replaced", Shows::Json(shape::<CompanyText>)),
    says(201, "made", Shows::Json(shape::<CompanyText>)),
];
const SANDBOX: &[Answer] = &[says(200, "the sandbox", Shows::Json(shape::<SandboxText>))];
const SANDBOX_PUT: &[Answer] = &[
    says(200, "it was there", Shows::Json(shape::<SandboxText>)),
    says(201, "made", Shows::Json(shape::<SandboxText>)),
];
const SETTINGS: &[Answer] = &[says(
    200,
    "all settings",
    Shows::Json(shape::<BTreeMap<String, SettingText>>),
)];
const MARK_PUT: &[Answer] = &[
    says(
        200,
        "it was there, and stays",
        Shows::Json(shape::<MarkText>),
    ),
    says(201, "set", Shows::Json(shape::<MarkText>)),
];

macro_rules! ok {
    ($text:literal, $type:ty) => {
        &[says(200, $text, Shows::Json(shape::<$type>))]
    };
}

macro_rules! made {
    ($text:literal, $type:ty) => {
        &[says(201, $text, Shows::Json(shape::<$type>))]
    };
}

/// A page for every row of the map, in the same order.
pub(super) const PAGES: &[Page] = &[
    Page::of(Get, "", "index").answers(ok!("every address", Vec<AddressRow>)),
    Page::of(Get, "/openapi.json", "openapi").answers(ok!("this document", Map<String, Value>)),
    Page::of(Get, "/descriptions/vipps-isp.json", "describeVippsIsp")
        .answers(ok!("the document", Map<String, Value>)),
    Page::of(Get, "/descriptions/vipps-ipp.json", "describeVippsIpp")
        .answers(ok!("the document", Map<String, Value>)),
    Page::of(Get, "/health", "health").answers(ok!("it is up", HealthText)),
    Page::of(Get, "/operations", "listOperations")
        .answers(ok!("every operation of every service", Vec<OperationRow>)),
    Page::of(Get, "/rules", "listRules").answers(ok!("every rule", Vec<RuleRow>)),
    Page::of(Get, "/actions", "listActions").answers(ok!("every action", Vec<ActionRow>)),
    Page::of(Get, "/sandboxes", "listSandboxes").answers(ok!("all sandboxes", Vec<SandboxRow>)),
    Page::of(Get, "/sandboxes/{s}", "getSandbox").answers(SANDBOX),
    Page::of(Put, "/sandboxes/{s}", "putSandbox")
        .body(Body::Optional(shape::<sandboxes::Wanted>))
        .examples(&[
            r#"{"seed":7,"start":"2026-03-02T09:00:00+01:00"}"#,
            r#"{"profile":"strict","clock":"frozen"}"#,
        ])
        .answers(SANDBOX_PUT)
        .refuses(&[409, 422]),
    Page::of(Delete, "/sandboxes/{s}", "deleteSandbox")
        .answers(DONE)
        .refuses(&[409]),
    Page::of(Post, "/sandboxes/{s}/reset", "resetSandbox")
        .answers(SANDBOX)
        .refuses(&[409]),
    Page::of(Get, "/listeners", "listListeners")
        .answers(ok!("every listener", Vec<listeners::ListenerText>)),
    Page::of(Post, "/listeners", "postListener")
        .body(Body::Json(shape::<listeners::Wanted>))
        .examples(&[r#"{"service":"mps","port":0}"#])
        .answers(made!("it listens", listeners::ListenerText))
        .refuses(&[404, 409]),
    Page::of(Get, "/listeners/{id}", "getListener")
        .answers(ok!("the listener", listeners::ListenerText)),
    Page::of(Delete, "/listeners/{id}", "deleteListener").answers(DONE),
    Page::of(Get, "/sandboxes/{s}/settings", "getSettings").answers(SETTINGS),
    Page::of(Patch, "/sandboxes/{s}/settings", "patchSettings")
        .body(Body::Patch(settings))
        .examples(&[r#"{"mps.validation_delay":"PT2S","efaktura.zero_amount":false}"#])
        .answers(SETTINGS),
    Page::of(Get, "/sandboxes/{s}/snapshot", "getSnapshot")
        .answers(ok!("the whole world", Map<String, Value>)),
    Page::of(Put, "/sandboxes/{s}/snapshot", "putSnapshot")
        .body(Body::Json(shape::<Map<String, Value>>))
        .answers(SANDBOX_PUT)
        .refuses(&[409, 422]),
    Page::of(Post, "/sandboxes/{s}/fork", "forkSandbox")
        .body(Body::Json(shape::<snapshots::Wanted>))
        .examples(&[r#"{"as":"what-if"}"#])
        .answers(made!("the copy", SandboxText))
        .refuses(&[409]),
    Page::of(Get, "/sandboxes/{s}/diff", "diffSandbox")
        .query(&[&[Parameter {
            name: "from",
            text: "the sandbox to compare with",
            kind: Kind::Slug,
            required: true,
        }]])
        .answers(ok!("what is different", Vec<ChangeText>)),
    Page::of(Get, "/sandboxes/{s}/clock", "getClock").answers(ok!("the clock", ClockText)),
    Page::of(Post, "/sandboxes/{s}/clock/advance", "advanceClock")
        .body(Body::Json(shape::<Advance>))
        .examples(&[r#"{"by":"PT15M"}"#, r#"{"until_idle":true}"#])
        .answers(MOVED)
        .refuses(&[409]),
    Page::of(Post, "/sandboxes/{s}/clock/set", "setClock")
        .body(Body::Json(shape::<Set>))
        .examples(&[
            r#"{"to":"next-cutoff"}"#,
            r#"{"to":"2026-03-10T14:00:00+01:00"}"#,
        ])
        .answers(MOVED)
        .refuses(&[409]),
    Page::of(Post, "/sandboxes/{s}/clock/freeze", "freezeClock")
        .body(Body::Optional(shape::<Nothing>))
        .answers(MOVED),
    Page::of(Post, "/sandboxes/{s}/clock/run", "runClock")
        .body(Body::Optional(shape::<Nothing>))
        .answers(MOVED),
    Page::of(Get, "/sandboxes/{s}/people", "listPeople").answers(ok!("everybody", Vec<PersonText>)),
    Page::of(Get, "/sandboxes/{s}/people/{slug}", "getPerson").answers(PERSON),
    Page::of(Put, "/sandboxes/{s}/people/{slug}", "putPerson")
        .body(Body::Json(shape::<PersonText>))
        .answers(PERSON_PUT)
        .refuses(&[409, 422]),
    Page::of(Patch, "/sandboxes/{s}/people/{slug}", "patchPerson")
        .body(Body::Patch(shape::<Map<String, Value>>))
        .examples(&[r#"{"efaktura":{"yes_to_all":false}}"#])
        .answers(PERSON)
        .refuses(&[409, 422]),
    Page::of(Get, "/sandboxes/{s}/people/{slug}/invoices", "listNetbank")
        .answers(ok!("the netbank", Vec<NetbankRow>)),
    Page::of(Get, "/sandboxes/{s}/people/{slug}/debits", "listDebits").answers(ok!(
        "the claims, in the order of their due dates",
        Vec<DebitRow>
    )),
    Page::of(Get, "/sandboxes/{s}/people/{slug}/mailbox", "listMailbox")
        .answers(ok!("the letters, oldest first", Vec<MailRow>)),
    Page::of(Get, "/sandboxes/{s}/people/{slug}/payments", "listPayments").answers(ok!(
        "the payments, as they came to the bank",
        Vec<PaymentRow>
    )),
    Page::of(
        Get,
        "/sandboxes/{s}/people/{slug}/agreements",
        "getAgreements",
    )
    .answers(ok!("the agreements", AgreementsText)),
    Page::of(Post, "/sandboxes/{s}/people/{slug}/actions/{action}", "act")
        .body(Body::Optional(fields))
        .answers(ok!("what came of it", DoneText))
        .refuses(&[409, 422]),
    Page::of(Get, "/sandboxes/{s}/companies", "listCompanies")
        .answers(ok!("every company", Vec<CompanyText>)),
    Page::of(Get, "/sandboxes/{s}/companies/{slug}", "getCompany").answers(COMPANY),
    Page::of(Put, "/sandboxes/{s}/companies/{slug}", "putCompany")
        .body(Body::Json(shape::<CompanyText>))
        .answers(COMPANY_PUT)
        .refuses(&[409]),
    Page::of(Patch, "/sandboxes/{s}/companies/{slug}", "patchCompany")
        .body(Body::Patch(shape::<Map<String, Value>>))
        .examples(&[r#"{"verified":false}"#])
        .answers(COMPANY)
        .refuses(&[409]),
    Page::of(Get, "/sandboxes/{s}/faults", "listFaults")
        .answers(ok!("what is armed", Vec<FaultText>)),
    Page::of(Post, "/sandboxes/{s}/faults", "armFault")
        .body(Body::Json(shape::<script::Rule>))
        .examples(&[r#"{"on":"mps.addShipment","then":{"status":503},"times":2}"#])
        .answers(made!("it is armed", FaultText))
        .refuses(&[409]),
    Page::of(Delete, "/sandboxes/{s}/faults", "disarmFaults").answers(DONE),
    Page::of(Get, "/sandboxes/{s}/faults/{id}", "getFault").answers(ok!("the fault", FaultText)),
    Page::of(Delete, "/sandboxes/{s}/faults/{id}", "disarmFault").answers(DONE),
    Page::of(Get, "/sandboxes/{s}/scenarios", "listScenarios")
        .answers(ok!("the scenarios", Vec<scenarios::Row>)),
    Page::of(Post, "/sandboxes/{s}/scenarios", "postScenario")
        .query(&[
            RESET,
            &[may(
                "name",
                Kind::Slug,
                "what to call it; `posted` unless told",
            )],
        ])
        .body(Body::Scenario(shape::<script::Scenario>))
        .examples(&[r#"{"title":"A bad day","rule":[{"on":"mps","then":{"status":503}}]}"#])
        .answers(REPORT)
        .refuses(&[409, 422]),
    Page::of(Post, "/sandboxes/{s}/scenarios/{name}/load", "loadScenario")
        .query(&[RESET])
        .answers(REPORT)
        .refuses(&[409, 422]),
    Page::of(Delete, "/sandboxes/{s}/scenarios/{name}", "disarmScenario").answers(DONE),
    Page::of(
        Get,
        "/sandboxes/{s}/scenarios/{name}/report",
        "reportScenario",
    )
    .answers(REPORT),
    Page::of(Get, "/sandboxes/{s}/journal", "readJournal")
        .query(&[FILTERS, LIMIT])
        .answers(ok!("the entries", JournalText)),
    Page::of(Get, "/sandboxes/{s}/journal.har", "readArchive")
        .query(&[FILTERS, ANY_LIMIT])
        .answers(ok!("an HTTP archive", Map<String, Value>)),
    Page::of(Get, "/sandboxes/{s}/await", "awaitEntry")
        .query(&[
            FILTERS,
            &[may(
                "timeout",
                Kind::Like("PT0.01S"),
                "how long to wait in real time",
            )],
        ])
        .answers(ok!("the entry", EntryText))
        .refuses(&[408, 409, 410, 503]),
    Page::of(Get, "/sandboxes/{s}/events", "streamEvents")
        .query(&[
            FILTERS,
            &[may(
                "heartbeat",
                Kind::Like("PT15S"),
                "how long it may be silent",
            )],
        ])
        .answers(&[says(200, "the stream", Shows::Text("text/event-stream"))])
        .refuses(&[503]),
    Page::of(Get, "/sandboxes/{s}/marks", "listMarks").answers(ok!("the marks", Vec<MarkText>)),
    Page::of(Put, "/sandboxes/{s}/marks/{name}", "putMark")
        .answers(MARK_PUT)
        .refuses(&[409]),
    Page::of(Delete, "/sandboxes/{s}/marks/{name}", "deleteMark").answers(DONE),
    Page::of(Get, "/sandboxes/{s}/commands", "readCommands")
        .query(&[&[
            may("since_mark", Kind::Slug, "from this mark on"),
            may(
                "since",
                Kind::Whole(0, BIG),
                "behind the command with this number",
            ),
            may("limit", Kind::Whole(1, 100_000), "how many at most"),
        ]])
        .answers(ok!("the commands", CommandsText)),
    Page::of(Get, "/sandboxes/{s}/invoices", "listInvoices")
        .query(&[ANY_LIMIT])
        .answers(ok!("the invoices", Vec<InvoiceRow>)),
    Page::of(Get, "/sandboxes/{s}/invoices/{id}/timeline", "getTimeline")
        .answers(ok!("the path of the invoice", TimelineText)),
    Page::of(Get, "/sandboxes/{s}/dpi/{id}", "getPost").answers(ok!("the message", PostText)),
    Page::of(Get, "/sandboxes/{s}/outbox/email", "listMails")
        .query(&[OF_INVOICE, LIMIT])
        .answers(LETTERS),
    Page::of(Get, "/sandboxes/{s}/outbox/email/{id}", "getMail")
        .query(&[VIEW])
        .answers(&[says(
            200,
            "the mail",
            Shows::BytesOr("message/rfc822", shape::<LetterText>),
        )]),
    Page::of(Get, "/sandboxes/{s}/outbox/print", "listPrints")
        .query(&[OF_INVOICE, LIMIT])
        .answers(LETTERS),
    Page::of(Get, "/sandboxes/{s}/outbox/print/{id}", "getPrint")
        .query(&[VIEW])
        .answers(&[says(
            200,
            "the letter",
            Shows::BytesOr("application/pdf", shape::<LetterText>),
        )]),
    Page::of(Get, "/sandboxes/{s}/outbox/webhooks", "listWebhooks")
        .query(&[OF_INVOICE, LIMIT])
        .answers(ok!("none yet", WebhooksText)),
];

/// A value for each setting, or null to give it back.
fn settings(_: &mut SchemaGenerator) -> Schema {
    let row = |row: &settings::Setting| {
        let text = format!("{}; takes {}", row.text, row.takes());
        let types = ["string", "integer", "boolean", "null"];
        let schema = json_schema!({ "description": text, "type": types });
        (row.name.to_owned(), Value::from(schema))
    };
    let rows: Map<String, Value> = settings::SETTINGS.iter().map(row).collect();
    json_schema!({ "type": "object", "properties": rows, "additionalProperties": false })
}

/// The fields of an action.
fn fields(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "description": "The fields of the action, as GET /_sandbox/actions lists them.",
        "type": "object",
        "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
    })
}
