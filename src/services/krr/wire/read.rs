//! Bodies of requests: JSON objects of few members.

use serde_json::{Map, Value};

use crate::domain::krr::KrrLanguage;
use crate::services::krr::faults::{Fault, FaultKind};
use crate::services::krr::model::{Ask, ChangesAsk, LanguageAsk, LookUp, PERSONS_MAX, Version};
use crate::services::krr::operations::{CHANGES, LANGUAGE, OWN, PERSONER_V1, PERSONER_V2, PRINT};
use crate::services::{Operation, Received};
use crate::wire::json;

const PERSONS: &str = "personidentifikatorer";
const UNKNOWN_TOO: &str = "inkluderIkkeRegistrerte";
const FROM: &str = "fraEndringsId";
const SPRAAK: &str = "spraak";

/// What a request asks, and a member that no document has.
pub(super) fn body(
    operation: &Operation,
    received: &Received,
) -> Result<(Ask, Option<String>), Fault> {
    let read: fn(&mut Members) -> Result<Ask, Fault> = match operation.id {
        PRINT => return Ok((Ask::Print, None)),
        OWN => return Ok((Ask::Own, None)),
        PERSONER_V1 => |members| look_up(members, Version::V1),
        PERSONER_V2 => |members| look_up(members, Version::V2),
        CHANGES => changes,
        LANGUAGE => language,
        other => return Err(Fault::new(FaultKind::NotSimulated, other)),
    };
    let mut members = object(received)?;
    let ask = read(&mut members)?;
    // Whoever is left was asked for by nobody.
    let unknown = members.keys().next();
    Ok((ask, unknown.map(|name| name.chars().take(80).collect())))
}

type Members = Map<String, Value>;

fn object(received: &Received) -> Result<Members, Fault> {
    let body = received.request.body();
    match json::read::<Value>(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(Fault::new(FaultKind::InvalidJson, kind(&other))),
        Err(error) => {
            let found: String = error.to_string().chars().take(200).collect();
            Err(Fault::new(FaultKind::InvalidJson, found))
        }
    }
}

fn look_up(members: &mut Members, version: Version) -> Result<Ask, Fault> {
    let persons = match members.remove(PERSONS) {
        Some(Value::Array(persons)) => persons,
        other => return Err(wrong(PERSONS, other.as_ref(), "a list of texts")),
    };
    match persons.len() {
        0 => return Err(Fault::new(FaultKind::NoPersons, "none")),
        count if count > PERSONS_MAX => {
            return Err(Fault::new(FaultKind::TooManyPersons, count.to_string()));
        }
        _ => {}
    }
    let persons = persons.into_iter().enumerate().map(|(at, id)| {
        let found = kind(&id);
        if let Value::String(id) = id {
            return Ok(id);
        }
        let found = format!("{found} as `{PERSONS}[{at}]`, where a text belongs");
        Err(Fault::new(FaultKind::InvalidMember, found))
    });
    let persons = persons.collect::<Result<_, _>>()?;
    // The first version does not know the switch.
    let include_unknown = match version {
        Version::V1 => false,
        Version::V2 => match members.remove(UNKNOWN_TOO) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(value)) => value,
            other => return Err(wrong(UNKNOWN_TOO, other.as_ref(), "`true` or `false`")),
        },
    };
    Ok(Ask::LookUp(LookUp {
        version,
        persons,
        include_unknown,
    }))
}

fn changes(members: &mut Members) -> Result<Ask, Fault> {
    let from = members.remove(FROM);
    match from.as_ref().and_then(Value::as_u64) {
        Some(from) => Ok(Ask::Changes(ChangesAsk { from })),
        None => Err(wrong(FROM, from.as_ref(), "a whole number from 0")),
    }
}

fn language(members: &mut Members) -> Result<Ask, Fault> {
    match members.remove(SPRAAK) {
        Some(Value::String(word)) => match KrrLanguage::parse(&word) {
            Some(language) => Ok(Ask::Language(LanguageAsk { language })),
            None => {
                let shown: String = word.chars().take(20).collect();
                Err(Fault::new(FaultKind::UnknownLanguage, format!("`{shown}`")))
            }
        },
        other => Err(wrong(SPRAAK, other.as_ref(), "a text")),
    }
}

fn wrong(name: &str, found: Option<&Value>, expected: &str) -> Fault {
    let found = found.map_or("nothing", kind);
    let found = format!("{found} as `{name}`, where {expected} belongs");
    Fault::new(FaultKind::InvalidMember, found)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "another number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
