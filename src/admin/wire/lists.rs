//! Answers that are a list with something beside it.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::{CommandText, EntryText, LetterRow};

/// Whether the server is up.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct HealthText {
    /// `up`.
    pub(in crate::admin) status: &'static str,
    /// The version of the program.
    pub(in crate::admin) version: &'static str,
}

/// An address of the admin API.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct AddressRow {
    pub(in crate::admin) method: &'static str,
    pub(in crate::admin) path: String,
    pub(in crate::admin) summary: &'static str,
}

/// Entries of the journal.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct JournalText<'a> {
    pub(in crate::admin) entries: Vec<EntryText<'a>>,
    /// How many old entries there is no room for any more.
    pub(in crate::admin) dropped: u64,
    /// What to send as `since` to go on from here.
    pub(in crate::admin) next: u64,
}

/// Commands of the log.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct CommandsText<'a> {
    /// Whether any mark is set.
    pub(in crate::admin) recording: bool,
    pub(in crate::admin) commands: Vec<CommandText<'a>>,
    /// How many of those asked for had no room.
    pub(in crate::admin) dropped: u64,
    /// What to send as `since` to go on from here.
    pub(in crate::admin) next: u64,
    /// Whether there are more behind these.
    pub(in crate::admin) more: bool,
}

/// Letters of one outbox, newest last, under the name of that outbox.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(in crate::admin) struct OutboxText<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::admin) email: Option<Vec<LetterRow<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::admin) print: Option<Vec<LetterRow<'a>>>,
}

/// Webhooks; nothing sends any yet.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct WebhooksText {
    pub(in crate::admin) webhooks: [(); 0],
}

/// What is different in one sandbox from another.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct ChangeText<'a> {
    /// What kind of thing it is, such as `person` or `clock`.
    pub(in crate::admin) what: &'a str,
    /// Which one; empty where there is only one.
    pub(in crate::admin) id: &'a str,
    pub(in crate::admin) text: &'a str,
    /// How it is in the first sandbox; null where it is not there.
    pub(in crate::admin) before: &'a Value,
    pub(in crate::admin) after: &'a Value,
}
