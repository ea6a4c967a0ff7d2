//! `[[step]]`: what is done.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::fields::Fields;

/// One thing that is done: exactly one of `call`, `advance` (or
/// `until_idle`), `set`, `act` and `await`.
///
/// Texts may name what earlier steps brought: `${send/id}` is the member `id` of the reply to the
/// step called `send`, `${people/halgeir/ssn}` a field of a person, and
/// `${companies/fjord-energi/orgnr}` one of a company.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// A name, by which later steps and expectations speak of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,

    /// Calls an operation, such as `maventa.createInvoice`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The company that calls, by slug; `fjord-energi` unless given. Its credentials are used; at
    /// MPS, only where it is given, its user in a security header.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// What the message says, field by field; see `docs/SCENARIOS.md` for each kind of operation.
    /// With `act`, the fields of the act.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
    /// The body as it is, instead of `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// A file with the body, beside the scenario's file, instead of `fields`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_file: Option<String>,
    /// Values of the names in the operation's path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub path: BTreeMap<String, String>,
    /// Query parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// Headers beside those that the call has anyway; an empty text leaves one out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// An address out of an earlier reply, which is called in the place of the operation's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// At Digipost: signs the request as the broker does; unsigned unless true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<bool>,
    /// At Digipost: the version of the interface; `v7` unless given, and `user-v1` for what banks
    /// and other users ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<DialectWord>,

    /// Moves the clock by a duration, such as `PT15M`, and lets everything due happen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advance: Option<String>,
    /// Moves the clock to an instant, or to a stop such as `next`, `next-cutoff` or
    /// `due:${send/id}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// Goes on until nothing is left to happen, with `advance` or alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_idle: Option<bool>,

    /// Does what a consumer does, such as `block-issuer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Who acts, by slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,

    /// Waits for a journal entry: the filters of the admin API's journal.
    #[serde(default, rename = "await", skip_serializing_if = "Option::is_none")]
    pub awaited: Option<Map<String, Value>>,
    /// With `await`: how long at most, in real time, such as `5s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
}

/// A version of Digipost's interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DialectWord {
    /// The sender API, version 7.
    #[serde(rename = "v7")]
    V7,
    /// The sender API, version 8.
    #[serde(rename = "v8")]
    V8,
    /// The user-agreements API, version 1.
    #[serde(rename = "user-v1")]
    User1,
}
