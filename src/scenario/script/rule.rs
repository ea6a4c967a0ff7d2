//! `[[rule]]`: trouble. The same structure is a fault over the admin API.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::delay::Delay;
use super::fields::Fields;

/// Trouble: on which operation, when, and what then.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub struct Rule {
    /// A name for reports; made from operation and effect unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// An operation such as `mps.addShipment`, or a service such as `mps` for all of its
    /// operations. `GET /_sandbox/operations` lists them.
    pub on: String,
    /// Which requests; without it, all.
    #[serde(default, skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// What happens to them.
    pub then: Then,
    /// How often it speaks at most; without it, as often as it matches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// Which requests a rule is about. Everything given must hold; of a request with several invoices
/// one must fit whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// Slug of a person of the cast, or an identity number, eFaktura identifier, e-mail or phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumer: Option<String>,
    /// Slug of a company of the cast, or an organisation number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Payment reference, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Account to credit, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Exact amount, in øre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_ore: Option<i64>,
    /// Smallest amount, in øre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_from_ore: Option<i64>,
    /// Largest amount, in øre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_to_ore: Option<i64>,
    /// Exact due date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    /// Earliest due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_from: Option<String>,
    /// Latest due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_to: Option<String>,
    /// Kind of document in the issuer's word, such as `INVOICE` or `CREDIT_NOTE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_type: Option<String>,
    /// Who asks: `client` for those outside, `router` for the reference router.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Caller>,
    /// Only the n-th request that fits, counted from 1 since the rule was armed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// The n-th request that fits and every later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_nth: Option<u64>,
    /// Chance that it speaks, above 0 and up to 1, drawn from the seed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// From this instant of sandbox time on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Before this instant of sandbox time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Caller {
    /// A client outside.
    Client,
    /// The reference router.
    Router,
}

/// What happens to a request. `delay` and `act` go with everything; of `fault`, `status`,
/// `rate_limit` and `break` there is one at most.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Then {
    /// The service's own refusal, by the issuer's code, such as `3002` or `auth_token_expired`.
    /// `GET /_sandbox/operations` lists them with each operation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// An HTTP status from 400 to 599, as a proxy in between would send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The body that goes with `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Headers that go with `status`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Answers 429 with `Retry-After` once more requests than this come within a while.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// How the answer fails to arrive.
    #[serde(default, rename = "break", skip_serializing_if = "Option::is_none")]
    pub breakage: Option<BreakWord>,
    /// Whether the request takes effect all the same; goes with `status` (unless said: no) and
    /// with `timed-out` (unless said: yes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processed: Option<bool>,
    /// How long the answer takes; with `timed-out`, how long the connection is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<Delay>,
    /// What a consumer does right after the request took effect, such as `withdraw-jtta`.
    /// `GET /_sandbox/actions` lists what can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Slug of the person who acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Fields of the act.
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    pub fields: Fields,
}

/// How an answer fails to arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BreakWord {
    /// The connection is reset before the request takes effect.
    ResetBefore,
    /// It takes effect, and the connection is reset in the middle of the answer.
    ResetMidway,
    /// It takes effect, and the connection is reset before any answer.
    ResetAfter,
    /// It takes effect, and the answer is shorter than its announced length.
    Truncated,
    /// It takes effect, and bytes of the answer are wrong.
    Garbled,
    /// No answer comes.
    TimedOut,
}

/// So many requests in a while, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLimit {
    /// Requests that are let through.
    pub requests: u64,
    /// Within this while of sandbox time, such as `PT1M`.
    pub per: String,
}

impl When {
    /// Whether it is about all requests.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
