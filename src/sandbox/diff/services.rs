//! What changed at the router, at the services, in the netbank and in the outbox.

use serde_json::Value;

use super::parts::{Pair, below, elements, members, shown, text, told};
use super::world::Change;

/// Parts that say nothing about invoices: tokens, and the grants that they were given for, belong
/// to the name of a sandbox, and the order of invoices follows from their times.
const SILENT: [(&str, &str); 4] = [
    ("maventa", "tokens"),
    ("maventa", "tokens_oldest_first"),
    ("maventa", "oldest_first"),
    ("maskinporten", "used"),
];

/// Every invoice of the router first, then whatever the other services keep.
pub(super) fn services(pair: Pair<'_>, changes: &mut Vec<Change>) {
    let router = below(pair, "maventa");
    for (id, pair) in members(below(router, "invoices")) {
        let words = format!("invoice {id}: {}", invoice(pair));
        let (old, new) = pair;
        let statuses = (status(old), status(new));
        changes.push(Change::of(
            "invoice",
            &id,
            words,
            (&statuses.0, &statuses.1),
        ));
    }
    for (service, pair) in members(pair) {
        for (part, pair) in members(pair) {
            let name = (service.as_str(), part.as_str());
            if SILENT.contains(&name) || name == ("maventa", "invoices") {
                continue;
            }
            if name == ("krr", "log") {
                noted(pair, changes);
                continue;
            }
            kept(name, pair, changes);
        }
    }
}

/// How many changes the contact register noted: what they were stands with the people.
fn noted((old, new): Pair<'_>, changes: &mut Vec<Change>) {
    let count = |side: &Value| Value::from(side.as_array().map_or(0, Vec::len));
    let (old, new) = (count(old), count(new));
    let words = format!("log of the contact register: {old} changes -> {new}");
    changes.push(Change::of("krr.log", "", words, (&old, &new)));
}

fn status(invoice: &Value) -> Value {
    invoice.get("status").cloned().unwrap_or_default()
}

fn invoice((old, new): Pair<'_>) -> String {
    let state = |side: &Value| {
        let by = text(side, "/delivered_by");
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(" by {by}")
        };
        format!("{}{by}", text(side, "/status"))
    };
    let tried = |side: &Value| {
        let attempts = side.get("attempts").and_then(Value::as_array);
        attempts.map_or(0, Vec::len)
    };
    match (old, new) {
        (Value::Null, _) => format!("new, {}", state(new)),
        (_, Value::Null) => format!("is not there, was {}", state(old)),
        _ if state(old) != state(new) => format!("{} -> {}", text(old, "/status"), state(new)),
        _ if tried(old) != tried(new) => {
            let (old, new_count) = (tried(old), tried(new));
            format!("still {}, ways tried {old} -> {new_count}", state(new))
        }
        _ => format!("still {}, at another place of its walk", state(new)),
    }
}

/// Whatever a service keeps by id; other things are told as they stand.
fn kept((service, part): (&str, &str), pair: Pair<'_>, changes: &mut Vec<Change>) {
    let what = match (service, part) {
        ("mps", "transactions") => "transaction",
        ("mps", "shipments") => "shipment",
        ("mps", "issuers") => "issuer",
        _ => part,
    };
    let row = |id: &str, said: String, pair| {
        let words = format!("{what} {id} at {service}: {said}").replace(" at mps:", " at MPS:");
        Change::of(&format!("{service}.{part}"), id, words, pair)
    };
    if !(pair.0.is_object() || pair.1.is_object()) {
        changes.push(row("", told(pair), pair));
        return;
    }
    for (id, pair) in members(pair) {
        let (old, new) = pair;
        let said = match pair {
            (Value::Null, _) if service == "mps" && part == "transactions" => {
                format!("new, {}", legs(new))
            }
            (Value::Null, _) => "new".to_owned(),
            (_, Value::Null) => "is not there".to_owned(),
            _ if legs(old) != legs(new) => format!("{} -> {}", legs(old), legs(new)),
            _ => told(pair),
        };
        changes.push(row(&id, said, pair));
    }
}

/// Every invoice that a consumer sees, or saw.
pub(super) fn presented(pair: Pair<'_>, changes: &mut Vec<Change>) {
    for (id, pair) in elements(pair, |row| text(row, "/id").to_owned()) {
        let (old, new) = pair;
        let side = if new.is_null() { old } else { new };
        let place = if side.get("in_vipps") == Some(&Value::Bool(true)) {
            "in the netbank and in Vipps"
        } else {
            "in the netbank"
        };
        let said = match pair {
            (Value::Null, _) => format!("presented {place}"),
            (_, Value::Null) => "is not there".to_owned(),
            _ => told(pair),
        };
        let (service, of) = (text(side, "/service"), text(side, "/service_id"));
        let words = format!("{}: {service} {of} {said}", text(side, "/consumer"));
        changes.push(Change::of("presented", &id, words, pair));
    }
}

/// Where the legs of a transaction stand; nothing for what has none.
fn legs(of: &Value) -> String {
    let statuses = ["/efaktura/status", "/atg/status"].map(|leg| text(of, leg));
    let there = statuses
        .into_iter()
        .filter(|status| !status.starts_with("NOT_AN"));
    there.collect::<Vec<_>>().join(" and ")
}

/// Every claim that came to a payer's bank.
pub(super) fn claims(pair: Pair<'_>, changes: &mut Vec<Change>) {
    for (id, pair) in elements(pair, |row| text(row, "/id").to_owned()) {
        let (old, new) = pair;
        let side = if new.is_null() { old } else { new };
        let said = match pair {
            (Value::Null, _) => format!("came to the bank, {}", text(new, "/state/is")),
            (_, Value::Null) => "is not there".to_owned(),
            _ => told(pair),
        };
        let words = format!("{}: claim {id} {said}", text(side, "/payer"));
        changes.push(Change::of("claim", &id, words, pair));
    }
}

/// Every letter that left, in order of ids.
pub(super) fn letters(pair: Pair<'_>, people: &Value, changes: &mut Vec<Change>) {
    for (id, pair) in elements(pair, |row| text(row, "/id").to_owned()) {
        let (old, new) = pair;
        let side = if new.is_null() { old } else { new };
        let (to, by) = match text(side, "/to/mail") {
            "" => (text(side, "/to/print/name"), "print"),
            mail => (mail, "e-mail"),
        };
        let to = slug_of(to, people).unwrap_or_else(|| to.to_owned());
        let said = match pair {
            (Value::Null, _) => String::new(),
            (_, Value::Null) => ": is not there".to_owned(),
            _ => format!(": {}", told(pair)),
        };
        let words = format!("letter to {to} by {by}{said}");
        changes.push(Change::of("letter", &id, words, pair));
    }
}

/// Who of the cast has this address or this name.
fn slug_of(to: &str, people: &Value) -> Option<String> {
    let people = people.as_object()?;
    let (slug, _) = people.iter().find(|(_, person)| {
        let name = format!(
            "{} {}",
            text(person, "/name/first"),
            text(person, "/name/last")
        );
        name == to || (!to.is_empty() && text(person, "/email") == to)
    })?;
    Some(slug.clone())
}

/// How many things are to come.
pub(super) fn agenda((old, new): Pair<'_>, changes: &mut Vec<Change>) {
    if old == new {
        return;
    }
    let count = |side: &Value| Value::from(side.as_array().map_or(0, Vec::len));
    let pair = (count(old), count(new));
    let words = if pair.0 == pair.1 {
        format!("agenda: other things to come, {} as before", shown(&pair.1))
    } else {
        format!(
            "agenda: things to come {} -> {}",
            shown(&pair.0),
            shown(&pair.1)
        )
    };
    changes.push(Change::of("agenda", "", words, (&pair.0, &pair.1)));
}
