//! The header, both ways, and how organisations are named.

use serde_json::{Map, Value, json};

use super::members::Field;
use crate::domain::calendar::with_millis;
use crate::domain::dpi::{ConversationId, Header, MessageId, MessageKind, OutOfBounds};
use crate::domain::identity::OrgNumber;
use crate::wire::error::WireError;

/// The authority that organisation numbers belong to.
const AUTHORITY: &str = "iso6523-actorid-upis";

/// Where the name of every standard begins.
const STANDARD: &str = "urn:fdc:digdir.no:2020:innbyggerpost:";

/// Reads a header; the member beside it is called `name`.
pub(super) fn read(field: Field<'_>, name: &str) -> Result<Header, WireError> {
    let mut header = field.members()?;
    header.required("headerVersion")?.exactly("1.0")?;
    let sender = actor(header.required("sender")?)?;
    let receiver = actor(header.required("receiver")?)?;
    let mut document = header.required("documentIdentification")?.members()?;
    let scope = header.required("businessScope")?;
    header.finish()?;

    let standard = document.required("standard")?;
    if !is_standard(standard.text()?, name) {
        return Err(standard.wrong(standard.text()?, standard_of(name)));
    }
    document.required("typeVersion")?.exactly("1.0")?;
    let message = document.required("instanceIdentifier")?;
    let message = message.parsed(MessageId::parse)?;
    let kind = document.required("type")?;
    if !is_type(kind.text()?, name) {
        return Err(kind.wrong(kind.text()?, format!("`{name}`, as the body is called")));
    }
    let created = document.required("creationDateAndTime")?.moment()?;
    document.finish()?;

    let scope = conversation(scope)?;
    Ok(Header {
        sender,
        receiver,
        message,
        conversation: scope.id,
        process: scope.process,
        created,
        expected_response: scope.expected_response,
    })
}

/// Writes a header; the member beside it is called `name`.
pub(super) fn write(header: &Header, name: &str) -> Value {
    let mut scope = json!({
        "type": "ConversationId",
        "instanceIdentifier": header.conversation.to_string(),
        "identifier": process_of(header.process),
    });
    if let Some(expected) = &header.expected_response {
        scope["scopeInformation"] = json!([{ "expectedResponseDateTime": expected }]);
    }
    json!({
        "headerVersion": "1.0",
        "sender": [{ "identifier": organisation_as(&header.sender) }],
        "receiver": [{ "identifier": organisation_as(&header.receiver) }],
        "documentIdentification": {
            "standard": standard_of(name),
            "typeVersion": "1.0",
            "instanceIdentifier": header.message.to_string(),
            "type": name,
            "creationDateAndTime": with_millis(header.created),
        },
        "businessScope": { "scope": [scope] },
    })
}

/// Reads an organisation: authority, and `0192:` with its number.
pub(super) fn organisation(field: Field<'_>) -> Result<OrgNumber, WireError> {
    let mut parts = field.members()?;
    parts.required("authority")?.exactly(AUTHORITY)?;
    let number = parts.required("value")?.parsed(|text| {
        let expected = "`0192:` and an organisation number";
        let digits = text.strip_prefix("0192:").filter(|rest| rest.len() == 9);
        let number = digits.and_then(|digits| OrgNumber::parse(digits).ok());
        number.ok_or_else(|| OutOfBounds::form(text, expected))
    })?;
    parts.finish()?;
    Ok(number)
}

/// Writes an organisation.
pub(super) fn organisation_as(number: &OrgNumber) -> Value {
    json!({ "authority": AUTHORITY, "value": format!("0192:{number}") })
}

/// Puts a text into an object if there is one.
pub(super) fn put(map: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(name.to_owned(), value.into());
    }
}

fn actor(field: Field<'_>) -> Result<OrgNumber, WireError> {
    let mut actor = field.only()?.members()?;
    let number = organisation(actor.required("identifier")?)?;
    actor.finish()?;
    Ok(number)
}

/// The scope that ties messages and receipts together.
struct Scope {
    id: ConversationId,
    process: MessageKind,
    expected_response: Option<String>,
}

fn conversation(field: Field<'_>) -> Result<Scope, WireError> {
    let mut scopes = field.members()?;
    let list = scopes.required("scope")?;
    scopes.finish()?;
    let mut found = None;
    for scope in list.clone().list()? {
        let mut scope = scope.members()?;
        let kind = scope.required("type")?.text()?;
        let id = scope.optional("instanceIdentifier");
        let process = scope.optional("identifier");
        let waits = scope.maybe("scopeInformation", waits_until)?;
        if kind == "ConversationId" {
            let none = |name: &str| {
                let expected = format!("`{name}` beside the type `ConversationId`");
                scope.error(expected, "none")
            };
            let id = id.ok_or_else(|| none("instanceIdentifier"))?;
            let process = process.ok_or_else(|| none("identifier"))?;
            found = Some(Scope {
                id: id.parsed(ConversationId::parse)?,
                process: process.word(&PROCESSES)?,
                expected_response: waits.flatten(),
            });
        }
        scope.finish()?;
    }
    found.ok_or_else(|| list.error("a scope of type `ConversationId`", "none"))
}

fn waits_until(field: Field<'_>) -> Result<Option<String>, WireError> {
    let mut found = None;
    for information in field.list()? {
        let mut information = information.members()?;
        let text = information.maybe("expectedResponseDateTime", |field| field.text())?;
        found = found.or(text.map(str::to_owned));
        information.finish()?;
    }
    Ok(found)
}

macro_rules! process {
    ($kind:literal) => {
        concat!(
            "urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:",
            $kind,
            ":ver1.0"
        )
    };
}

const PROCESSES: [(MessageKind, &str); 3] = [
    (MessageKind::Digital, process!("digital")),
    (MessageKind::Utskrift, process!("utskrift")),
    (MessageKind::Flyttet, process!("flyttet")),
];

fn process_of(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Digital => PROCESSES[0].1,
        MessageKind::Utskrift => PROCESSES[1].1,
        MessageKind::Flyttet => PROCESSES[2].1,
    }
}

fn standard_of(name: &str) -> String {
    format!("{STANDARD}xsd::innbyggerpost##{STANDARD}schema:{name}::1.0")
}

/// Published samples differ in the first half and in the case of letters.
fn is_standard(found: &str, name: &str) -> bool {
    let found = found.to_lowercase();
    found.split_once("##").is_some_and(|(first, second)| {
        first.starts_with(&format!("{STANDARD}xsd:"))
            && second == format!("{STANDARD}schema:{name}::1.0")
    })
}

/// Published samples of 2021 have the names that messages had before.
fn is_type(found: &str, name: &str) -> bool {
    found == name
        || matches!(
            (found, name),
            ("digitalpost", "digital") | ("fysiskpost", "utskrift")
        )
}
