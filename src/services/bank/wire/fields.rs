//! The fields of a message, whatever form they came in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::consumer::PaymentOrder;
use crate::domain::account::AccountNumber;
use crate::domain::money::Ore;
use crate::services::Received;
use crate::services::bank::faults::{Fault, FaultKind};
use crate::services::bank::model::{SentPayment, User};
use crate::wire::form::Form;
use crate::wire::json;
use crate::wire::xml::{Element, Limits};

/// Longest KID, in characters (Digipost: bank payment API).
const KID_MAX: usize = 25;
/// Digits of an account.
const ACCOUNT: usize = 11;
/// Most levels, elements and attributes of a message.
const LIMITS: Limits = Limits {
    max_depth: 8,
    max_elements: 100,
    max_attributes: 16,
};

/// Names and values, each name once.
#[derive(Debug)]
pub(super) struct Fields {
    /// What the fields stood in, where that has a name.
    root: Option<String>,
    values: BTreeMap<String, String>,
}

impl Fields {
    /// The parameters of an address.
    pub(super) fn of_query(received: &Received) -> Result<Self, Fault> {
        let text = received.request.uri().query().unwrap_or_default();
        let form = Form::from_query(text).map_err(|error| wrong(error.to_string()))?;
        let pairs = form.pairs();
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self::of(None, pairs)
    }

    /// The children of the one element of a body.
    pub(super) fn of_xml(bytes: &[u8]) -> Result<Self, Fault> {
        let root = Element::parse(bytes, LIMITS).map_err(|error| wrong(error.to_string()))?;
        for child in &root.children {
            if !child.children.is_empty() {
                let found = format!("elements in <{}>, which holds text", shown(child.local()));
                return Err(wrong(found));
            }
        }
        let children = root.children.iter();
        let pairs = children.map(|child| (child.local().to_owned(), child.text().to_owned()));
        Self::of(Some(root.local().to_owned()), pairs)
    }

    /// The members of an object, which may stand in one with the name of the message.
    pub(super) fn of_json(bytes: &[u8]) -> Result<Self, Fault> {
        let value: Value = json::read(bytes).map_err(|error| wrong(error.to_string()))?;
        let (root, value) = unwrapped(value);
        let Value::Object(members) = value else {
            return Err(wrong("JSON that is no object".to_owned()));
        };
        let mut values = BTreeMap::new();
        for (name, value) in members {
            let text = match value {
                Value::Null => continue,
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                    let found = format!("`{}`, which is neither text nor number", shown(&name));
                    return Err(wrong(found));
                }
            };
            values.insert(name, text);
        }
        Ok(Self { root, values })
    }

    fn of(
        root: Option<String>,
        pairs: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Fault> {
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            let found = format!("`{}` twice", shown(&name));
            if values.insert(name, value).is_some() {
                return Err(wrong(found));
            }
        }
        Ok(Self { root, values })
    }

    /// Refuses fields that stand in something of another name.
    pub(super) fn root(&self, expected: &str) -> Result<(), Fault> {
        match &self.root {
            Some(root) if root != expected => {
                let found = format!("`{}`, expected `{expected}`", shown(root));
                Err(wrong(found))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses a field of another name.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Fault> {
        let mut names = self.values.keys();
        match names.find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => {
                let near = json::nearest(name, known.iter().copied());
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                let (name, known) = (shown(name), known.join(", "));
                let hint = hint.unwrap_or_default();
                Err(wrong(format!("`{name}`, expected one of {known}{hint}")))
            }
        }
    }

    fn maybe(&self, name: &str) -> Option<&str> {
        let value = self.values.get(name).map(|value| value.trim());
        value.filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str) -> Result<&str, Fault> {
        let none = || wrong(format!("no `{name}`"));
        self.maybe(name).ok_or_else(none)
    }

    fn at_most(&self, name: &str, max: usize) -> Result<Option<String>, Fault> {
        match self.maybe(name) {
            Some(text) if text.chars().count() > max => {
                let found = format!("`{name}` of {} characters", text.chars().count());
                Err(wrong(format!("{found}, expected at most {max}")))
            }
            text => Ok(text.map(str::to_owned)),
        }
    }
}

/// Bank and person, which every message names.
pub(super) fn bank_and_user(fields: &Fields) -> Result<User, Fault> {
    let user_id = fields.required("user-id")?;
    let is_number = user_id.len() == ACCOUNT && user_id.bytes().all(|it| it.is_ascii_digit());
    if !is_number {
        let found = "`user-id` that is not 11 digits, as an identity number is";
        return Err(wrong(found.to_owned()));
    }
    Ok(User {
        bank: fields.required("bank-identifier")?.to_owned(),
        user_id: user_id.to_owned(),
    })
}

/// A payment.
pub(super) fn payment(fields: &Fields) -> Result<SentPayment, Fault> {
    fields.only(&[
        "bank-identifier",
        "user-id",
        "from-account-number",
        "to-account-number",
        "kid",
        "amount",
        "due-date",
        "issuer-name",
        "invoice-id",
    ])?;
    let from = fields.required("from-account-number")?;
    let from = AccountNumber::parse(from)
        .map_err(|error| wrong(format!("`from-account-number`: {error}")))?;
    let to = fields.required("to-account-number")?;
    if to.len() != ACCOUNT || !to.bytes().all(|byte| byte.is_ascii_digit()) {
        let found = format!("`to-account-number` `{}`, expected 11 digits", shown(to));
        return Err(wrong(found));
    }
    let kid = fields.at_most("kid", KID_MAX)?;
    let in_kid = |it: u8| it.is_ascii_digit() || it == b'-';
    if let Some(kid) = kid.as_ref().filter(|kid| !kid.bytes().all(in_kid)) {
        return Err(wrong(format!("`kid` `{}`, expected digits", shown(kid))));
    }
    let amount = fields.required("amount")?;
    let amount = Ore::from_decimal(amount).map_err(|error| wrong(format!("`amount`: {error}")))?;
    if amount <= Ore::ZERO {
        return Err(wrong(format!("`amount` {amount}, expected more than 0")));
    }
    Ok(SentPayment {
        from,
        to: to.to_owned(),
        kid,
        amount,
        due_date: date(fields.required("due-date")?)?,
        issuer_name: fields.at_most("issuer-name", PaymentOrder::ISSUER_MAX)?,
        invoice_id: fields.at_most("invoice-id", PaymentOrder::INVOICE_ID_MAX)?,
    })
}

/// A date; a zone behind it moves nothing.
fn date(text: &str) -> Result<Date, Fault> {
    let refuse = || {
        let found = format!("`due-date` `{}`, expected a date", shown(text));
        wrong(format!("{found} such as 2026-03-20"))
    };
    let (day, zone) = text.split_at_checked(10).ok_or_else(refuse)?;
    let is_zone = zone.is_empty()
        || zone == "Z"
        || (zone.len() == 6 && zone.starts_with(['+', '-']) && zone.as_bytes()[3] == b':');
    day.parse().ok().filter(|_| is_zone).ok_or_else(refuse)
}

/// What stands in an object with one member that is an object, and the name of that.
fn unwrapped(mut value: Value) -> (Option<String>, Value) {
    let only = value.as_object_mut().filter(|members| members.len() == 1);
    let inner = only.and_then(|members| members.iter_mut().next());
    match inner {
        Some((name, inner)) if inner.is_object() => (Some(name.clone()), inner.take()),
        Some(_) | None => (None, value),
    }
}

fn wrong(found: String) -> Fault {
    Fault::new(FaultKind::Message, found)
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
