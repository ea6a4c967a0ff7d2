//! `${step/pointer}`: what texts of steps and expectations may take from elsewhere.

use serde_json::Value;

use crate::scenario::script::{Field, Fields};

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// Something to be put here.
    Reference(Reference),
}

/// What is to be put somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where it is taken from.
    pub root: Root,
    /// The way down from there, name by name, lists by number from 0.
    pub pointer: Vec<String>,
}

/// Where a reference begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Root {
    /// The reply to a step.
    Step(String),
    /// A person of the cast.
    Person(String),
    /// A company of the cast.
    Company(String),
}

/// The words that begin a reference to the cast; no step may be called so.
pub(super) const CAST: [&str; 2] = ["people", "companies"];

/// Takes a text apart; `$${` stands for `${` itself.
///
/// # Errors
/// What was found and expected.
pub fn pieces(text: &str) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(before) = before.strip_suffix('$') {
            plain.push_str(before);
            plain.push_str("${");
            rest = after;
            continue;
        }
        plain.push_str(before);
        let Some((inside, behind)) = after.split_once('}') else {
            let shown: String = after.chars().take(40).collect();
            return Err(format!(
                "found `${{{shown}` without a closing brace, expected such as `${{send/id}}`; \
                 write `$${{` for the sign itself"
            ));
        };
        if !plain.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut plain)));
        }
        pieces.push(Piece::Reference(reference(inside)?));
        rest = behind;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    Ok(pieces)
}

/// Whether a text takes anything from elsewhere.
#[must_use]
pub fn is_open(text: &str) -> bool {
    text.contains("${")
}

fn reference(inside: &str) -> Result<Reference, String> {
    let mut names = inside.split('/').map(str::to_owned);
    let first = names.next().unwrap_or_default();
    let shape = || {
        format!(
            "found `${{{inside}}}`, expected `${{step/member}}`, `${{people/slug/field}}` or \
             `${{companies/slug/field}}`"
        )
    };
    let root = match first.as_str() {
        "people" => Root::Person(names.next().ok_or_else(shape)?),
        "companies" => Root::Company(names.next().ok_or_else(shape)?),
        _ => Root::Step(first),
    };
    let pointer: Vec<String> = names.collect();
    let (Root::Step(name) | Root::Person(name) | Root::Company(name)) = &root;
    if name.is_empty() || pointer.is_empty() || pointer.iter().any(String::is_empty) {
        return Err(shape());
    }
    Ok(Reference { root, pointer })
}

/// Every text in fields, with its path.
pub(super) fn texts_of_fields<'a>(
    path: &str,
    fields: &'a Fields,
    visit: &mut impl FnMut(&str, &'a str),
) {
    for (name, field) in &fields.0 {
        texts_of_field(&format!("{path}.{name}"), field, visit);
    }
}

fn texts_of_field<'a>(path: &str, field: &'a Field, visit: &mut impl FnMut(&str, &'a str)) {
    match field {
        Field::Text(text) => visit(path, text),
        Field::Bare(_) => {}
        Field::Group(fields) => texts_of_fields(path, fields, visit),
        Field::List(values) => {
            for (index, value) in values.iter().enumerate() {
                texts_of_field(&format!("{path}[{index}]"), value, visit);
            }
        }
    }
}

/// Every text in a value, with its path.
pub(super) fn texts_of_value<'a>(
    path: &str,
    value: &'a Value,
    visit: &mut impl FnMut(&str, &'a str),
) {
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                texts_of_value(&format!("{path}[{index}]"), value, visit);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                texts_of_value(&format!("{path}.{name}"), value, visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Reference, Root, pieces};

    fn step(name: &str, pointer: &[&str]) -> Piece {
        Piece::Reference(Reference {
            root: Root::Step(name.to_owned()),
            pointer: pointer.iter().map(|name| (*name).to_owned()).collect(),
        })
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn a_text_is_taken_apart_where_it_names_something_else() {
        for (written, read) in [
            ("", vec![]),
            ("kr 450 $", vec![text("kr 450 $")]),
            ("${send/id}", vec![step("send", &["id"])]),
            (
                "due:${send/a/0}!",
                vec![text("due:"), step("send", &["a", "0"]), text("!")],
            ),
            ("$${send/id} æ", vec![text("${send/id} æ")]),
        ] {
            assert_eq!(pieces(written).unwrap(), read, "{written}");
        }
        let person = pieces("${people/halgeir/efaktura/identifier}").unwrap();
        assert_eq!(
            person,
            [Piece::Reference(Reference {
                root: Root::Person("halgeir".to_owned()),
                pointer: vec!["efaktura".to_owned(), "identifier".to_owned()],
            })]
        );
    }

    #[test]
    fn half_a_reference_is_refused_with_an_example() {
        for wrong in [
            "${send/id",
            "${}",
            "${send}",
            "${send/}",
            "${people}",
            "${people/x}",
        ] {
            let told = pieces(wrong).unwrap_err();
            assert!(told.contains("expected") && told.contains("${"), "{told}");
        }
    }
}
