//! Deeds of consumers: the table, the body of one, and what came of it.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::admin::faults::AdminError;
use crate::consumer::actions::{Action, Field, Fields};
use crate::snapshot::PersonText;

/// A deed in the list.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct ActionRow {
    name: &'static str,
    text: &'static str,
    fields: Vec<FieldRow>,
    source: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct FieldRow {
    name: &'static str,
    text: &'static str,
    required: bool,
    kind: &'static str,
    expected: &'static str,
}

/// What came of a deed.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct DoneText {
    /// What happened, in words.
    pub(in crate::admin) done: String,
    /// False where it was so already.
    pub(in crate::admin) changed: bool,
    /// The case of the invoice it is about.
    pub(in crate::admin) invoice: Option<String>,
    /// The person afterwards.
    pub(in crate::admin) person: PersonText,
}

impl ActionRow {
    /// The row of a deed.
    pub(in crate::admin) fn of(action: &Action) -> Self {
        Self {
            name: action.name,
            text: action.text,
            fields: action.fields.iter().map(FieldRow::of).collect(),
            source: action.source,
        }
    }
}

impl FieldRow {
    fn of(field: &Field) -> Self {
        Self {
            name: field.name,
            text: field.text,
            required: field.required,
            kind: field.kind.as_str(),
            expected: field.kind.expected(),
        }
    }
}

/// The fields of a deed as texts; `null` is a field that was not given.
pub(in crate::admin) fn read_fields(body: Map<String, Value>) -> Result<Fields, AdminError> {
    let mut fields = Fields::new();
    for (name, value) in body {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Bool(yes) => yes.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Array(_) | Value::Object(_) => {
                let expected = "a text, a number, or true or false";
                return Err(AdminError::value(&name, &value.to_string(), expected));
            }
        };
        fields.insert(name, text);
    }
    Ok(fields)
}
