//! The creditor mandate API as HTTP and JSON, both ways.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Echo;
use super::rest::{Wrong, login, parameters, problem, refuse, respond, shortened};
use crate::consumer::MandateKey;
use crate::domain::account::AccountNumber;
use crate::domain::kid::Kid;
use crate::services::mps::faults::{Fault, FaultKind};
use crate::services::mps::model::{
    Ask, Command, MandateFilter, MandateStatus, MandatesAsk, MandatesReply, PayeeChange,
    PayeeMandate, Place, Reply, Shown,
};
use crate::services::mps::operations::{MANDATES_PATH, OPERATIONS, PAGE, PAGE_MAX};
use crate::services::{Decoded, Facts, Operation, Received, Refused};
use crate::wire::form::Form;

/// The rule about parameters.
const QUERY: &str = "MPS-MANDATE-QUERY";

/// Whether an address below the mount belongs to the creditor mandate API.
pub(super) fn is_here(path: &str) -> bool {
    path.starts_with(MANDATES_PATH)
}

/// Reads a request.
pub(super) fn decode(received: &Received) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let Some((operation, reference)) = find(&received.path) else {
        let known: Vec<&str> = rows().map(|row| row.path).collect();
        let (known, found) = (known.join(", "), shortened(&received.path));
        let why = format!("expected one of the paths {known}, found {found}");
        return Err(Wrong::new(StatusCode::NOT_FOUND, why).refused(None));
    };
    read(operation, reference, received).map_err(|wrong| wrong.refused(Some(operation)))
}

/// Writes the answer to a request.
pub(super) fn encode(said: Result<&Reply, &Fault>) -> Response<Bytes> {
    match said {
        Ok(Reply::Mandates(reply)) => {
            let body = answer(reply).to_string();
            respond(StatusCode::OK, "application/json", body.into_bytes())
        }
        // No other question comes by this way.
        Ok(_) => problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "an answer to something else",
        ),
        Err(fault) => refuse(fault),
    }
}

fn wrong_query(why: impl Into<String>) -> Wrong {
    Wrong::new(StatusCode::BAD_REQUEST, why).by(Some(QUERY))
}

fn rows() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|row| is_here(row.path))
}

/// The operation at an address, and the reference in it.
fn find(path: &str) -> Option<(&'static Operation, &str)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    rows().find_map(|row| match row.path.split_once('{') {
        Some((before, _)) => {
            let reference = path.strip_prefix(before)?;
            let fits = !reference.is_empty() && !reference.contains('/');
            fits.then_some((row, reference))
        }
        None => (row.path == path).then_some((row, "")),
    })
}

fn read(
    operation: &'static Operation,
    reference: &str,
    received: &Received,
) -> Result<Decoded<Command, Echo>, Wrong> {
    let method = received.request.method();
    if method != http::Method::GET {
        return Err(Wrong::method(method, "GET"));
    }
    if let Some(max) = received.too_large {
        return Err(Wrong::too_large(max));
    }
    let query = Query::of(operation, received)?;
    let (ask, facts) = match operation.id {
        "mps.mandates.list" => list(&query)?,
        "mps.mandates.changes" => changes(&query)?,
        "mps.mandates.get" => get(reference)?,
        other => {
            let why = format!("{other} is not simulated by Sandkasse");
            return Err(Wrong::new(StatusCode::NOT_IMPLEMENTED, why));
        }
    };
    Ok(Decoded {
        operation,
        command: Command {
            login: login(received.request.headers()),
            ask: Ask::Mandates(ask),
            wish: None,
        },
        echo: Echo::Json,
        facts: vec![facts],
        remarks: Vec::new(),
    })
}

struct Query {
    form: Form,
}

impl Query {
    /// Takes the parameters of a request if each is known and stands once.
    fn of(operation: &Operation, received: &Received) -> Result<Self, Wrong> {
        let fields = operation.contract.map_or(&[][..], |it| it.request);
        let in_path = |name: &str| operation.path.contains(&format!("{{{name}}}"));
        let known = fields.iter().map(|field| field.name);
        let known: Vec<&str> = known.filter(|name| !in_path(name)).collect();
        let form = parameters(received, &known).map_err(wrong_query)?;
        Ok(Self { form })
    }

    fn maybe<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, Wrong> {
        let value = self.form.get(name).map(read).transpose();
        value.map_err(|why| wrong_query(format!("{name}: {why}")))
    }

    fn account(&self) -> Result<AccountNumber, Wrong> {
        let account = self.maybe("creditor_account", |text| {
            AccountNumber::parse(text).map_err(|error| error.to_string())
        })?;
        account.ok_or_else(|| {
            let why = "creditor_account: expected the account of a payee, found none";
            wrong_query(why)
        })
    }

    fn limit(&self) -> Result<usize, Wrong> {
        let limit = self.maybe("limit", |text| {
            let limit = text
                .parse()
                .ok()
                .filter(|limit| (1..=PAGE_MAX).contains(limit));
            let found = shortened(text);
            limit.ok_or_else(|| {
                format!("expected a whole number from 1 to {PAGE_MAX}, found `{found}`")
            })
        })?;
        Ok(limit.unwrap_or(PAGE))
    }

    fn kid(&self) -> Result<Option<Kid>, Wrong> {
        self.maybe("kid", |text| {
            Kid::parse(text).map_err(|error| error.to_string())
        })
    }
}

fn list(query: &Query) -> Result<(MandatesAsk, Facts), Wrong> {
    let filter = MandateFilter {
        account: query.account()?,
        kid: query.kid()?,
        status: query.maybe("status", |text| {
            MandateStatus::parse(text).ok_or_else(|| {
                let words: Vec<&str> = MandateStatus::WORDS.iter().map(|(_, word)| *word).collect();
                let found = shortened(text);
                format!("expected one of {}, found `{found}`", words.join(", "))
            })
        })?,
        after: query.maybe("cursor", |text| opened(text, |text| Kid::parse(text).ok()))?,
        limit: query.limit()?,
    };
    let facts = about(&filter.account, filter.kid.as_ref());
    Ok((MandatesAsk::List(filter), facts))
}

fn changes(query: &Query) -> Result<(MandatesAsk, Facts), Wrong> {
    let account = query.account()?;
    let since = query.maybe("since", |text| {
        text.parse::<Timestamp>().map_err(|_| {
            let found = shortened(text);
            format!(
                "expected an instant such as 2026-03-02T08:00:00Z (a plus sign is written %2B), \
                 found `{found}`"
            )
        })
    })?;
    let cursor = query.maybe("cursor", |text| opened(text, place))?;
    let from = match (since, cursor) {
        (Some(at), None) => Place { at, seen: 0 },
        (None, Some(place)) => place,
        (Some(_), Some(_)) => {
            let why = "since: expected it or cursor, found both; a cursor holds its instant";
            return Err(wrong_query(why));
        }
        (None, None) => {
            let why = "since: expected it, or the cursor of an earlier answer, found neither";
            return Err(wrong_query(why));
        }
    };
    let facts = about(&account, None);
    let limit = query.limit()?;
    Ok((MandatesAsk::Changes(account, from, limit), facts))
}

fn get(reference: &str) -> Result<(MandatesAsk, Facts), Wrong> {
    let key = reference.split_once('-').and_then(|(account, kid)| {
        let payee_account = AccountNumber::parse(account).ok()?;
        let kid = Kid::parse(kid).ok()?;
        Some(MandateKey { payee_account, kid })
    });
    let Some(key) = key.filter(|key| reference_of(key) == reference) else {
        let found = shortened(reference);
        let why = format!(
            "mandate_reference: expected account, hyphen and KID as a list has them, found \
             `{found}`"
        );
        let rule = FaultKind::MandateUnknown.rule();
        return Err(Wrong::new(StatusCode::NOT_FOUND, why).by(rule));
    };
    let facts = Facts {
        ids: vec![reference.to_owned()],
        ..about(&key.payee_account, Some(&key.kid))
    };
    Ok((MandatesAsk::Get(key), facts))
}

fn about(account: &AccountNumber, kid: Option<&Kid>) -> Facts {
    Facts {
        account: Some(account.to_string()),
        kid: kid.map(ToString::to_string),
        ..Facts::default()
    }
}

/// What a mandate is called; account and KID are all it takes, so nothing has to be remembered.
fn reference_of(key: &MandateKey) -> String {
    let MandateKey { payee_account, kid } = key;
    format!("{payee_account}-{kid}")
}

/// Cursors are Base64, so that nobody builds one by hand.
fn closed(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(text)
}

fn opened<T>(cursor: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, String> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    text.as_deref().and_then(read).ok_or_else(|| {
        let found = shortened(cursor);
        format!("expected the next_cursor of an earlier answer, found `{found}`")
    })
}

fn place(text: &str) -> Option<Place> {
    let (at, seen) = text.split_once(' ')?;
    let (at, seen) = (at.parse().ok()?, seen.parse().ok()?);
    Some(Place { at, seen })
}

fn answer(reply: &MandatesReply) -> Value {
    match reply {
        MandatesReply::List(page, more) => {
            let last = page.last().filter(|_| *more);
            let cursor = last.map(|last| closed(last.shown.key.kid.as_str()));
            let mandates: Vec<Value> = page.iter().map(mandate).collect();
            json!({ "mandates": mandates, "more": more, "next_cursor": cursor })
        }
        MandatesReply::Changes(page, Place { at, seen }, more) => {
            let cursor = closed(&format!("{at} {seen}"));
            let changes: Vec<Value> = page.iter().map(change).collect();
            json!({ "changes": changes, "more": more, "next_cursor": cursor })
        }
        MandatesReply::One(found) => mandate(found),
    }
}

fn mandate(found: &PayeeMandate) -> Value {
    let PayeeMandate {
        shown,
        created_at,
        changed_at,
    } = found;
    let instant = |at: &Option<Timestamp>| at.map(|at| at.to_string());
    let mut value = facts_of(shown);
    value["created_at"] = json!(instant(created_at));
    value["changed_at"] = json!(instant(changed_at));
    value
}

fn change(found: &PayeeChange) -> Value {
    let PayeeChange { kind, at, shown } = found;
    let mut value = facts_of(shown);
    value["change"] = json!(kind.as_str());
    value["happened_at"] = json!(at.to_string());
    value
}

fn facts_of(shown: &Shown) -> Value {
    let Shown {
        key,
        payer_account,
        notification,
        status,
    } = shown;
    let notification = if *notification { "Yes" } else { "No" };
    json!({
        "mandate_reference": reference_of(key),
        "creditor_account": key.payee_account.as_str(),
        "kid": key.kid.as_str(),
        "debtor_account": payer_account.as_ref().map(AccountNumber::as_str),
        "mandate_currency": { "currency": "NOK" },
        "mandate_notification": { "other": { "notification": notification } },
        "mandate_acceptance_result": { "status": status.as_str() },
    })
}
