//! Requests to the file exchange: which operation it is, and its command.

use http::{Method, StatusCode};
use serde::Deserialize;

use super::sent;
use crate::domain::account::AccountNumber;
use crate::domain::giro::CustomerUnit;
use crate::services::mps::model::{Ask, Command, FileFilter, FileKind, FilesAsk};
use crate::services::mps::operations::{FILES_PATH, OPERATIONS};
use crate::services::mps::wire::Echo;
use crate::services::mps::wire::rest::{Wrong, login, parameters, shortened};
use crate::services::{Decoded, Facts, Operation, Received, Refused};
use crate::wire::form::{Form, decode_segment};
use crate::wire::json;

/// The rule about names and parameters.
const QUERY: &str = "MPS-FILE-QUERY";

/// The operation that takes a file.
const SEND: &str = "mps.files.send";

/// Longest name of a file, in characters.
const NAME_MAX: usize = 200;

/// Most accounts in one order for lists of mandates.
const ACCOUNTS_MAX: usize = 1000;

/// Whether an address below the mount belongs to the file exchange.
pub(in crate::services::mps::wire) fn is_here(path: &str) -> bool {
    path.starts_with(FILES_PATH) || path == FILES_PATH.trim_end_matches('/')
}

/// Reads a request.
pub(in crate::services::mps::wire) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let here = at(&received.path);
    let Some((first, _)) = here.first() else {
        let mut known: Vec<&str> = rows().map(|row| row.path).collect();
        known.dedup();
        let (known, found) = (known.join(", "), shortened(&received.path));
        let why = format!("expected one of the paths {known}, found {found}");
        return Err(Wrong::new(StatusCode::NOT_FOUND, why).refused(None));
    };
    let method = received.request.method();
    let asked = here.iter().find(|(row, _)| takes(row, method));
    let Some((operation, name)) = asked else {
        let allowed: Vec<&str> = here.iter().map(|(row, _)| methods(row)).collect();
        return Err(Wrong::method(method, &allowed.join(", ")).refused(Some(first)));
    };
    read(operation, *name, received).map_err(|wrong| wrong.refused(Some(operation)))
}

/// Something wrong with a name, a parameter or a body of JSON.
pub(super) fn wrong(why: impl Into<String>) -> Wrong {
    Wrong::new(StatusCode::BAD_REQUEST, why).by(Some(QUERY))
}

/// A name that a file was sent under. It is shown to people and is never a path.
pub(super) fn name_of(text: &str) -> Result<String, Wrong> {
    let length = text.chars().count();
    if length == 0 || length > NAME_MAX {
        let why = format!(
            "name: expected 1 to {NAME_MAX} characters, found {length}; a file may also be sent \
             without a name"
        );
        return Err(wrong(why));
    }
    if let Some(found) = text.chars().find(|c| c.is_control()) {
        let why = format!("name: expected no control characters, found {found:?}");
        return Err(wrong(why));
    }
    Ok(text.to_owned())
}

fn rows() -> impl Iterator<Item = &'static Operation> {
    OPERATIONS.iter().filter(|row| is_here(row.path))
}

/// The operations at an address, each with the name in it.
fn at(path: &str) -> Vec<(&'static Operation, Option<&str>)> {
    let path = path.strip_suffix('/').unwrap_or(path);
    rows()
        .filter_map(|row| Some((row, matched(row.path, path)?)))
        .collect()
}

fn matched<'p>(template: &str, path: &'p str) -> Option<Option<&'p str>> {
    let Some((before, behind)) = template.split_once("{name}") else {
        return (template == path).then_some(None);
    };
    let name = path.strip_prefix(before)?.strip_suffix(behind)?;
    (!name.is_empty() && !name.contains('/')).then_some(Some(name))
}

fn takes(row: &Operation, method: &Method) -> bool {
    let is_head = *method == Method::HEAD && row.method == crate::services::Method::Get;
    is_head || method.as_str() == row.method.as_str()
}

fn methods(row: &Operation) -> &'static str {
    if row.method == crate::services::Method::Get {
        return "GET, HEAD";
    }
    row.method.as_str()
}

fn read(
    operation: &'static Operation,
    name: Option<&str>,
    received: &Received,
) -> Result<Decoded<Command, Echo>, Wrong> {
    let name = name.map(|raw| decode_segment(raw, "name"));
    let name = name.transpose().map_err(|error| wrong(error.to_string()))?;
    let known: &[&str] = match operation.id {
        SEND => &["name"],
        "mps.files.list" => &["kind", "unit", "fetched"],
        _ => &[],
    };
    let query = parameters(received, known).map_err(wrong)?;
    let (ask, facts, remarks) = match (operation.id, name) {
        (SEND, name) => {
            let name = name.as_deref().or(query.get("name"));
            let sent = sent::read(received, name)?;
            (
                FilesAsk::Send(Box::new(sent.file)),
                sent.facts,
                sent.remarks,
            )
        }
        ("mps.files.list", _) => (FilesAsk::List(filter(&query)?), Vec::new(), Vec::new()),
        ("mps.files.fetch", Some(name)) => (FilesAsk::Fetch(name), Vec::new(), Vec::new()),
        ("mps.files.markFetched", Some(name)) => {
            (FilesAsk::MarkFetched(name), Vec::new(), Vec::new())
        }
        ("mps.files.orderMandates", _) => {
            let (accounts, facts) = accounts(received)?;
            (FilesAsk::OrderMandates(accounts), facts, Vec::new())
        }
        (other, _) => {
            let why = format!("{other} is not simulated by Sandkasse");
            return Err(Wrong::new(StatusCode::NOT_IMPLEMENTED, why));
        }
    };
    Ok(Decoded {
        operation,
        command: Command {
            login: login(received.request.headers()),
            ask: Ask::Files(ask),
            wish: None,
        },
        echo: Echo::Files(received.base.clone()),
        facts,
        remarks,
    })
}

fn filter(query: &Form) -> Result<FileFilter, Wrong> {
    let kind = query.get("kind").map(|text| {
        FileKind::parse(text).ok_or_else(|| {
            let words = FileKind::WORDS.iter().map(|(_, word)| *word);
            one_of("kind", text, &words.collect::<Vec<_>>())
        })
    });
    let unit = query
        .get("unit")
        .map(|text| CustomerUnit::parse(text).map_err(|error| wrong(format!("unit: {error}"))));
    let fetched = query.get("fetched").map(|text| match text {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(one_of("fetched", other, &["true", "false"])),
    });
    Ok(FileFilter {
        kind: kind.transpose()?,
        unit: unit.transpose()?,
        fetched: fetched.transpose()?,
    })
}

fn one_of(name: &str, found: &str, words: &[&str]) -> Wrong {
    let near = json::nearest(found, words.iter().copied());
    let hint = near.map(|near| format!("; did you mean `{near}`?"));
    let (words, found) = (words.join(", "), shortened(found));
    let hint = hint.unwrap_or_default();
    wrong(format!(
        "{name}: expected one of {words}, found `{found}`{hint}"
    ))
}

/// An order for full lists of mandates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    accounts: Vec<String>,
}

fn accounts(received: &Received) -> Result<(Vec<AccountNumber>, Vec<Facts>), Wrong> {
    if let Some(max) = received.too_large {
        return Err(Wrong::too_large(max));
    }
    let order: Order =
        json::read(received.request.body()).map_err(|error| wrong(error.to_string()))?;
    if order.accounts.is_empty() || order.accounts.len() > ACCOUNTS_MAX {
        let found = order.accounts.len();
        let why = format!(
            "accounts: expected 1 to {ACCOUNTS_MAX} accounts of payees, such as \
             {{\"accounts\": [\"86011117947\"]}}, found {found}"
        );
        return Err(wrong(why));
    }
    let mut accounts: Vec<AccountNumber> = Vec::new();
    for (index, text) in order.accounts.iter().enumerate() {
        let account = AccountNumber::parse(text)
            .map_err(|error| wrong(format!("accounts[{index}]: {error}")))?;
        if !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    let facts = accounts.iter().map(|account| Facts {
        account: Some(account.to_string()),
        ..Facts::default()
    });
    let facts = facts.collect();
    Ok((accounts, facts))
}
