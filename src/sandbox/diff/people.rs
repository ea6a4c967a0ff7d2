//! What changed about people, companies, and what they agreed on.

use serde_json::Value;

use super::parts::{Pair, elements, leaves, members, shown, text, told};
use super::world::Change;

/// Keys follow from the names of sandbox and company, so they say nothing about a world.
const KEYS: [&str; 15] = [
    "maventa.company_id",
    "maventa.user_api_key",
    "maventa.vendor_api_key",
    "mps.user",
    "mps.password",
    "digipost.broker_id",
    "vipps.isp.client_id",
    "vipps.isp.client_secret",
    "vipps.isp.subscription_key",
    "vipps.isp.secondary_subscription_key",
    "vipps.ipp.client_id",
    "vipps.ipp.client_secret",
    "vipps.ipp.subscription_key",
    "vipps.ipp.secondary_subscription_key",
    "maskinporten.client_id",
];

/// Everybody who changed.
pub(super) fn people(pair: Pair<'_>, changes: &mut Vec<Change>) {
    for (slug, pair) in members(pair) {
        each(("person", &slug), pair, person, changes);
    }
}

/// Every company that changed.
pub(super) fn companies(pair: Pair<'_>, changes: &mut Vec<Change>) {
    for (slug, pair) in members(pair) {
        each(("company", &slug), pair, company, changes);
    }
}

/// One row for somebody who came or went, else one row a difference.
fn each(
    (what, slug): (&'static str, &str),
    pair: Pair<'_>,
    words: fn(&str, Pair<'_>) -> String,
    changes: &mut Vec<Change>,
) {
    let row = |said: String, pair| Change::of(what, slug, format!("{slug}: {said}"), pair);
    match pair {
        (Value::Null, _) => changes.push(row(format!("new {what}"), pair)),
        (_, Value::Null) => changes.push(row(format!("{what} is not there"), pair)),
        _ => {
            let differences = leaves("", pair).into_iter();
            let told = differences.filter(|(path, _)| !KEYS.contains(&path.as_str()));
            changes.extend(told.map(|(path, pair)| row(words(&path, pair), pair)));
        }
    }
}

fn person(path: &str, pair: Pair<'_>) -> String {
    let (old, new) = pair;
    let switch = |name: &str| {
        let state = if *new == Value::Bool(true) {
            "on"
        } else {
            "off"
        };
        format!("{name} {state}")
    };
    let entry = |name: &str| match (old, new) {
        (Value::Null, _) => format!("registered {name}"),
        _ => format!("no longer registered {name}"),
    };
    match path {
        "efaktura" => entry("for eFaktura"),
        "efaktura.yes_to_all" => switch("Yes to All"),
        "efaktura.blocked_issuers" => issuers(pair),
        "vipps" => entry("in Vipps"),
        "vipps.active" => switch("Vipps"),
        "vipps.display" => switch("invoices shown in Vipps"),
        "vipps.blacklisted" => black_listed_at_vipps(new).to_owned(),
        "krr" => entry("in KRR"),
        "krr.reserved" => switch("reservation against digital post"),
        "krr.email" => switch("e-mail in KRR"),
        "krr.mobile" => switch("phone in KRR"),
        "bank" => entry("at a bank"),
        "digipost" => entry("at Digipost"),
        "digipost.active" => switch("account at Digipost"),
        path => plain(path, pair),
    }
}

fn company(path: &str, pair: Pair<'_>) -> String {
    let (old, new) = pair;
    match path {
        "maventa.b2cno" => format!("main agreement {} -> {}", shown(old), shown(new)),
        "mps" => match (old, new) {
            (Value::Null, _) => "has a user at MPS".to_owned(),
            _ => "no longer has a user at MPS".to_owned(),
        },
        "digipost" => match (old, new) {
            (Value::Null, _) => "has an account at Digipost".to_owned(),
            _ => "no longer has an account at Digipost".to_owned(),
        },
        "vipps" => came_or_went(pair, "known to Vipps"),
        "vipps.isp" => came_or_went(pair, "an ISP of Vipps"),
        "vipps.ipp" => came_or_went(pair, "an IPP of Vipps"),
        "vipps.isp.whitelist" if new.is_null() => "free to send through Vipps to all".to_owned(),
        "vipps.isp.whitelist" => {
            format!(
                "may send through Vipps to {} only, was {}",
                shown(new),
                shown(old)
            )
        }
        "vipps.blacklisted" => black_listed_at_vipps(new).to_owned(),
        "maskinporten" => came_or_went(pair, "a client of Maskinporten"),
        "maskinporten.keys" => "other keys at Maskinporten".to_owned(),
        "digipost.certificate" => "another certificate at Digipost".to_owned(),
        "mps.black_listed" => match (old, new) {
            (Value::Null, _) => format!("black-listed {}", days(new)),
            _ => "no longer black-listed".to_owned(),
        },
        "avtalegiro" => {
            let rows = elements(pair, |row| text(row, "/account").to_owned());
            let told = rows.into_iter().map(|(account, pair)| {
                let name = format!("AvtaleGiro agreement on {account}");
                agreement(&name, pair)
            });
            let told = told.collect::<Vec<_>>().join(", ");
            if told.is_empty() {
                "AvtaleGiro agreements in another order".to_owned()
            } else {
                told
            }
        }
        path => plain(path, pair),
    }
}

fn came_or_went((old, _): Pair<'_>, what: &str) -> String {
    if old.is_null() {
        what.to_owned()
    } else {
        format!("no longer {what}")
    }
}

fn black_listed_at_vipps(new: &Value) -> &'static str {
    if *new == Value::Bool(true) {
        "black-listed at Vipps"
    } else {
        "no longer black-listed at Vipps"
    }
}

fn days(listing: &Value) -> String {
    match text(listing, "/until") {
        "" => format!("from {}", text(listing, "/from")),
        until => format!("from {} until {until}", text(listing, "/from")),
    }
}

fn plain(path: &str, (old, new): Pair<'_>) -> String {
    format!("{path} {} -> {}", shown(old), shown(new))
}

fn agreement(name: &str, pair: Pair<'_>) -> String {
    match pair {
        (Value::Null, _) => format!("{name} made"),
        (_, Value::Null) => format!("{name} ended"),
        _ => format!("{name}: {}", told(pair)),
    }
}

fn issuers(pair: Pair<'_>) -> String {
    let rows = elements(pair, shown).into_iter();
    let told = rows.map(|(issuer, (old, _))| {
        let words = if old.is_null() {
            "blocks"
        } else {
            "no longer blocks"
        };
        format!("{words} issuer {issuer}")
    });
    let told = told.collect::<Vec<_>>().join(", ");
    if told.is_empty() {
        "blocked issuers in another order".to_owned()
    } else {
        told
    }
}

/// What happened to mandates that stand as before: what was changed and changed back.
pub(super) fn record(pair: Pair<'_>, changes: &mut Vec<Change>) {
    let key = |row: &Value| {
        let part = |name| text(row, name);
        let (at, kind) = (part("/at"), part("/kind"));
        let (account, kid) = (part("/key/payee_account"), part("/key/kid"));
        format!("{account} KID {kid} {kind} at {at}")
    };
    for (id, pair) in elements(pair, key) {
        let there = if pair.1.is_null() { "not on" } else { "on" };
        let words = format!("mandate {id}: {there} record");
        changes.push(Change::of("mandate-change", &id, words, pair));
    }
}

/// Every mandate that was made, changed or ended.
pub(super) fn mandates(pair: Pair<'_>, changes: &mut Vec<Change>) {
    let key = |row: &Value| {
        let part = |name| text(row, name);
        format!(
            "{} KID {}",
            part("/mandate/payee_account"),
            part("/mandate/kid")
        )
    };
    for (id, pair) in elements(pair, key) {
        let (old, new) = pair;
        let side = if new.is_null() { old } else { new };
        let payer = text(side, "/payer");
        let said = match pair {
            (Value::Null, _) => "made".to_owned(),
            (_, Value::Null) => "ended".to_owned(),
            _ => told(pair).replace("mandate.", ""),
        };
        let words = format!("mandate {id} of {payer}: {said}");
        changes.push(Change::of("mandate", &id, words, pair));
    }
}
