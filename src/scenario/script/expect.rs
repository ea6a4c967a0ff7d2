//! `[[expect]]`: what must hold.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Something that must hold.
///
/// Exactly one of `reply`, `timeline`, `journal`, `outbox`, `person`, `company`, `rule` and `clock`
/// says where to look; `status`, `break`, `has`, `contains`, `without` and `count` say what must be
/// there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The step after which it is looked at; the last one unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,

    /// The reply to this step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The timeline of the invoice that this step sent, or of this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<String>,
    /// The journal entries that fit these filters of the admin API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<Map<String, Value>>,
    /// What left the house by this way: `email`, `print` or `webhooks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outbox: Option<OutboxWord>,
    /// This person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// This company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The rule of this name, with `matched` and `spoke` as counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The instant at which sandbox time stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,

    /// HTTP status of a reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How a reply failed to arrive, such as `reset` or `timed-out`.
    #[serde(default, rename = "break", skip_serializing_if = "Option::is_none")]
    pub breakage: Option<String>,
    /// Members that must be there with these values, and others may; a list must have as many
    /// entries, each of which fits. Of journal and outbox at least one entry must fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has: Option<Map<String, Value>>,
    /// Texts that must stand in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// Members that must not be there, each as its way from the whole, such as
    /// `personer/0/digital_post`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// How many entries of journal or outbox fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A way out of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OutboxWord {
    /// Mails.
    Email,
    /// Prints.
    Print,
    /// Webhooks.
    Webhooks,
}
