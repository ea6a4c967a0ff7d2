//! Puts what earlier steps and the cast brought where a text names it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::has::shown;
use crate::scenario::plan::{Piece, Reference, Root, is_open, pieces};
use crate::scenario::script::{Field, Fields};
use crate::wire::json::nearest;

/// What texts may name.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// Bodies of replies by the name of the step.
    pub(super) replies: BTreeMap<String, Value>,
    /// Everybody in the cast, as the admin API lists them.
    pub(super) people: Value,
    /// Every company, likewise.
    pub(super) companies: Value,
}

impl Sources {
    /// A text with everything in its place.
    ///
    /// # Errors
    /// What was named, and what there is.
    pub(super) fn text(&self, text: &str) -> Result<String, String> {
        if !is_open(text) {
            return Ok(text.to_owned());
        }
        let mut whole = String::new();
        for piece in pieces(text)? {
            match piece {
                Piece::Text(text) => whole.push_str(&text),
                Piece::Reference(reference) => match self.look(&reference)? {
                    Value::String(text) => whole.push_str(text),
                    leaf @ (Value::Number(_) | Value::Bool(_)) => {
                        whole.push_str(&leaf.to_string());
                    }
                    other @ (Value::Null | Value::Array(_) | Value::Object(_)) => {
                        return Err(format!(
                            "`{}` is {}, expected a text or a number",
                            written(&reference),
                            shown(other)
                        ));
                    }
                },
            }
        }
        Ok(whole)
    }

    /// A value with everything in its place; a text that is one reference and nothing else becomes
    /// what it names, whatever that is.
    pub(super) fn value(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => match &pieces(text)?[..] {
                [Piece::Reference(reference)] => self.look(reference)?.clone(),
                _ => Value::from(self.text(text)?),
            },
            Value::Array(values) => values
                .iter()
                .map(|value| self.value(value))
                .collect::<Result<Vec<_>, _>>()?
                .into(),
            Value::Object(members) => {
                let filled = members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.value(value)?)));
                Value::Object(filled.collect::<Result<_, String>>()?)
            }
            leaf @ (Value::Null | Value::Bool(_) | Value::Number(_)) => leaf.clone(),
        })
    }

    /// Fields with everything in its place.
    pub(super) fn fields(&self, fields: &Fields) -> Result<Fields, String> {
        let filled = fields
            .0
            .iter()
            .map(|(name, field)| Ok((name.clone(), self.field(field)?)));
        Ok(Fields(filled.collect::<Result<_, String>>()?))
    }

    /// The value of a map with everything in its place.
    pub(super) fn map(
        &self,
        map: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, String> {
        map.iter()
            .map(|(name, text)| Ok((name.clone(), self.text(text)?)))
            .collect()
    }

    fn field(&self, field: &Field) -> Result<Field, String> {
        Ok(match field {
            Field::Text(text) => Field::Text(self.text(text)?),
            Field::Bare(text) => Field::Bare(text.clone()),
            Field::Group(fields) => Field::Group(self.fields(fields)?),
            Field::List(values) => Field::List(
                values
                    .iter()
                    .map(|value| self.field(value))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    fn look(&self, reference: &Reference) -> Result<&Value, String> {
        let written = written(reference);
        let root = match &reference.root {
            Root::Step(name) => self.replies.get(name).ok_or_else(|| {
                let known: Vec<&str> = self.replies.keys().map(String::as_str).collect();
                format!(
                    "`{written}` names no step with a reply; there are {}",
                    known.join(", ")
                )
            })?,
            Root::Person(slug) => member_of_cast(&self.people, slug, &written)?,
            Root::Company(slug) => member_of_cast(&self.companies, slug, &written)?,
        };
        let mut value = root;
        for name in &reference.pointer {
            let next = match value {
                Value::Array(values) => name.parse().ok().and_then(|at: usize| values.get(at)),
                Value::Object(members) => members.get(name),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
            };
            value = next.ok_or_else(|| nothing(&written, name, value))?;
        }
        Ok(value)
    }
}

/// Somebody of the cast by slug.
pub(super) fn member_of_cast<'a>(
    cast: &'a Value,
    slug: &str,
    written: &str,
) -> Result<&'a Value, String> {
    let mut members = cast.as_array().into_iter().flatten();
    let found = members.find(|member| member.get("slug").and_then(Value::as_str) == Some(slug));
    found.ok_or_else(|| format!("`{written}`: nobody in this sandbox is called `{slug}`"))
}

fn nothing(written: &str, name: &str, there: &Value) -> String {
    let names: Vec<&str> = match there {
        Value::Object(members) => members.keys().map(String::as_str).collect(),
        Value::Array(values) => {
            return format!(
                "`{written}` finds nothing at `{name}`; it is a list of {}, counted from 0",
                values.len()
            );
        }
        leaf @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            let leaf = shown(leaf);
            return format!("`{written}` finds nothing at `{name}`; it stands in {leaf}");
        }
    };
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("`{written}` finds nothing at `{name}`; did you mean `{near}`?"),
        None => {
            let names = names.join(", ");
            format!("`{written}` finds nothing at `{name}`; there are {names}")
        }
    }
}

fn written(reference: &Reference) -> String {
    let root = match &reference.root {
        Root::Step(name) => name.clone(),
        Root::Person(slug) => format!("people/{slug}"),
        Root::Company(slug) => format!("companies/{slug}"),
    };
    format!("${{{root}/{}}}", reference.pointer.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::Sources;

    fn sources() -> Sources {
        let reply = json!({"id": "7f", "n": 45_000, "rows": [{"a": "x"}], "none": null});
        Sources {
            replies: BTreeMap::from([("send".to_owned(), reply)]),
            people: json!([{"slug": "halgeir", "efaktura": {"identifier": "414360222"}}]),
            companies: json!([{"slug": "fjord-energi", "orgnr": "304520817"}]),
        }
    }

    #[test]
    fn a_text_gets_what_it_names() {
        let sources = sources();
        for (written, filled) in [
            ("due:${send/id}", "due:7f"),
            ("${send/n} øre ${send/rows/0/a}", "45000 øre x"),
            ("${people/halgeir/efaktura/identifier}", "414360222"),
            ("${companies/fjord-energi/orgnr}", "304520817"),
            ("$${send/id}", "${send/id}"),
        ] {
            assert_eq!(sources.text(written).unwrap(), filled);
        }
        let value = json!({"amount": "${send/n}", "rows": ["${send/rows}", 1], "t": "n ${send/n}"});
        let filled = json!({"amount": 45_000, "rows": [[{"a": "x"}], 1], "t": "n 45000"});
        assert_eq!(sources.value(&value).unwrap(), filled);
    }

    #[test]
    fn what_is_not_there_is_told_with_what_there_is() {
        let sources = sources();
        for (written, told) in [
            ("${sent/id}", "names no step with a reply; there are send"),
            ("${send/idd}", "did you mean `id`?"),
            ("${send/something}", "there are id, n, none, rows"),
            ("${send/rows/1}", "a list of 1, counted from 0"),
            ("${send/id/x}", "it stands in \"7f\""),
            ("a ${send/rows}", "expected a text or a number"),
            ("${send/none}", "is null"),
            (
                "${people/bjorg/ssn}",
                "nobody in this sandbox is called `bjorg`",
            ),
        ] {
            let error = sources.text(written).unwrap_err();
            assert!(error.contains(told), "{error}");
        }
    }
}
