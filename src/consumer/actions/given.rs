//! The fields of a deed, read once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::error::{ActionError, shown};
use super::stage::Fields;
use super::table::{Action, FieldKind};
use crate::domain::account::AccountNumber;
use crate::domain::digipost::Bank;
use crate::domain::email::EmailAddress;
use crate::domain::identity::OrgNumber;
use crate::domain::kid::Kid;
use crate::domain::krr::{KrrLanguage, MailboxProvider};
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;
use crate::domain::slug::Slug;

/// The word for taking something away.
const NONE: &str = "none";

/// Longest text that a register of people is taken to hold in one field.
const LONGEST: usize = 200;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Amount(Ore),
    Limit(Option<Ore>),
    Account(AccountNumber),
    Kid(Kid),
    Issuer(Issuer),
    Flag(bool),
    Email(Option<EmailAddress>),
    Phone(Option<PhoneNumber>),
    Mailbox(Option<MailboxProvider>),
    Language(KrrLanguage),
    Date(Date),
    Bank(Bank),
}

/// An issuer, by its name in the cast or by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Issuer {
    Number(OrgNumber),
    Company(Slug),
}

/// The fields of one deed, all of which fit the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Given(BTreeMap<&'static str, Value>);

macro_rules! values {
    ($($name:ident $variant:ident $type:ty;)+) => {$(
        pub(super) fn $name(&self, field: &str) -> Option<$type> {
            match self.0.get(field) {
                Some(Value::$variant(value)) => Some(value.clone()),
                Some(_) | None => None,
            }
        }
    )+};
}

impl Given {
    /// Reads the fields of a deed.
    pub(super) fn read(action: &'static Action, fields: &Fields) -> Result<Self, ActionError> {
        let mut given = BTreeMap::new();
        for (name, text) in fields {
            let row = action.fields.iter().find(|row| row.name == *name);
            let row = row.ok_or_else(|| ActionError::UnknownField {
                action: action.name,
                found: shown(name),
            })?;
            let value = value(row.kind, text).ok_or_else(|| ActionError::Value {
                field: row.name,
                found: shown(text),
                expected: row.kind.expected().to_owned(),
            })?;
            given.insert(row.name, value);
        }
        let mut needed = action.fields.iter().filter(|row| row.required);
        match needed.find(|row| !given.contains_key(row.name)) {
            Some(row) => Err(ActionError::missing(action, row.name)),
            None => Ok(Self(given)),
        }
    }

    values! {
        text Text String;
        amount Amount Ore;
        limit Limit Option<Ore>;
        account Account AccountNumber;
        kid Kid Kid;
        issuer Issuer Issuer;
        flag Flag bool;
        email Email Option<EmailAddress>;
        phone Phone Option<PhoneNumber>;
        mailbox Mailbox Option<MailboxProvider>;
        language Language KrrLanguage;
        date Date Date;
        bank Bank Bank;
    }

    /// Whether a field was given.
    pub(super) fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }
}

fn value(kind: FieldKind, text: &str) -> Option<Value> {
    match kind {
        FieldKind::Invoice
        | FieldKind::Claim
        | FieldKind::Mail
        | FieldKind::Payment
        | FieldKind::Text => line(text).map(Value::Text),
        FieldKind::Bank => Bank::named(text).map(Value::Bank),
        FieldKind::PostalCode => line(text)
            .filter(|code| code.chars().count() <= 20)
            .map(Value::Text),
        FieldKind::Country => {
            let capitals = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
            capitals.then(|| Value::Text(text.to_owned()))
        }
        FieldKind::Amount => ore(text).filter(|it| it.get() > 0).map(Value::Amount),
        FieldKind::Limit => or_none(text, ore).map(Value::Limit),
        FieldKind::Account => AccountNumber::parse(text).ok().map(Value::Account),
        FieldKind::Kid => Kid::parse(text).ok().map(Value::Kid),
        FieldKind::Issuer => {
            let number = OrgNumber::parse(text).map(Issuer::Number);
            let issuer = number.or_else(|_| Slug::parse(text).map(Issuer::Company));
            issuer.ok().map(Value::Issuer)
        }
        FieldKind::YesOrNo => text.parse().ok().map(Value::Flag),
        FieldKind::Email => or_none(text, |text| EmailAddress::parse(text).ok()).map(Value::Email),
        FieldKind::Phone => or_none(text, |text| PhoneNumber::parse(text).ok()).map(Value::Phone),
        FieldKind::Date => text.parse().ok().map(Value::Date),
        FieldKind::Language => KrrLanguage::parse(text).map(Value::Language),
        FieldKind::Mailbox => or_none(text, MailboxProvider::parse).map(Value::Mailbox),
    }
}

fn or_none<T>(text: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text == NONE {
        Some(None)
    } else {
        read(text).map(Some)
    }
}

/// Whole øre in plain digits.
fn ore(text: &str) -> Option<Ore> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok().map(Ore::new)).flatten()
}

/// A text for people, on one line; blanks around it are dropped.
fn line(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let fits = (1..=LONGEST).contains(&trimmed.chars().count());
    (fits && !trimmed.contains(char::is_control)).then(|| trimmed.to_owned())
}
