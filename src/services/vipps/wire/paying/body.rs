//! Bodies of status calls (Vipps: swagger of the IPP side, definitions of the bodies).

use serde_json::{Map, Value};

use crate::domain::money::Ore;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::Transition;
use crate::services::vipps::wire::rfc3339;
use crate::wire::json;

/// What an approval says. Its due date and amount are held against the clock and the invoice later.
pub(super) fn approved(body: &[u8]) -> Result<Transition, Fault> {
    let members = object(body)?;
    let due = text(&members, "due")?;
    let amount = amount(&members)?;
    let bank_code = text(&members, "bankCode")?;
    let mut wrong = Vec::new();
    if due.is_none() {
        wrong.push("due is required".to_owned());
    }
    match amount {
        None => wrong.push("amount is required".to_owned()),
        Some(amount) if amount.is_negative() => {
            wrong.push(format!("amount is {}, less than nothing", amount.get()))
        }
        Some(_) => {}
    }
    wrong.extend(bank_code.as_deref().and_then(wrong_bank));
    let (true, Some(due), Some(amount)) = (wrong.is_empty(), due, amount) else {
        return Err(invalid(&wrong));
    };
    let due = rfc3339::instant(&due).ok_or_else(|| {
        let found = format!("the due date `{}`", short(&due));
        Fault::problem(ProblemKind::Rfc3339ParseError, found)
    })?;
    Ok(Transition::Approved {
        due,
        amount,
        bank_code,
    })
}

/// The bank that a body names, which may be empty, whatever its media type.
pub(super) fn bank(body: &[u8]) -> Result<Option<String>, Fault> {
    if body.trim_ascii().is_empty() {
        return Ok(None);
    }
    let bank_code = text(&object(body)?, "bankCode")?;
    match bank_code.as_deref().and_then(wrong_bank) {
        Some(wrong) => Err(invalid(&[wrong])),
        None => Ok(bank_code),
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Fault> {
    let value = json::read(body).map_err(|error| bad_json(&error.to_string()))?;
    match value {
        Value::Object(members) => Ok(members),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(bad_json("something else than an object"))
        }
    }
}

/// A text; null is as good as nothing.
fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            Err(bad_json(&format!("`{name}` that is no text")))
        }
    }
}

/// An amount in whole øre.
fn amount(members: &Map<String, Value>) -> Result<Option<Ore>, Fault> {
    match members.get("amount") {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_i64() {
            Some(ore) => Ok(Some(Ore::new(ore))),
            None => Err(bad_json("`amount` that is no whole number of øre")),
        },
    }
}

/// A bank is four digits.
fn wrong_bank(code: &str) -> Option<String> {
    let good = code.len() == 4 && code.bytes().all(|it| it.is_ascii_digit());
    (!good).then(|| format!("bankCode is `{}`, not four digits", short(code)))
}

fn bad_json(found: &str) -> Fault {
    Fault::problem(ProblemKind::InvalidJson, short(found))
}

fn invalid(wrong: &[String]) -> Fault {
    let found = format!("{} error(s): {}", wrong.len(), wrong.join("; "));
    Fault::problem(ProblemKind::InputValidationFailed, found)
}

fn short(text: &str) -> String {
    text.chars().take(160).collect()
}
