//! Holding a message against its table: order, presence, repetition and limits.

use crate::services::mps::model::TransactionId;
use crate::services::mps::wire::schema::{
    self, AMOUNT, BOOLEAN, COUNT, DATE, EMAIL, INSTANT, PHONE, Read, SIGNATURE, digits, long, shown,
};
use crate::services::{Field, Holds, Kind};
use crate::wire::error::WireError;
use crate::wire::xml::{Element, Sequence};

/// Reads these fields off a sequence; what comes behind them is left.
pub(in crate::services::mps::wire) fn check(
    fields: &[Field],
    sequence: &mut Sequence<'_>,
) -> Result<(), WireError> {
    fields.iter().try_for_each(|field| one(field, sequence))
}

/// Whether a message is what its table promises, for tests.
///
/// # Errors
/// [`WireError`] for the first thing that is not.
#[cfg(test)]
pub(in crate::services::mps) fn holds_contract(
    fields: &[Field],
    message: &Element,
) -> Result<(), WireError> {
    let mut sequence = Sequence::of(message);
    check(fields, &mut sequence)?;
    sequence.finish()
}

fn one(field: &Field, sequence: &mut Sequence<'_>) -> Result<(), WireError> {
    if let Holds::Choice(options) = field.holds {
        return choice(field, options, sequence);
    }
    if field.max == 1 {
        return match sequence.optional(field.name) {
            Some(element) => content(field, sequence, element),
            None if field.min == 0 => Ok(()),
            None => sequence.required(field.name).map(|_| ()),
        };
    }
    let elements = sequence.repeated(field.name);
    if elements.len() < field.min {
        sequence.required(field.name)?;
    }
    if elements.len() > field.max {
        let expected = format!("at most {} of them", field.max);
        return Err(sequence.error(field.name, expected, elements.len().to_string()));
    }
    for (element, number) in elements.into_iter().zip(1..) {
        content(field, sequence, element).map_err(|error| {
            let at = format!("{} (in {} number {number})", error.at, field.name);
            WireError::new(at, error.expected, error.found)
        })?;
    }
    Ok(())
}

fn choice(field: &Field, options: &[Field], sequence: &mut Sequence<'_>) -> Result<(), WireError> {
    for option in options {
        if let Some(element) = sequence.optional(option.name) {
            return content(option, sequence, element);
        }
    }
    let names: Vec<String> = options.iter().map(|it| format!("<{}>", it.name)).collect();
    let last = options.last().map_or("", |it| it.name);
    match sequence.clone().required(last) {
        Err(error) if field.min > 0 => Err(WireError {
            expected: format!("one of {}", names.join(", ")),
            ..error
        }),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn content(field: &Field, sequence: &Sequence<'_>, element: &Element) -> Result<(), WireError> {
    match field.holds {
        Holds::Fields(shape) => {
            let mut inner = schema::inside(sequence, element)?;
            check(shape.fields, &mut inner)?;
            inner.finish()
        }
        Holds::Value(kind) => {
            if let Some(child) = element.children.first() {
                let found = format!("<{}>", child.local());
                return Err(sequence.error(field.name, words(kind), found));
            }
            if holds(kind, &element.text) {
                return Ok(());
            }
            Err(sequence.error(field.name, words(kind), shown(&element.text)))
        }
        // A choice is no element; `one` has seen to it.
        Holds::Choice(_) => Ok(()),
    }
}

fn holds(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Text(min, max) => long(text, min, max),
        Kind::Digits(min, max) => digits(text, min, max),
        Kind::Word(words) => words.contains(&text),
        Kind::Uuid => TransactionId::parse(text).is_some(),
        Kind::Amount => AMOUNT.read(text).is_some(),
        Kind::Date => DATE.read(text).is_some(),
        Kind::DateTime => INSTANT.read(text).is_some(),
        Kind::Boolean => BOOLEAN.read(text).is_some(),
        Kind::Count => COUNT.read(text).is_some(),
        Kind::Phone => PHONE.read(text).is_some(),
        Kind::Email => EMAIL.read(text).is_some(),
        Kind::Signature => SIGNATURE.read(text).is_some(),
    }
}

fn words(kind: Kind) -> String {
    let span = |min, max, what: &str| match (min, max) {
        (0, max) => format!("at most {max} {what}"),
        (min, max) if min == max => format!("{min} {what}"),
        (min, max) => format!("{min} to {max} {what}"),
    };
    match kind {
        Kind::Text(min, max) => span(min, max, "characters"),
        Kind::Digits(min, max) => span(min, max, "digits"),
        Kind::Word(words) => words.join(", "),
        Kind::Uuid => "a UUID of 36 characters in lower case".to_owned(),
        Kind::Amount => AMOUNT.words().to_owned(),
        Kind::Date => DATE.words().to_owned(),
        Kind::DateTime => "an instant such as 2026-03-20T09:00:00Z".to_owned(),
        Kind::Boolean => BOOLEAN.words().to_owned(),
        Kind::Count => COUNT.words().to_owned(),
        Kind::Phone => PHONE.words().to_owned(),
        Kind::Email => EMAIL.words().to_owned(),
        Kind::Signature => SIGNATURE.words().to_owned(),
    }
}
