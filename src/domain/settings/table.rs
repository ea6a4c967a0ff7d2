//! The table of settings: name, words, reading and writing.

use jiff::SignedDuration;

use super::{Checks, ClaimDays, PreEncryptElement, Profile, Setting, WireTime};
use crate::domain::identity::Guard;
use crate::domain::krr::{ChangesFrom, ErrorForm, Malformed, TimeForm, Withhold};
use crate::domain::vipps::{
    ApproveRules, AuthorizationForms, CorrelationKey, DueZone, EmptyContentType, KeyNumber,
};

/// Every setting, in the order in which people see them.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "profile",
        text: "how strict the services are: documented, or strict",
        show: |s| s.profile.as_str().to_owned(),
        set: |s, text| {
            s.profile = Profile::parse(text).ok_or("`documented` or `strict`")?;
            Ok(())
        },
    },
    Setting {
        name: "mps.validation_delay",
        text: "from addShipment to the result of the asynchronous validation, and from each step \
               of a leg behind it to the next",
        show: |s| s.mps_validation_delay.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_validation_delay = value),
    },
    Setting {
        name: "mps.mandate_lookup",
        text: "getAtgMandate is switched on; off is fault 3102",
        show: |s| s.mps_mandate_lookup.to_string(),
        set: |s, text| flag(text).map(|value| s.mps_mandate_lookup = value),
    },
    Setting {
        name: "mps.shipments_span",
        text: "longest span of time of getShipments; a longer one is fault 3040",
        show: |s| s.mps_shipments_span.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_shipments_span = value),
    },
    Setting {
        name: "mps.signature_life",
        text: "how long the signature of a presentation address holds",
        show: |s| s.mps_signature_life.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_signature_life = value),
    },
    Setting {
        name: "mps.claim_days_min",
        text: "days from the intake of a claim to its nearest due date",
        show: |s| s.mps_claim_days_min.to_string(),
        set: |s, text| {
            let days: i32 = text.parse().map_err(|_| A_FEW_DAYS)?;
            if !(0..=60).contains(&days) {
                return Err(A_FEW_DAYS);
            }
            s.mps_claim_days_min = days;
            Ok(())
        },
    },
    Setting {
        name: "mps.security",
        text: "what MPS makes of a WS-Security header: nothing, judge one that is there, or refuse \
               a message without one too",
        show: |s| s.mps_security.as_str().to_owned(),
        set: |s, text| {
            s.mps_security = Checks::parse(text).ok_or(SOME_CHECKS)?;
            Ok(())
        },
    },
    Setting {
        name: "mps.claim_days",
        text: "how these days are counted: calendar, or banking",
        show: |s| s.mps_claim_days.as_str().to_owned(),
        set: |s, text| {
            s.mps_claim_days = ClaimDays::parse(text).ok_or("`calendar` or `banking`")?;
            Ok(())
        },
    },
    Setting {
        name: "mps.rejects_over_limit",
        text: "MPS rejects a claim above the payer's limit; without, the bank refuses it when due",
        show: |s| s.mps_rejects_over_limit.to_string(),
        set: |s, text| flag(text).map(|value| s.mps_rejects_over_limit = value),
    },
    Setting {
        name: "mps.issuer_spread",
        text: "from the making of an issuer at MPS to the instant when every bank has it",
        show: |s| s.mps_issuer_spread.to_string(),
        set: |s, text| duration(text).map(|value| s.mps_issuer_spread = value),
    },
    Setting {
        name: "efaktura.zero_amount",
        text: "accept an eFaktura of 0.00",
        show: |s| s.efaktura_zero_amount.to_string(),
        set: |s, text| flag(text).map(|value| s.efaktura_zero_amount = value),
    },
    Setting {
        name: "router.poll_interval",
        text: "from one look at an unfinished transaction at MPS to the next",
        show: |s| s.router_poll_interval.to_string(),
        set: |s, text| {
            let value = duration(text)?;
            // A router that asks again at once would never let time pass.
            if value < SignedDuration::from_secs(1) {
                return Err("a duration such as `PT5S` or `PT1H`, of at least `PT1S`");
            }
            s.router_poll_interval = value;
            Ok(())
        },
    },
    Setting {
        name: "router.efaktura_failure_ends",
        text: "an eFaktura that fails validation ends the routing instead of falling through",
        show: |s| s.router_efaktura_failure_ends.to_string(),
        set: |s, text| flag(text).map(|value| s.router_efaktura_failure_ends = value),
    },
    Setting {
        name: "router.token_life",
        text: "how long an access token of the router lives",
        show: |s| s.router_token_life.to_string(),
        set: |s, text| duration(text).map(|value| s.router_token_life = value),
    },
    Setting {
        name: "router.all_document_types",
        text: "accept DUNNING, PAYMENT_REQUEST and ENFORCEMENT_WARNING as b2cno_document_type",
        show: |s| s.router_all_document_types.to_string(),
        set: |s, text| flag(text).map(|value| s.router_all_document_types = value),
    },
    Setting {
        name: "digipost.signatures",
        text: "what Digipost makes of the signature of a request: nothing, judge one that is \
               there, or refuse a request without one too",
        show: |s| s.digipost_signatures.as_str().to_owned(),
        set: |s, text| {
            s.digipost_signatures = Checks::parse(text).ok_or(SOME_CHECKS)?;
            Ok(())
        },
    },
    Setting {
        name: "digipost.strict_numbers",
        text: "Digipost judges the check digits of KID and account of an invoice",
        show: |s| s.digipost_strict_numbers.to_string(),
        set: |s, text| flag(text).map(|value| s.digipost_strict_numbers = value),
    },
    Setting {
        name: "digipost.pre_encrypt_element",
        text: "when the receipt of a message at Digipost has the element pre-encrypt: as in the \
               documented sample (where the primary document is an invoice), always, or never",
        show: |s| s.digipost_pre_encrypt_element.as_str().to_owned(),
        set: |s, text| {
            let expected = "`sample`, `always` or `never`";
            s.digipost_pre_encrypt_element = PreEncryptElement::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "digipost.link_life",
        text: "how long a link to the content of a document at Digipost holds",
        show: |s| s.digipost_link_life.to_string(),
        set: |s, text| duration(text).map(|value| s.digipost_link_life = value),
    },
    Setting {
        name: "digipost.owners_pause",
        text: "from one request for the owners of agreements at Digipost to the next one",
        show: |s| s.digipost_owners_pause.to_string(),
        set: |s, text| duration(text).map(|value| s.digipost_owners_pause = value),
    },
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
        text: "a pending invoice becomes expired at Vipps 14 days after its due date",
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
    Setting {
        name: "krr.withhold_expired",
        text: "whose contact data older than 18 months KRR keeps back: all, or none",
        show: |s| s.krr.withhold_expired.as_str().to_owned(),
        set: |s, text| {
            s.krr.withhold_expired = Withhold::parse(text).ok_or("`all` or `none`")?;
            Ok(())
        },
    },
    Setting {
        name: "krr.withhold_reserved_mailbox",
        text: "KRR keeps the mailbox of somebody who is reserved back",
        show: |s| s.krr.withhold_reserved_mailbox.to_string(),
        set: |s, text| flag(text).map(|value| s.krr.withhold_reserved_mailbox = value),
    },
    Setting {
        name: "krr.mailbox_scope_filters",
        text: "KRR keeps old and reserved mailboxes back from tokens too that do not open the \
               notification status",
        show: |s| s.krr.mailbox_scope_filters.to_string(),
        set: |s, text| flag(text).map(|value| s.krr.mailbox_scope_filters = value),
    },
    Setting {
        name: "krr.times",
        text: "how KRR writes instants: short (+02), full (+02:00), or fraction (UTC with \
               milliseconds)",
        show: |s| s.krr.times.as_str().to_owned(),
        set: |s, text| {
            let expected = "`short`, `full` or `fraction`";
            s.krr.times = TimeForm::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "krr.errors",
        text: "the shape of refusals of KRR, which no document has: spring, or problem (RFC 9457)",
        show: |s| s.krr.errors.as_str().to_owned(),
        set: |s, text| {
            s.krr.errors = ErrorForm::parse(text).ok_or("`spring` or `problem`")?;
            Ok(())
        },
    },
    Setting {
        name: "krr.changes_from",
        text: "whether the change that a request names is in the answer of KRR: exclusive (it is \
               not), or inclusive",
        show: |s| s.krr.changes_from.as_str().to_owned(),
        set: |s, text| {
            let expected = "`exclusive` or `inclusive`";
            s.krr.changes_from = ChangesFrom::parse(text).ok_or(expected)?;
            Ok(())
        },
    },
    Setting {
        name: "krr.malformed",
        text: "what KRR makes of a number that is no identity number: a person unknown to it, or \
               refused; the strict profile refuses it always",
        show: |s| s.krr.malformed.as_str().to_owned(),
        set: |s, text| {
            s.krr.malformed = Malformed::parse(text).ok_or("`unknown` or `refused`")?;
            Ok(())
        },
    },
    Setting {
        name: "wire.time",
        text: "what the dates of headers and signatures are compared with: the clock of the \
               machine (real), or that of the sandbox",
        show: |s| s.wire_time.as_str().to_owned(),
        set: |s, text| {
            s.wire_time = WireTime::parse(text).ok_or("`real` or `sandbox`")?;
            Ok(())
        },
    },
    Setting {
        name: "journal.entries_max",
        text: "entries that the journal keeps",
        show: |s| s.journal_entries_max.to_string(),
        set: |s, text| count(text).map(|value| s.journal_entries_max = value),
    },
    Setting {
        name: "journal.bytes_max",
        text: "bytes of bodies and texts that the journal keeps",
        show: |s| s.journal_bytes_max.to_string(),
        set: |s, text| count(text).map(|value| s.journal_bytes_max = value),
    },
    Setting {
        name: "blobs.bytes_max",
        text: "bytes of files that the sandbox keeps",
        show: |s| s.blob_bytes_max.to_string(),
        set: |s, text| count(text).map(|value| s.blob_bytes_max = value),
    },
    Setting {
        name: "identity.guard",
        text: "identity numbers that may be a citizen's: hide them in journal and case files and \
               go on, refuse the request, or do nothing",
        show: |s| s.identity_guard.as_str().to_owned(),
        set: |s, text| {
            s.identity_guard = Guard::parse(text).ok_or("`mask`, `refuse` or `off`")?;
            Ok(())
        },
    },
];

const SOME_CHECKS: &str = "`off`, `when-present` or `enforce`";
const A_NUMBER: &str = "a whole number from 0 to 4294967295";
const SOME_KEYS: &str =
    "words out of `first`, `second` and `third`, each once, with spaces between";
const A_FLAG: &str = "`true` or `false`";
const A_DURATION: &str = "a duration such as `PT5S` or `PT1H`, from 0 to 366 days";
const A_FEW_DAYS: &str = "a number of days from 0 to 60";
const A_COUNT: &str = "a whole number from 1 to 1000000000000";

fn flag(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| A_FLAG)
}

fn count(text: &str) -> Result<u64, &'static str> {
    let value: u64 = text.parse().map_err(|_| A_COUNT)?;
    if (1..=1_000_000_000_000).contains(&value) {
        Ok(value)
    } else {
        Err(A_COUNT)
    }
}

fn duration(text: &str) -> Result<SignedDuration, &'static str> {
    let value: SignedDuration = text.parse().map_err(|_| A_DURATION)?;
    let longest = SignedDuration::from_hours(366 * 24);
    if value.is_negative() || value > longest {
        Err(A_DURATION)
    } else {
        Ok(value)
    }
}
