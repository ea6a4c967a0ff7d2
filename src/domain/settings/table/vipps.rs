//! Settings of Vipps.

use super::read::{duration, flag};
use crate::domain::settings::Setting;
use crate::domain::vipps::{
    ApproveRules, AuthorizationForms, CorrelationKey, DueZone, EmptyContentType, KeyNumber,
};

/// The rows.
pub(super) const ROWS: &[Setting] = &[
    Setting {
        name: "vipps.validation_delay",
        text: "from sending an invoice to Vipps to the result of the asynchronous validation",
        show: |s| s.vipps.validation_delay.to_string(),
        set: |s, text| duration(text).map(|value| s.vipps.validation_delay = value),
    },
    Setting {
        name: "vipps.kar",
        text: "Vipps rejects an invoice whose account is not its issuer's in KAR",
        show: |s| s.vipps.kar.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.kar = value),
    },
    Setting {
        name: "vipps.rate_limit",
        text: "calls a second that Vipps takes from a client of a product, 0 for any number; the \
               real one takes 400, and a frozen clock stays in its second",
        show: |s| s.vipps.rate_limit.to_string(),
        set: |s, text| {
            s.vipps.rate_limit = text.parse().map_err(|_| A_NUMBER)?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.authorization",
        text: "which forms of the Authorization header Vipps takes: any that a document shows, or \
               strict (Bearer)",
        show: |s| s.vipps.authorization.as_str().to_owned(),
        set: |s, text| {
            s.vipps.authorization = AuthorizationForms::parse(text).ok_or("`any` or `strict`")?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.token_life",
        text: "how long an access token of Vipps lives",
        show: |s| s.vipps.token_life.to_string(),
        set: |s, text| duration(text).map(|value| s.vipps.token_life = value),
    },
    Setting {
        name: "vipps.msisdn_lookup",
        text: "Vipps gives recipient tokens for phone numbers; without, for identity numbers only",
        show: |s| s.vipps.msisdn_lookup.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.msisdn_lookup = value),
    },
    Setting {
        name: "vipps.due_zone",
        text: "where the day begins from which Vipps counts the earliest due date",
        show: |s| s.vipps.due_zone.as_str().to_owned(),
        set: |s, text| {
            s.vipps.due_zone = DueZone::parse(text).ok_or("`Europe/Oslo` or `UTC`")?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.compare_first",
        text: "Vipps compares a repeated invoice with the one it has before it validates it",
        show: |s| s.vipps.compare_first.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.compare_first = value),
    },
    Setting {
        name: "vipps.revoke_rejected",
        text: "a rejected invoice may be revoked at Vipps",
        show: |s| s.vipps.revoke_rejected.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.revoke_rejected = value),
    },
    Setting {
        name: "vipps.approve_rules",
        text: "what Vipps holds an approval against: the text of the endpoint, the text of the \
               state (strict), or nothing (off)",
        show: |s| s.vipps.approve_rules.as_str().to_owned(),
        set: |s, text| {
            let expected = "`endpoint`, `strict` or `off`";
            s.vipps.approve_rules = ApproveRules::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.expires",
        text: "an unanswered invoice is expired 14 days after its due date, in the netbank too",
        show: |s| s.vipps.expires.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.expires = value),
    },
    Setting {
        name: "vipps.strict_statuses",
        text: "Vipps answers with the HTTP statuses of the swagger files only",
        show: |s| s.vipps.strict_statuses.to_string(),
        set: |s, text| flag(text).map(|value| s.vipps.strict_statuses = value),
    },
    Setting {
        name: "vipps.correlation_key",
        text: "under which key a problem of Vipps carries its id",
        show: |s| s.vipps.correlation_key.as_str().to_owned(),
        set: |s, text| {
            let expected = "`correlationId` or `ContextID`";
            s.vipps.correlation_key = CorrelationKey::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.empty_content_type",
        text: "media type of the empty answers of Vipps: none, or json",
        show: |s| s.vipps.empty_content_type.as_str().to_owned(),
        set: |s, text| {
            s.vipps.empty_content_type = EmptyContentType::parse(text).ok_or("`none` or `json`")?;
            Ok(())
        },
    },
    Setting {
        name: "vipps.link_life",
        text: "how long the signed link to a document at Vipps holds",
        show: |s| s.vipps.link_life.to_string(),
        set: |s, text| duration(text).map(|value| s.vipps.link_life = value),
    },
    Setting {
        name: "vipps.published_keys",
        text: "the keys that Vipps publishes: one or more of first, second and third, in order",
        show: |s| {
            let words = s.vipps.keys.published.iter().map(|key| key.as_str());
            words.collect::<Vec<_>>().join(" ")
        },
        set: |s, text| {
            let keys = text.split_whitespace().map(KeyNumber::parse);
            let keys: Vec<KeyNumber> = keys.collect::<Option<_>>().ok_or(SOME_KEYS)?;
            // A list of keys in which one stands twice is none that a client could read.
            let twice = keys.iter().enumerate();
            let twice =
                twice.filter(|(at, key)| keys.iter().position(|it| it == *key) != Some(*at));
            if keys.is_empty() || twice.count() > 0 {
                return Err(SOME_KEYS);
            }
            s.vipps.keys.published = keys;
            Ok(())
        },
    },
    Setting {
        name: "vipps.signing_key",
        text: "the key that Vipps signs links to documents with: first, second or third",
        show: |s| s.vipps.keys.signs.as_str().to_owned(),
        set: |s, text| {
            let expected = "`first`, `second` or `third`";
            s.vipps.keys.signs = KeyNumber::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
];

const A_NUMBER: &str = "a whole number from 0 to 4294967295";
const SOME_KEYS: &str =
    "words out of `first`, `second` and `third`, each once, with spaces between";
